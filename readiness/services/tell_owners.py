"""Tell those who can invite into a firm that somebody knocked: its owners, or the office where nobody owns it yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy.orm import Session

from readiness.assessment.permissions import OWNER
from readiness.services.context import Services
from readiness.services.queue_mail import queue_mail
from readiness.store.people import list_office
from readiness.store.rows import Firm, User


def owners_of(firm: Firm) -> list[User]:
    """The firm's owners who can sign in."""
    return [seat.user for seat in firm.memberships if seat.kind == OWNER and seat.user.active]


def tell_owners(
    services: Services, session: Session, firm: Firm, typed: Mapping[str, str], *, at: dt.datetime
) -> None:
    """Name and address of who wanted to register the firm, with the page where one invites."""
    owners = owners_of(firm)
    message, page = (
        ("register_owner", f"/firm/{firm.key}/members") if owners else ("register_office", "/office/")
    )
    for user in owners or list_office(session, firm.city):
        queue_mail(
            session, message, to=user.email, language=user.language, at=at,
            person=typed["person_name"], firm=firm.name, email=typed["email"], link=services.link(page),
        )  # fmt: skip

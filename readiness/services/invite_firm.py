"""Invite somebody into a firm: the office its first owner, an owner the colleagues."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Person
from readiness.errors import InputError
from readiness.services.clean_input import clean_email
from readiness.services.context import Services
from readiness.services.list_members import managed_firm
from readiness.services.notify import notify
from readiness.services.queue_mail import queue_mail
from readiness.store.events import record_event
from readiness.store.people import find_user
from readiness.store.rounds import get_round
from readiness.store.tickets import add_invitation, answer_asked

LIFETIME = dt.timedelta(days=30)
KINDS = ("owner", "editor")


@dataclass(frozen=True)
class Invited:
    """The code, shown this once: as text for a messenger, and as a link for mail or a QR code."""

    code: str
    link: str
    expires_at: dt.datetime
    firm_name: str


def invite_firm(
    services: Services,
    session: Session,
    firm_key: str,
    *,
    by: Person,
    at: dt.datetime,
    email: str = "",
    kind: str = "owner",
    dimensions: Sequence[str] | None = None,
    round_key: str = "",
    language: str = "",
) -> Invited:
    """Make a code that works once within 30 days, and mail it where an address is given; the mail is no condition."""
    firm = managed_firm(session, firm_key, by=by)
    if kind not in KINDS:
        raise InputError("kind", "choice_invalid")
    address = clean_email(email) if email.strip() else ""
    round_ = get_round(session, round_key, person=by) if round_key else None
    answer_asked(session, firm, email=address, kind=kind)
    code = add_invitation(
        session, firm, kind=kind, by=by, at=at, lifetime=LIFETIME, email=address,
        dimensions=dimensions if kind == "editor" else None, round_=round_,
    )  # fmt: skip
    invited = Invited(code, services.link(f"/invitation/{code}"), at + LIFETIME, firm.name)
    if address:
        queue_mail(
            session, "invitation", to=address, language=language or by.language, at=at,
            firm=firm.name, code=code, link=invited.link,
        )  # fmt: skip
        known = find_user(session, address)
        if known is not None and known.active:
            notify(
                services,
                session,
                known,
                "invited",
                path="/invitation",
                at=at,
                firm=firm,
                by_mail=False,
                by=by.name,
            )
    record_event(session, "invite_firm", f"firm:{firm.key}", by_id=by.id, at=at, detail={"kind": kind})
    return invited

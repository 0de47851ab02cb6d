"""Confirm a mail address by the link that was sent to it; the page asks with a button, so that scanners do nothing."""

from __future__ import annotations

import datetime as dt
import enum

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Role
from readiness.errors import InputError
from readiness.services.context import Services
from readiness.services.make_user import make_user
from readiness.services.queue_mail import queue_mail
from readiness.services.tell_owners import tell_owners
from readiness.store.events import record_event
from readiness.store.firms import add_firm, add_member, find_firm_by_code
from readiness.store.people import find_user
from readiness.store.rows import Token, User
from readiness.store.tickets import add_token, find_any_token, find_token, use_token

PURPOSES = ("register", "confirm")
LIFETIME = dt.timedelta(days=14)


class LinkState(enum.StrEnum):
    """What the page behind a mailed link says: press the button, it is done already, or have another one sent."""

    GOOD = "good"
    DONE = "done"
    OLD = "old"


def state_of_link(session: Session, token: str, *, at: dt.datetime) -> LinkState:
    """Old is also what was never sent, or was deleted since; only who holds the link learns that it was used."""
    if find_token(session, token, PURPOSES, at=at) is not None:
        return LinkState.GOOD
    ticket = find_any_token(session, token, PURPOSES)
    if ticket is None or ticket.used_at is None:
        return LinkState.OLD
    done = ticket.user is None or ticket.user.confirmed_at is not None
    return LinkState.DONE if done else LinkState.OLD


def confirm_mail(services: Services, session: Session, token: str, *, at: dt.datetime) -> User | None:
    """Use the link; for a registration the firm (not confirmed yet) and its owner come to be now.

    None where a colleague has registered the firm meanwhile: no login is made, and its owners hear who knocked.
    InputError('token', …): token_invalid for an old, used or unknown link, email_taken where a login came meanwhile.
    """
    ticket = use_token(session, token, PURPOSES, at=at)
    user = _register(services, session, ticket, at) if ticket.purpose == "register" else ticket.user
    if user is None and ticket.purpose == "register":
        return None
    if user is None:
        raise InputError("token", "token_invalid")
    user.confirmed_at = user.confirmed_at or at
    record_event(session, "confirm_mail", f"user:{user.key}", by_id=user.id, at=at)
    return user


def ask_to_confirm(services: Services, session: Session, user: User, *, at: dt.datetime) -> None:
    """Mail the person a link by which the address is confirmed; an earlier one ends."""
    token = add_token(session, "confirm", user=user, at=at, lifetime=LIFETIME)
    queue_mail(
        session, "confirm", to=user.email, language=user.language, at=at,
        person=user.name, link=services.link(f"/confirm/{token}"),
    )  # fmt: skip


def _register(services: Services, session: Session, ticket: Token, at: dt.datetime) -> User | None:
    detail = ticket.detail or {}
    ticket.detail = None
    if find_user(session, detail["email"]) is not None:
        raise InputError("token", "email_taken")
    known = find_firm_by_code(session, detail["credit_code"])
    if known is not None:
        tell_owners(services, session, known, detail, at=at)
        return None
    firm = add_firm(
        session,
        at=at,
        **{name: detail[name] for name in ("credit_code", "name", "name_en", "city", "district")},
    )
    user = make_user(
        session, email=detail["email"], name=detail["person_name"], password=detail["password"], role=Role.FIRM,
        language=detail["language"], at=at, confirmed_at=at,
    )  # fmt: skip
    add_member(session, firm, user, kind="owner")
    record_event(session, "register_firm", f"firm:{firm.key}", by_id=user.id, at=at)
    return user

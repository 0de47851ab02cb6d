"""Confirm a mail address by the link that was sent to it; the page asks with a button, so that scanners do nothing."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Role
from readiness.errors import InputError
from readiness.services.context import Services
from readiness.services.make_user import make_user
from readiness.store.events import record_event
from readiness.store.firms import add_firm, add_member
from readiness.store.people import find_user
from readiness.store.rows import Token, User
from readiness.store.tickets import find_token, use_token

PURPOSES = ("register", "confirm")


def can_confirm(session: Session, token: str, *, at: dt.datetime) -> bool:
    """True while the link is good, for the page with the button."""
    return find_token(session, token, PURPOSES, at=at) is not None


def confirm_mail(services: Services, session: Session, token: str, *, at: dt.datetime) -> User:
    """Use the link; for a registration the firm (not confirmed yet) and its owner come to be now.

    InputError: ('token', 'token_invalid') for an old, used or unknown link; ('credit_code', 'credit_code_taken') where
    somebody else has registered the firm meanwhile.
    """
    ticket = use_token(session, token, PURPOSES, at=at)
    user = _register(session, ticket, at) if ticket.purpose == "register" else ticket.user
    if user is None:
        raise InputError("token", "token_invalid")
    user.confirmed_at = user.confirmed_at or at
    record_event(session, "confirm_mail", f"user:{user.key}", by_id=user.id, at=at)
    return user


def _register(session: Session, ticket: Token, at: dt.datetime) -> User:
    detail = ticket.detail or {}
    ticket.detail = None
    if find_user(session, detail["email"]) is not None:
        raise InputError("token", "token_invalid")
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

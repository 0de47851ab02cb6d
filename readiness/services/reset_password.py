"""Passwords: a new one by a link from the mail, from the firm's owner or from the office; nobody chooses another's."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, Role, may
from readiness.errors import ForbiddenError, InputError
from readiness.services.clean_input import clean_email
from readiness.services.context import Services
from readiness.services.make_user import new_uniquifier
from readiness.services.queue_mail import queue_mail
from readiness.store.events import record_event
from readiness.store.people import find_user, find_user_by_id, get_user
from readiness.store.rows import User
from readiness.store.tickets import add_token, end_sessions, find_token, use_token

LIFETIME = dt.timedelta(hours=2)
HANDED_LIFETIME = dt.timedelta(days=3)
PURPOSES = ("reset",)


def request_reset(services: Services, session: Session, email: str, *, at: dt.datetime) -> None:
    """Mail a link if the address has an active login; the visitor sees the same either way."""
    user = find_user(session, clean_email(email))
    if user is None or not user.active:
        return
    token = add_token(session, "reset", user=user, at=at, lifetime=LIFETIME)
    link = services.link(f"/reset/{token}")
    queue_mail(session, "reset", to=user.email, language=user.language, at=at, person=user.name, link=link)


def issue_reset(services: Services, session: Session, user_key: str, *, by: Person, at: dt.datetime) -> str:
    """A link to hand over where no mail arrives; the person is told by mail, the log keeps who made it."""
    user = get_user(session, user_key, person=by)
    if not _may_issue(by, user):
        raise ForbiddenError(f"{by.role} may not issue a link for {user.role}")
    token = add_token(session, "reset", user=user, at=at, lifetime=HANDED_LIFETIME)
    queue_mail(session, "reset_issued", to=user.email, language=user.language, at=at, person=user.name)
    record_event(session, "issue_reset", f"user:{user.key}", by_id=by.id, at=at)
    return services.link(f"/reset/{token}")


def can_reset(session: Session, token: str, *, at: dt.datetime) -> bool:
    """True while the link is good, for the page with the form."""
    return find_token(session, token, PURPOSES, at=at) is not None


def reset_password(
    services: Services, session: Session, token: str, *, password: str, at: dt.datetime
) -> User:
    """Use the link and set the hashed `password`; all sessions of the person end. InputError: token_invalid."""
    ticket = use_token(session, token, PURPOSES, at=at)
    user = ticket.user
    if user is None or not user.active:
        raise InputError("token", "token_invalid")
    user.confirmed_at = user.confirmed_at or at
    _set(session, user, password, at=at)
    return user


def change_password(
    services: Services,
    session: Session,
    *,
    password: str,
    by: Person,
    at: dt.datetime,
    keep_session: str = "",
) -> User:
    """Set the hashed `password` of the signed-in person; all sessions but the one with this id hash end.

    The kept session needs the user's new `fs_uniquifier`.
    """
    user = find_user_by_id(session, by.id)
    if user is None:
        raise ForbiddenError("this login is gone")
    _set(session, user, password, at=at, keep=keep_session)
    return user


def _set(session: Session, user: User, password: str, *, at: dt.datetime, keep: str = "") -> None:
    user.password = password
    user.fs_uniquifier = new_uniquifier()
    end_sessions(session, user, but=keep)
    queue_mail(session, "password_changed", to=user.email, language=user.language, at=at, person=user.name)
    record_event(session, "change_password", f"user:{user.key}", by_id=user.id, at=at)


def _may_issue(by: Person, user: User) -> bool:
    """Administrators for all; the office for firms' people; an owner for those who sit in own firms only."""
    if may(by, Action.CHANGE_PERSON):
        return True
    if user.role != Role.FIRM:
        return False
    if by.role is not Role.FIRM:
        return may(by, Action.INVITE_FIRM)
    return all(may(by, Action.MANAGE_MEMBERS, firm_id=seat.firm_id) for seat in user.memberships)

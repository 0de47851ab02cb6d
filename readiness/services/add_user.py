"""Add a login for a consultant, an officer, an administrator, or a firm's member to be."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, Role, require
from readiness.services.areas import clean_limit
from readiness.services.context import Services
from readiness.services.make_user import make_user
from readiness.services.queue_mail import queue_mail
from readiness.store.events import record_event
from readiness.store.rows import User
from readiness.store.tickets import add_token

LIFETIME = dt.timedelta(days=7)


def add_user(
    services: Services,
    session: Session,
    *,
    email: str,
    name: str,
    role: Role,
    by: Person | None,
    at: dt.datetime,
    language: str = "",
    city: str | None = None,
    password: str | None = None,
) -> User:
    """A new login; without a (hashed) `password` the person gets a mail to choose one.

    `by` is None only for the command line, which whoever runs the server may use.
    InputError: email_taken, city_unknown, city_not_for_role, ….
    """
    language = language or services.settings.default_language
    if by is not None:
        require(by, Action.ADD_PERSON)
    confirmed_at = at if password else None
    user = make_user(
        session, email=email, name=name, password=password, role=role, language=language, at=at,
        city=clean_limit(services, city, role), confirmed_at=confirmed_at,
    )  # fmt: skip
    if password is None:
        token = add_token(session, "reset", user=user, at=at, lifetime=LIFETIME)
        link = services.link(f"/reset/{token}")
        queue_mail(session, "welcome", to=user.email, language=language, at=at, person=user.name, link=link)
    record_event(
        session,
        "add_user",
        f"user:{user.key}",
        by_id=by.id if by else None,
        at=at,
        detail={"role": role.value},
    )
    return user

"""Make a login's row; the services that invite, register or add people share it."""

from __future__ import annotations

import datetime as dt
import secrets

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Role
from readiness.services.clean_input import NAME_LENGTH, clean_email, clean_line
from readiness.store.people import add_user_row
from readiness.store.rows import User


def new_uniquifier() -> str:
    """A word that all of a user's sessions carry; a new one ends them."""
    return secrets.token_hex(16)


def make_user(
    session: Session,
    *,
    email: str,
    name: str,
    password: str | None,
    role: Role,
    language: str,
    at: dt.datetime,
    city: str | None = None,
    confirmed_at: dt.datetime | None = None,
) -> User:
    """A new active user (`city` is a code); InputError('email', 'email_taken') where the address is in use."""
    user = User(
        email=clean_email(email), name=clean_line(name, "person_name", NAME_LENGTH), password=password,
        role=role.value, language=language, active=True, created_at=at, confirmed_at=confirmed_at,
        city=city,
        fs_uniquifier=new_uniquifier(),
    )  # fmt: skip
    return add_user_row(session, user)

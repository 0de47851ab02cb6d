"""Change what a person may do, or end a login."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, Role, require
from readiness.errors import InputError
from readiness.services.areas import clean_limit
from readiness.services.clean_input import NAME_LENGTH, clean_line
from readiness.services.context import Services
from readiness.services.make_user import new_uniquifier
from readiness.store.events import record_event
from readiness.store.passkeys import drop_passkeys
from readiness.store.people import count_administrators, get_user
from readiness.store.rows import User
from readiness.store.tickets import end_sessions


def change_user(
    services: Services,
    session: Session,
    user_key: str,
    *,
    by: Person,
    at: dt.datetime,
    active: bool | None = None,
    role: Role | None = None,
    city: str | None = None,
    name: str | None = None,
) -> User:
    """Change what is given (None: as it is; city '' is no limit); other rights or an end of the login end all sessions.

    InputError: last_administrator; city_unknown; city_not_for_role for a city with anybody but an officer;
    role_has_firms for a firm's member who would become staff.
    """
    require(by, Action.CHANGE_PERSON)
    user = get_user(session, user_key, person=by)
    before = (user.active, user.role, user.city)
    if name is not None:
        user.name = clean_line(name, "person_name", NAME_LENGTH)
    if role is not None and role != user.role:
        if user.memberships:
            raise InputError("role", "role_has_firms")
        user.role = role.value
    if active is not None:
        user.active = active
    if city is not None:
        user.city = clean_limit(services, city, user.role)
    if user.role != Role.OFFICER:
        user.city = None
    session.flush()
    if count_administrators(session) == 0:
        raise InputError("role", "last_administrator")
    after = (user.active, user.role, user.city)
    if after != before:
        user.fs_uniquifier = new_uniquifier()
        end_sessions(session, user)
    detail = {"active": user.active, "role": user.role, "city": user.city}
    record_event(session, "change_user", f"user:{user.key}", by_id=by.id, at=at, detail=detail)
    return user


def forget_second_factor(
    services: Services, session: Session, user_key: str, *, by: Person, at: dt.datetime
) -> User:
    """Let a person who lost the device set the second factor up again; all sessions end."""
    require(by, Action.CHANGE_PERSON)
    user = get_user(session, user_key, person=by)
    user.tf_primary_method = user.tf_totp_secret = user.mf_recovery_codes = None
    drop_passkeys(session, user)
    user.fs_uniquifier = new_uniquifier()
    end_sessions(session, user)
    record_event(session, "forget_second_factor", f"user:{user.key}", by_id=by.id, at=at)
    return user

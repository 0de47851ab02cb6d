"""What is kept when somebody signs in, and how a second factor is set, used and renewed."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Person, Role
from readiness.errors import ForbiddenError, InputError
from readiness.services.context import Services
from readiness.services.queue_mail import queue_mail
from readiness.store.events import record_event
from readiness.store.people import find_user_by_id
from readiness.store.rows import User
from readiness.store.sessions import find_reply, store_reply
from readiness.store.tickets import hash_secret

METHOD = "authenticator"
TWO_FACTORS = frozenset({Role.CONSULTANT, Role.OFFICER, Role.ADMINISTRATOR})
"""Roles that must have a second factor; firms may."""


def has_second_factor(user: User) -> bool:
    """True with an app on the phone or a passkey; both serve alike."""
    return bool(user.tf_totp_secret or user.passkeys)


def record_sign_in(services: Services, session: Session, user: User, *, at: dt.datetime) -> None:
    """Note the time and write the event."""
    user.last_login_at = at
    record_event(session, "sign_in", f"user:{user.key}", by_id=user.id, at=at)


def record_sign_out(services: Services, session: Session, *, by: Person, at: dt.datetime) -> None:
    """Write the event."""
    record_event(session, "sign_out", f"user:{find_self(session, by).key}", by_id=by.id, at=at)


def use_counter(services: Services, session: Session, user: User, counter: int, *, at: dt.datetime) -> None:
    """Use a time step's code up; InputError('code', 'code_wrong') when it was used before, on any device."""
    name = f"second factor {counter}"
    if find_reply(session, user.id, name, hash_secret(name)) is not None:
        raise InputError("code", "code_wrong")
    store_reply(session, user.id, name, hash_secret(name), status=204, body="", at=at)


def use_recovery_code(
    services: Services, session: Session, user: User, *, remaining: list[str], at: dt.datetime
) -> None:
    """Keep the hashes that remain after one recovery code was used."""
    user.mf_recovery_codes = remaining
    record_event(
        session,
        "use_recovery_code",
        f"user:{user.key}",
        by_id=user.id,
        at=at,
        detail={"left": len(remaining)},
    )


def set_second_factor(
    services: Services, session: Session, *, secret: str, code_hashes: list[str], by: Person, at: dt.datetime
) -> None:
    """Store a secret that the person has proven to hold, with the hashes of new recovery codes."""
    user = find_self(session, by)
    user.tf_primary_method, user.tf_totp_secret, user.mf_recovery_codes = METHOD, secret, code_hashes
    _tell(session, user, "set_second_factor", at)


def renew_recovery_codes(
    services: Services, session: Session, *, code_hashes: list[str], by: Person, at: dt.datetime
) -> None:
    """Replace all recovery codes."""
    user = find_self(session, by)
    if not has_second_factor(user):
        raise ForbiddenError("there is no second factor to recover")
    user.mf_recovery_codes = code_hashes
    _tell(session, user, "renew_recovery_codes", at)


def drop_second_factor(services: Services, session: Session, *, by: Person, at: dt.datetime) -> None:
    """Remove the app on the phone; ForbiddenError for roles that need a second step and have no passkey beside it."""
    user = find_self(session, by)
    if by.role in TWO_FACTORS and not user.passkeys:
        raise ForbiddenError(f"{by.role} needs a second factor")
    user.tf_primary_method = user.tf_totp_secret = None
    if not user.passkeys:
        user.mf_recovery_codes = None
    _tell(session, user, "drop_second_factor", at)


def change_language(services: Services, session: Session, language: str, *, by: Person) -> None:
    """The language of the person's mails and first page from now on."""
    find_self(session, by).language = language


def mail_change(session: Session, user: User, at: dt.datetime) -> None:
    """Tell the person that something about the second step has changed, in case it was somebody else."""
    queue_mail(session, "factor_changed", to=user.email, language=user.language, at=at, person=user.name)


def _tell(session: Session, user: User, action: str, at: dt.datetime) -> None:
    record_event(session, action, f"user:{user.key}", by_id=user.id, at=at)
    mail_change(session, user, at)


def find_self(session: Session, by: Person) -> User:
    """The row of the person who asks; ForbiddenError where it is gone."""
    user = find_user_by_id(session, by.id)
    if user is None:
        raise ForbiddenError("this login is gone")
    return user

"""Devices that prove who somebody is."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from readiness.errors import InputError, NotFoundError
from readiness.store.rows import Passkey, User


def add_passkey(session: Session, passkey: Passkey) -> None:
    """Store a new one, or InputError('credential', 'passkey_known') where this device's key is kept already."""
    try:
        with session.begin_nested():
            session.add(passkey)
    except IntegrityError as error:
        if find_passkey(session, passkey.credential) is None:
            raise
        raise InputError("credential", "passkey_known") from error


def find_passkey(session: Session, credential: str) -> Passkey | None:
    """The one with this id of its device, with its person; locked until the transaction ends."""
    query = sa.select(Passkey).where(Passkey.credential == credential).with_for_update(of=Passkey)
    return session.scalar(query.options(joinedload(Passkey.user)))


def get_passkey(user: User, key: str) -> Passkey:
    """One of this person's by its key in addresses, else NotFoundError."""
    found = next((row for row in user.passkeys if row.key == key), None)
    if found is None:
        raise NotFoundError(f"no passkey {key!r} of this person")
    return found


def drop_passkeys(session: Session, user: User) -> None:
    """Delete all of a person's."""
    session.execute(sa.delete(Passkey).where(Passkey.user_id == user.id))
    session.expire(user, ["passkeys"])

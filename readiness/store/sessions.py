"""Browser sessions and the answers already given to repeated requests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from readiness.errors import InputError
from readiness.store.rows import Idempotency, WebSession


def find_session(
    session: Session, id_hash: str, *, at: dt.datetime, idle: dt.timedelta, absolute: dt.timedelta
) -> WebSession | None:
    """The browser's session unless it was unused for `idle` or is older than `absolute`."""
    query = sa.select(WebSession).where(WebSession.id_hash == id_hash)
    return session.scalar(query.where(WebSession.seen_at > at - idle, WebSession.created_at > at - absolute))


def save_session(
    session: Session, id_hash: str, *, data: dict[str, Any], user_id: int | None, at: dt.datetime
) -> None:
    """Store what the session holds now and that it was seen."""
    row = session.get(WebSession, id_hash)
    if row is None:
        session.add(WebSession(id_hash=id_hash, data=data, user_id=user_id, created_at=at, seen_at=at))
    else:
        row.data, row.user_id, row.seen_at = data, user_id, at
    session.flush()


def delete_session(session: Session, id_hash: str) -> None:
    """End one session; one that is gone already is no error."""
    session.execute(sa.delete(WebSession).where(WebSession.id_hash == id_hash))


def list_sessions(
    session: Session, user_id: int, *, at: dt.datetime, idle: dt.timedelta, absolute: dt.timedelta
) -> Sequence[WebSession]:
    """A person's sessions that have not ended, the one used last first."""
    query = sa.select(WebSession).where(
        WebSession.user_id == user_id, WebSession.seen_at > at - idle, WebSession.created_at > at - absolute
    )
    return session.scalars(query.order_by(WebSession.seen_at.desc(), WebSession.id_hash)).all()


def delete_sessions(session: Session, user_id: int, *, but: str, only: str = "") -> int:
    """End a person's sessions except the one with the id hash `but`; or only those whose hash begins with `only`."""
    query = sa.delete(WebSession).where(WebSession.user_id == user_id, WebSession.id_hash != but)
    if only:
        query = query.where(WebSession.id_hash.startswith(only, autoescape=True))
    return len(session.execute(query.returning(WebSession.id_hash)).all())


def purge_sessions(
    session: Session, *, at: dt.datetime, idle: dt.timedelta, absolute: dt.timedelta, keys: dt.timedelta
) -> None:
    """Delete sessions that have ended and idempotency keys older than `keys`."""
    ended = (WebSession.seen_at <= at - idle) | (WebSession.created_at <= at - absolute)
    session.execute(sa.delete(WebSession).where(ended))
    session.execute(sa.delete(Idempotency).where(Idempotency.at <= at - keys))


def find_reply(session: Session, user_id: int, key: str, request_hash: str) -> Idempotency | None:
    """The reply to the same request; InputError where the key was used for another one."""
    known = session.get(Idempotency, (user_id, key))
    if known is not None and known.request_hash != request_hash:
        raise InputError("idempotency_key", "idempotency_key_reused")
    return known


def store_reply(
    session: Session, user_id: int, key: str, request_hash: str, *, status: int, body: Any, at: dt.datetime
) -> None:
    """Keep the reply in the transaction of the change it reports; InputError where the key was taken meanwhile."""
    row = Idempotency(user_id=user_id, key=key, request_hash=request_hash, status=status, body=body, at=at)
    session.add(row)
    try:
        session.flush()
    except sa.exc.IntegrityError as error:
        raise InputError("idempotency_key", "idempotency_key_reused") from error

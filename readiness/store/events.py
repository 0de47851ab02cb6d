"""The log of events: who did what to what, each line chained to the one before."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from readiness.store.rows import Event
from readiness.store.types import check_json

START = "0" * 64
CHAIN_LOCK = 7_305_144
PORTION = 1000


def record_event(
    session: Session,
    action: str,
    subject: str,
    *,
    by_id: int | None,
    at: dt.datetime,
    detail: dict[str, Any] | None = None,
) -> Event:
    """Append a line in this transaction; `subject` is 'kind:key'. Writers of events wait for each other."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(CHAIN_LOCK)))
    previous = session.scalar(sa.select(Event.hash).order_by(Event.id.desc()).limit(1)) or START
    event = Event(at=at, by_id=by_id, action=action, subject=subject, detail=detail or {}, previous=previous)
    check_json(event.detail, "detail")
    event.hash = _hash(event)
    session.add(event)
    session.flush()
    return event


def list_events(
    session: Session,
    subject: str = "",
    *,
    before: int = 0,
    limit: int = 100,
    where: Sequence[sa.ColumnElement[bool]] = (),
) -> Sequence[Event]:
    """Events, newest first, from before the id `before` on; of one subject or of all, narrowed by `where`."""
    query = sa.select(Event).where(*where).order_by(Event.id.desc()).limit(limit)
    if subject:
        query = query.where(Event.subject == subject)
    if before:
        query = query.where(Event.id < before)
    return session.scalars(query).all()


def find_broken_event(session: Session) -> int | None:
    """The id of the first event that does not fit the chain, None when all do."""
    previous, last = START, 0
    query = sa.select(Event).order_by(Event.id).limit(PORTION)
    while portion := session.scalars(query.where(Event.id > last)).all():
        for event in portion:
            if event.previous != previous or event.hash != _hash(event):
                return event.id
            previous, last = event.hash, event.id
    return None


def _hash(event: Event) -> str:
    content = [event.previous, event.at.astimezone(dt.UTC).isoformat(), event.by_id, event.action]
    text = json.dumps([*content, event.subject, event.detail], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()

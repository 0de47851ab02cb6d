"""Notices of people; everybody reads and marks the own ones only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from readiness.assessment.permissions import Person
from readiness.errors import NotFoundError
from readiness.store.rows import Firm, Notice, User


def add_notice(
    session: Session,
    user: User,
    message: str,
    *,
    details: Mapping[str, str],
    path: str,
    at: dt.datetime,
    firm: Firm | None = None,
    once: str = "",
    shown: bool = True,
) -> bool:
    """Store a notice in this transaction; False where the person has one with the same word `once` already."""
    told = sa.select(Notice.id).where(Notice.user_id == user.id, Notice.once == once)
    if once and session.scalar(told) is not None:
        return False
    row = Notice(
        user_id=user.id, firm_id=firm.id if firm else None, message=message, details=dict(details), path=path,
        once=once or None, shown=shown, at=at,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        if once and session.scalar(told) is not None:
            return False
        raise
    return True


def list_notices(session: Session, person: Person, *, limit: int) -> Sequence[Notice]:
    """The person's newest notices, unread ones first."""
    query = _own(person).order_by(Notice.read_at.is_not(None), Notice.id.desc()).limit(limit)
    return session.scalars(query).all()


def list_told(session: Session, words: Collection[str]) -> set[tuple[int, str]]:
    """(user id, word) for the notices with one of these words `once`."""
    query = sa.select(Notice.user_id, Notice.once).where(Notice.once.in_(list(words)))
    return {(row.user_id, row.once) for row in session.execute(query)} if words else set()


def get_notice(session: Session, key: str, *, person: Person) -> Notice:
    """One of the person's notices, else NotFoundError."""
    found = session.scalar(_own(person).where(Notice.key == key))
    if found is None:
        raise NotFoundError(f"no notice {key!r} for this person")
    return found


def read_all(session: Session, person: Person, *, until: dt.datetime, at: dt.datetime) -> None:
    """Mark as read what the person was told up to `until`: what came later has not been seen."""
    unread = sa.update(Notice).where(
        Notice.user_id == person.id, Notice.read_at.is_(None), Notice.at <= until
    )
    session.execute(unread.values(read_at=at))


def drop_notices(session: Session, user: User, firm: Firm) -> None:
    """Delete what the person was told about a firm."""
    session.execute(sa.delete(Notice).where(Notice.user_id == user.id, Notice.firm_id == firm.id))


def drop_naming(session: Session, firm_ids: Collection[int], name: str) -> None:
    """Delete what members of these firms were told with the person's name in it."""
    for notice in session.scalars(sa.select(Notice).where(Notice.firm_id.in_(list(firm_ids)))):
        if any(name in str(value) for value in notice.details.values()):
            session.delete(notice)


def purge_notices(session: Session, *, before: dt.datetime) -> None:
    """Delete notices older than that moment."""
    session.execute(sa.delete(Notice).where(Notice.at <= before))


def _own(person: Person) -> sa.Select[Notice]:
    return sa.select(Notice).where(Notice.user_id == person.id, Notice.shown)

"""Links that show a result to whoever has them."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload

from readiness.assessment.permissions import Person
from readiness.errors import NotFoundError
from readiness.store.rows import Assessment, ShareLink
from readiness.store.tickets import hash_secret


def add_share(
    session: Session,
    assessment: Assessment,
    *,
    label: str,
    until: dt.date,
    expires_at: dt.datetime,
    by: Person,
    at: dt.datetime,
) -> tuple[ShareLink, str]:
    """The row and the link's secret, which cannot be had again."""
    secret = secrets.token_urlsafe(32)
    row = ShareLink(
        assessment=assessment, token_hash=hash_secret(secret), label=label, until=until, expires_at=expires_at,
        by_id=by.id, at=at,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row, secret


def list_shares(session: Session, assessment: Assessment) -> Sequence[ShareLink]:
    """All links of an assessment that came from a scoped query, newest first, with who made them."""
    query = sa.select(ShareLink).where(ShareLink.assessment_id == assessment.id)
    return session.scalars(query.order_by(ShareLink.id.desc()).options(joinedload(ShareLink.by))).all()


def get_share(session: Session, assessment: Assessment, key: str) -> ShareLink:
    """One of them, locked until the transaction ends; else NotFoundError."""
    query = sa.select(ShareLink).where(ShareLink.assessment_id == assessment.id, ShareLink.key == key)
    found = session.scalar(query.with_for_update())
    if found is None:
        raise NotFoundError(f"no link {key!r} of this assessment")
    return found


def find_share(session: Session, secret: str, *, at: dt.datetime) -> ShareLink | None:
    """The link with this secret if it still works, with assessment, firm, round and sheet."""
    query = (
        sa.select(ShareLink)
        .join(ShareLink.assessment)
        .where(ShareLink.token_hash == hash_secret(secret))
        .where(ShareLink.revoked_at.is_(None), ShareLink.expires_at > at)
    )
    known = contains_eager(ShareLink.assessment)
    parts = (Assessment.firm, Assessment.round, Assessment.sheet)
    return session.scalar(query.options(*(known.joinedload(part, innerjoin=True) for part in parts)))


def note_opened(session: Session, share_id: int, *, at: dt.datetime, pause: dt.timedelta) -> None:
    """Keep when it was opened last; one that was opened less than `pause` ago is left alone."""
    statement = sa.update(ShareLink).where(
        ShareLink.id == share_id, ShareLink.opened_at.is_(None) | (ShareLink.opened_at <= at - pause)
    )
    session.execute(statement.values(opened_at=at))

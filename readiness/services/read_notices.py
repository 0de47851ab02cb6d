"""Read one's own notices and mark them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Person
from readiness.store import notices
from readiness.store.rows import Notice

MOST = 100


def list_own_notices(session: Session, *, by: Person) -> Sequence[Notice]:
    """The person's newest notices, unread ones first, at most MOST."""
    return notices.list_notices(session, by, limit=MOST)


def read_notice(session: Session, key: str, *, by: Person, at: dt.datetime) -> str:
    """Mark the notice as read; the path of the page it is about. NotFoundError for another person's notice."""
    found = notices.get_notice(session, key, person=by)
    found.read_at = found.read_at or at
    return found.path


def read_notices(session: Session, *, by: Person, until: dt.datetime, at: dt.datetime) -> None:
    """Mark as read what the person was told up to `until`."""
    notices.read_all(session, by, until=until, at=at)

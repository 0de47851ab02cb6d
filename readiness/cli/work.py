"""One unit of work for a command: services and a session that is committed at the end, once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from readiness.cli.common import settings
from readiness.services.context import Services
from readiness.store.database import Database


@contextmanager
def open_services(*, write: bool = False) -> Iterator[tuple[Services, Session]]:
    """Services and a session; everything is kept when the block ends well, nothing when it raises."""
    found = settings()
    database = Database(found.database_url)
    try:
        with database.session(write=write) as session:
            yield Services.from_settings(found), session
            session.commit()
    finally:
        database.close()

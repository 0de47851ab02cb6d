"""A session on each database, services, and the mails that wait to be sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from readiness.services.context import Services
from readiness.store.database import Database
from readiness.store.rows import Job
from tests.databases import database_at
from tests.factories import make_services

Mails = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    found = database_at(database_url)
    yield found
    found.close()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.session(write=True) as found:
        yield found


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return make_services(tmp_path)


@pytest.fixture
def mails(session: Session) -> Mails:
    """The queued mails, oldest first."""

    def waiting() -> list[dict[str, Any]]:
        query = sa.select(Job.payload).where(Job.kind == "mail").order_by(Job.id)
        return list(session.scalars(query))

    return waiting

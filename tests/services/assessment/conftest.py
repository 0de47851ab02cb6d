"""A town on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from readiness.store.database import Database
from tests.databases import database_at
from tests.services.assessment.lives import Town, bakery_services, make_town


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    found = database_at(database_url)
    yield found
    found.close()


@pytest.fixture
def town(database: Database, tmp_path: Path) -> Iterator[Town]:
    with database.session(write=True) as session:
        yield make_town(bakery_services(tmp_path), session)

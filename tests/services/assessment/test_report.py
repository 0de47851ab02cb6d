"""The PDF of a real assessment, drawn from the stored answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from readiness.services.get_result import get_result
from readiness.services.render_report import model_of, render_report
from readiness.store.database import Database
from tests.factories import NOON
from tests.services.assessment.lives import Town, bakery_services, fill, make_town, submit


@pytest.fixture
def submitted(sqlite_url: str, tmp_path: Path) -> Iterator[Town]:
    database = Database(sqlite_url)
    with database.session(write=True) as session:
        town = make_town(bakery_services(tmp_path), session)
        fill(town)
        submit(town)
        yield town
    database.close()


def test_report_is_stored_under_a_random_name_and_told_by_a_speaking_one(submitted: Town) -> None:
    seen: list[int] = []
    found = render_report(
        submitted.services, submitted.session, submitted.key, "en", by=submitted.owner, at=NOON,
        progress=seen.append,
    )  # fmt: skip
    content = submitted.services.files.get(found["path"])
    assert content.startswith(b"%PDF-")
    assert len(content) == found["size"]
    assert found["name"] == f"{submitted.firm.name}-2026-en-2026-03-02.pdf"
    assert seen == [90]


def test_firms_own_figures_stand_in_the_offices_report_only_with_consent(submitted: Town) -> None:
    result = get_result(submitted.services, submitted.session, submitted.key, by=submitted.officer)
    assert model_of(result, "en", figures=False).indicators == ()
    assert model_of(result, "en", figures=True).indicators != ()

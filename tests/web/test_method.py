"""Anyone reads the method."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.questionnaire.bakers import BAKERY
from tests.web.conftest import Site


@pytest.fixture
def site(tmp_path: Path, sqlite_url: str) -> Iterator[Site]:
    found = Site(
        tmp_path,
        sqlite_url,
        READINESS_QUESTIONNAIRES=str(BAKERY.parents[1]),
        READINESS_QUESTIONNAIRE="bakery/1",
    )
    yield found
    found.close()


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "working grouping"), ("zh_Hans", "工作分组"), ("vi", "cách nhóm để làm việc")],
)
def test_anyone_reads_the_method_in_three_languages(site: Site, language: str, words: str) -> None:
    page = site.browser(language=language).get("/method").get_data(as_text=True)
    assert words in page
    assert 'href="/method/CRAFT"' in page


def test_pillar_has_a_page_with_every_question_and_no_other_pillar_has_one(site: Site) -> None:
    visitor = site.browser()
    page = visitor.get("/method/CRAFT").get_data(as_text=True)
    assert all(f"{code} " in page for code in ("DOUGH.1", "OVEN.3"))
    assert "PEOPLE.1" not in page
    assert visitor.get("/method/NOTHING").status_code == 404

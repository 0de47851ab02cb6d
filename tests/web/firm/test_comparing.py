"""Two rounds on two versions of the questionnaire: the page and the JSON, in three languages, both ways."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from readiness.assessment.permissions import Person
from readiness.config import Settings
from readiness.store.assessments import get_assessment, set_sheet
from readiness.store.database import Database
from tests.databases import Place, application
from tests.questionnaire.second_version import CHANGED, DROPPED, NEW, REPLACED, publish_both
from tests.services.assessment.two_years import BETTER, environment, make_two_years

WORDS = {
    "en": (
        "Unchanged questions",
        "Changed questions",
        "Replaced questions",
        "New questions",
        "Dropped questions",
    ),
    "zh_Hans": ("未改动的题目", "改动的题目", "替换的题目", "新增的题目", "取消的题目"),
    "vi": ("Câu hỏi không đổi", "Câu hỏi đã thay đổi", "Câu hỏi đã thay thế", "Câu hỏi mới", "Câu hỏi đã bỏ"),
}


class Mill:
    """The service with a mill that took part in 2025 on the first version and in 2026 on the second."""

    def __init__(self, questionnaires: Path, place: Place) -> None:
        settings = Settings.from_environment(environment(questionnaires, place.folder, place.url))
        self.app = application(settings)
        self.database = Database(place.url)
        self.older, self.newer, self.owner, self.login = place.filled("two years", self._settle)

    def _settle(self) -> tuple[str, str, Person, str]:
        with self.database.session(write=True) as session:
            years = make_two_years(self.app.extensions["readiness_services"], session)
            session.commit()
            return years.older, years.newer, years.owner, years.owner_row.fs_uniquifier

    def browser(self, language: str = "en") -> FlaskClient:
        """The owner's browser."""
        client = self.app.test_client()
        with client.session_transaction() as held:
            held["_user_id"] = self.login
            held["language"] = language
        return client

    def close(self) -> None:
        """Give all connections back to the database, which is about to go."""
        self.app.extensions["readiness_database"].close()
        self.database.close()


@pytest.fixture(scope="module")
def questionnaires(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish_both(tmp_path_factory.mktemp("versions"))


@pytest.fixture
def mill(questionnaires: Path, own_place: Place) -> Iterator[Mill]:
    found = Mill(questionnaires, own_place)
    yield found
    found.close()


def swap(shown: str) -> str:
    """Where the control that swaps the two leads."""
    found = re.search(r'href="([^"]*/compare\?[^"]*)"[^>]*>Swap the two', shown)
    assert found is not None
    return found[1].replace("&amp;", "&")


@pytest.mark.parametrize("language", [*WORDS])
def test_page_tells_each_kind_of_question_in_the_readers_language(mill: Mill, language: str) -> None:
    shown = mill.browser(language).get(f"/assessments/{mill.newer}/compare")
    assert shown.status_code == 200
    assert "%(" not in shown.text
    section = shown.text.split('<section class="versions">')[1].split("</section>")[0]
    rows = dict(zip(WORDS[language], section.split('<tr><th scope="row">')[1:6], strict=True))
    assert all(row.startswith(word) for word, row in rows.items())
    listed = [re.findall(r"<li>(\S+) ", row) for row in rows.values()]
    assert listed == [[], [CHANGED], [REPLACED], [NEW], [DROPPED]]
    assert "2026.1" in section
    assert "2027.1" in section


def test_older_round_opens_the_same_way_round_and_can_be_swapped(mill: Mill) -> None:
    browser = mill.browser()
    for key in (mill.older, mill.newer):
        shown = browser.get(f"/assessments/{key}/compare").text
        assert "From “2025, Self-declared” to “2026, Self-declared”" in shown
        back = browser.get(swap(shown)).text
        assert "From “2026, Self-declared” to “2025, Self-declared”" in back
        assert "Read backwards" in back
        assert swap(back).split("?")[0] == f"/assessments/{key}/compare"
        assert "Read from the older result to the newer one" in browser.get(swap(back)).text


def test_json_has_the_same_parts_with_both_results_named(mill: Mill) -> None:
    found = mill.browser().get(f"/api/assessments/{mill.older}/compare?with={mill.newer}").json
    assert [found[side]["round"] for side in ("before", "after")] == ["2025", "2026"]
    assert [found[side]["assessment"] for side in ("before", "after")] == [mill.older, mill.newer]
    assert [found[side]["questionnaire"] for side in ("before", "after")] == [
        "textile/2026.1",
        "textile/2027.1",
    ]
    unlike = {code: match for code, match in found["questions"].items() if match != "same"}
    assert unlike == {CHANGED: "changed", REPLACED: "replaced", NEW: "new", DROPPED: "dropped"}
    assert {part["code"] for part in found["parts"]} == {BETTER, *unlike}
    assert sum(found["matches"].values()) == pytest.approx(found["points"], abs=1e-9)
    assert found["before"]["index"] + found["points"] == pytest.approx(found["after"]["index"], abs=1e-9)
    back = mill.browser().get(f"/api/assessments/{mill.older}/compare?turned=1").json
    assert back["points"] == pytest.approx(-found["points"], abs=1e-9)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "The answers of 2025 were given under an earlier state of the questionnaire."),
        ("zh_Hans", "2025 的答案按问卷的旧稿填写。"),
        ("vi", "Câu trả lời của 2025 thuộc bản trước của bảng hỏi."),
    ],
)
def test_round_whose_answers_cannot_be_read_is_named_where_it_would_be_compared(
    mill: Mill, language: str, told: str
) -> None:
    with mill.database.session(write=True) as session:
        assessment = get_assessment(session, mill.older, person=mill.owner)
        answers = {**assessment.sheet.document["answers"], "HE1.2": {"value": "no_such_platform"}}
        set_sheet(session, assessment, {**assessment.sheet.document, "answers": answers})
        session.commit()
    browser = mill.browser(language)
    page = browser.get(f"/assessments/{mill.newer}/compare")
    assert page.status_code == 200
    assert told in page.text
    for address in ("why", "compare", "what-if", "result"):
        refused = browser.get(f"/assessments/{mill.older}/{address}")
        assert refused.status_code == 409
        assert "HE1.2" in refused.text
        assert "2025" in refused.text
        assert "Traceback" not in refused.text
    for address in ("why", "compare"):
        refused = browser.get(f"/api/assessments/{mill.older}/{address}")
        assert (refused.status_code, "HE1.2" in refused.json["detail"]) == (409, True)
    assert browser.get(f"/api/assessments/{mill.newer}/compare").status_code == 409


@pytest.mark.parametrize("other", ["A" * 22, "no-such-round", "../../etc"])
def test_unknown_round_is_not_found(mill: Mill, other: str) -> None:
    for start in ("", "/api"):
        assert mill.browser().get(f"{start}/assessments/{mill.newer}/compare?with={other}").status_code == 404


def test_pages_that_explain_ask_the_database_few_times(mill: Mill) -> None:
    browser, asked = mill.browser(), list[str]()
    engine = mill.app.extensions["readiness_database"].engine
    sa.event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    for page in ("why", "compare", "what-if", "result"):
        asked.clear()
        assert browser.get(f"/assessments/{mill.newer}/{page}").status_code == 200
        queries = [statement for statement in asked if not statement.startswith("PRAGMA")]
        assert 2 < len(queries) <= 12, (page, queries)

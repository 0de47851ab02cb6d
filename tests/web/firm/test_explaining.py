"""Why the result, what changed, what if: pages that need no script, in three languages, and keep nothing."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from readiness.store.rows import AnswerRow
from tests.web.firm.conftest import Bakery

PAGES = ("why", "compare", "what-if")


def number_of_answers(bakery: Bakery) -> int:
    with bakery.database.session() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(AnswerRow)) or 0


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["zh_Hans", "en", "vi"])
def test_the_firm_opens_each_page_in_its_language(
    bakery: Bakery, owner: FlaskClient, page: str, language: str
) -> None:
    with owner.session_transaction() as held:
        held["language"] = language
    answer = owner.get(bakery.at(page))
    assert answer.status_code == 200
    assert "<h1>" in answer.text
    assert "%(" not in answer.text


@pytest.mark.parametrize("page", PAGES)
def test_another_firm_does_not_find_them(bakery: Bakery, page: str) -> None:
    assert bakery.browser(bakery.stranger).get(bakery.at(page)).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_nobody_opens_them_without_signing_in(bakery: Bakery, page: str) -> None:
    assert bakery.app.test_client().get(bakery.at(page)).status_code == 302


def test_result_leads_to_all_three(bakery: Bakery, owner: FlaskClient) -> None:
    shown = owner.get(bakery.at("result")).text
    for page in PAGES:
        assert f'href="{bakery.at(page)}"' in shown


def test_why_shows_parts_that_sum_to_the_index_and_to_what_is_missing(
    bakery: Bakery, owner: FlaskClient
) -> None:
    shown = owner.get(bakery.at("why")).text
    total = shown.split('<tr><th scope="row">Total</th>')[1].split("</tr>")[0]
    contribution, lost, gap, evidence, over_claim = (
        float(figure.replace("−", "-")) for figure in re.findall(r'number">([−\d.]+)<', total)
    )
    assert contribution + lost == pytest.approx(100, abs=0.011)
    assert gap + evidence + over_claim == pytest.approx(lost, abs=0.02)


def test_compare_without_a_second_result_says_what_gives_one(bakery: Bakery, owner: FlaskClient) -> None:
    assert "gives a second result" in owner.get(bakery.at("compare")).text


def test_compare_with_an_unknown_assessment_is_not_found(bakery: Bakery, owner: FlaskClient) -> None:
    assert owner.get(bakery.at("compare?with=nothing-here")).status_code == 404


def first_choice(bakery: Bakery, owner: FlaskClient, kind: str) -> tuple[str, str, str]:
    """A ladder question that can be chosen: its code, its page, the name of its field."""
    questionnaire = bakery.services.catalogue.get("bakery/1")
    shown = owner.get(bakery.at("what-if")).text
    codes = re.findall(r'name="q" value="([^"]+)"', shown)
    code = next(code for code in codes if questionnaire.question[code].kind == kind)
    return code, f"what-if?q={code}", code.replace(".", "_")


def tried(bakery: Bakery, owner: FlaskClient, page: str, typed: dict[str, str]) -> tuple[int, str]:
    """Send the form as a browser without script does."""
    shown = owner.get(bakery.at(page)).text
    form = shown.split('<form method="post" action="' + bakery.at("what-if"))[1].split("</form>")[0]
    hidden: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        named = dict(re.findall(r'([a-z]+)="([^"]*)"', tag))
        if named.get("type") == "hidden":
            hidden[named["name"]] = named.get("value", "")
    answer = owner.post(bakery.at("what-if"), data={**hidden, **typed})
    return answer.status_code, answer.text


def test_a_better_answer_is_tried_and_nothing_is_kept(bakery: Bakery, owner: FlaskClient) -> None:
    code, page, name = first_choice(bakery, owner, "ladder")
    before = number_of_answers(bakery)
    status, shown = tried(bakery, owner, page, {name: "3", f"document-{name}": "y"})
    assert status == 200
    assert "With these answers" in shown
    assert re.search(r"Index [\d.]+ → [\d.]+ \(\+[\d.]+\)", shown)
    assert f">{code} " in shown
    assert "chart-waterfall" in shown
    assert number_of_answers(bakery) == before
    assert "Your answers stay as they are" in shown


def test_an_unknown_question_cannot_be_supposed(bakery: Bakery, owner: FlaskClient) -> None:
    assert owner.get(bakery.at("what-if?q=XX9.9")).status_code in (404, 422)


def test_an_impossible_answer_comes_back_beside_its_field(bakery: Bakery, owner: FlaskClient) -> None:
    _, page, name = first_choice(bakery, owner, "number")
    shown = owner.get(bakery.at(page)).text
    field = re.search(rf'name="({name}[^"]*)" type="text"', shown) or re.search(
        rf'type="text" name="({name}[^"]*)"', shown
    )
    assert field is not None
    status, answer = tried(bakery, owner, page, {field[1]: "many"})
    assert status == 422
    assert "-error" in answer


def what_if_form(bakery: Bakery, owner: FlaskClient, code: str, typed: dict[str, str]) -> tuple[int, str]:
    """Suppose an answer to a question by the page's form."""
    return tried(bakery, owner, f"what-if?q={code}", typed)


@pytest.mark.parametrize(
    ("code", "typed", "told"),
    [
        ("DOUGH.1", {"DOUGH_1": "99"}, "This choice does not exist. Choose again."),
        ("OVEN.1", {"OVEN_1": "crystal_ball"}, "This choice does not exist. Choose again."),
        ("DOUGH.2", {"DOUGH_2-loaf": "100000"}, "200"),
        ("DOUGH.2", {"DOUGH_2-loaf": "nan"}, "This is no number."),
        ("DOUGH.2", {"DOUGH_2-loaf": "1e400"}, "This is no number."),
        ("PEOPLE.2", {"PEOPLE_2-na": "y"}, "Say why the question does not apply."),
    ],
)
def test_impossible_answer_is_told_beside_its_field(
    bakery: Bakery, owner: FlaskClient, code: str, typed: dict[str, str], told: str
) -> None:
    status, shown = what_if_form(bakery, owner, code, typed)
    assert status == 422
    errors = [
        re.sub(r"<[^>]+>", " ", part) for part in re.findall(r'-error"[^>]*>(.*?)</p>', shown, re.DOTALL)
    ]
    assert any(told in error for error in errors), errors
    assert "Traceback" not in shown


@pytest.mark.parametrize("page", PAGES)
def test_firm_that_answered_nothing_reads_sentences_and_no_trace(
    bakery: Bakery, owner: FlaskClient, page: str
) -> None:
    shown = owner.get(bakery.at(page))
    assert shown.status_code == 200
    assert "nan" not in re.sub(r"<[^>]+>", " ", shown.text).casefold().split()
    if page == "why":
        assert "Not submitted: this is what the answers give now." in shown.text


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "There is no question XX9.9"), ("zh_Hans", "没有题目 XX9.9"), ("vi", "không có câu XX9.9")],
)
def test_unknown_question_is_named_in_the_readers_language(
    bakery: Bakery, owner: FlaskClient, language: str, told: str
) -> None:
    with owner.session_transaction() as held:
        held["language"] = language
    refused = owner.get(bakery.at("what-if?q=XX9.9"))
    assert refused.status_code == 422
    assert told in refused.text


def test_question_whose_figure_comes_from_the_profile_cannot_be_supposed(
    bakery: Bakery, owner: FlaskClient
) -> None:
    refused = owner.get(bakery.at("what-if?q=DOUGH.3"))
    assert refused.status_code == 422
    assert "Question DOUGH.3 cannot be tried out" in refused.text

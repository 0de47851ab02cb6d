"""The plan page: a goal in the address, a plan or every reason why there is none, without script."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.web.firm.conftest import Bakery


@pytest.mark.parametrize("language", ["zh_Hans", "en", "vi"])
@pytest.mark.parametrize("goal", ["", "?aim=2", "?aim=budget&budget=20000", "?aim=budget&budget=0"])
def test_the_firm_opens_its_plan_in_its_language(
    bakery: Bakery, owner: FlaskClient, goal: str, language: str
) -> None:
    with owner.session_transaction() as held:
        held["language"] = language
    answer = owner.get(bakery.at(f"plan{goal}"))
    assert answer.status_code == 200
    assert "<h1>" in answer.text
    assert "%(" not in answer.text


def test_plan_for_a_budget_names_the_index_and_its_proof(bakery: Bakery, owner: FlaskClient) -> None:
    shown = owner.get(bakery.at("plan?aim=budget&budget=60,000")).text
    assert "The best plan" in shown
    assert "Proven: no other choice" in shown


def test_result_leads_to_the_plan(bakery: Bakery, owner: FlaskClient) -> None:
    assert f'href="{bakery.at("plan")}"' in owner.get(bakery.at("result")).text


@pytest.mark.parametrize(
    ("goal", "words"),
    [
        ("?aim=9", "A level is a whole number"),
        ("?aim=budget", "A budget is a number of yuan"),
        ("?aim=budget&budget=-5", "A budget is a number of yuan"),
        ("?aim=budget&budget=much", "A budget is a number of yuan"),
        ("?aim=2&months=0", "A horizon is a whole number of months"),
        ("?aim=2&months=1.5", "A horizon is a whole number of months"),
        ("?aim=2&goals=fame", "There is no goal"),
        ("?aim=", "Choose a level to reach"),
    ],
)
def test_impossible_goal_is_refused_beside_its_field(
    bakery: Bakery, owner: FlaskClient, goal: str, words: str
) -> None:
    answer = owner.get(bakery.at(f"plan{goal}"))
    assert answer.status_code == 422
    assert words in answer.text


def test_another_firm_does_not_find_the_plan(bakery: Bakery) -> None:
    assert bakery.browser(bakery.stranger).get(bakery.at("plan")).status_code == 404


def test_nobody_opens_the_plan_without_signing_in(bakery: Bakery) -> None:
    assert bakery.app.test_client().get(bakery.at("plan")).status_code == 302

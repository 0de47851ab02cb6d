"""`readiness plan`: the cheapest way, the most for a budget, and a sentence for what cannot be planned."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from readiness.cli import main
from tests.architecture.source import ROOT

MILL = ROOT / "samples" / "wujiang-dyeing-mill.yaml"
SPINNER = ROOT / "samples" / "nantong-spinning-mill.yaml"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(
        main, ["plan", *(str(argument) for argument in arguments), "--on", "2026-10-01"]
    )


def found(*arguments: object) -> Any:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_cheapest_way_to_a_level_is_told_with_its_proof() -> None:
    document = found(MILL, "--level", 3)
    best = document["best"]
    assert best["level"] == 3
    assert best["bound"] == best["yuan"]
    assert best["gap"] == 0
    steps = sum(step["yuan"] for step in best["steps"])
    documents = sum(one["yuan"] for one in best["documents"])
    assert best["yuan"] == steps + documents + (best["audit"] or {"yuan": 0})["yuan"]
    assert len(document["alternatives"]) == 2
    assert document["priorities"]


def test_budget_is_kept() -> None:
    document = found(MILL, "--budget", 500000, "--months", 12, "--without-audit")
    best = document["best"]
    assert best["yuan"] <= 500000
    assert best["months"] <= 12
    assert best["audit"] is None
    assert best["index"] > document["today"]["index"]


def test_horizon_is_another_word_for_months() -> None:
    assert found(MILL, "--budget", 500000, "--horizon", 12)["goal"]["months"] == 12


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "The best plan"), ("zh_Hans", "最佳方案"), ("vi", "Kế hoạch tốt nhất")],
)
def test_plan_speaks_the_language_asked_for(language: str, words: str) -> None:
    result = run(MILL, "--budget", 300000, "--without-audit", "--language", language)
    assert result.exit_code == 0, result.output
    assert words in result.stdout
    assert "%(" not in result.stdout


def test_level_out_of_reach_is_told_with_its_reasons() -> None:
    result = run(MILL, "--level", 5)
    assert result.exit_code == 0
    assert "Cannot be reached, because" in result.stdout
    assert "months it can be reached: a plan for that costs" in result.stdout


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "it can be reached, but a plan for that costs"),
        ("zh_Hans", "可以达到，但这样的方案需"),
        ("vi", "thì đạt được, nhưng một kế hoạch như vậy tốn"),
    ],
)
def test_more_time_is_told_with_its_cost_where_the_budget_does_not_pay_it(language: str, words: str) -> None:
    result = run(MILL, "--level", 4, "--months", 30, "--budget", 1000, "--language", language)
    assert words in result.stdout


def test_level_that_asks_an_audit_is_told_as_such_where_there_is_to_be_none() -> None:
    result = run(MILL, "--level", 4, "--without-audit")
    assert "this plan does without an audit on site" in result.stdout
    assert "More months would not change that." in result.stdout


def test_verified_firm_is_planned_from_what_was_verified() -> None:
    verified, declared = found(SPINNER, "--budget", 0), found(SPINNER, "--budget", 0, "--declared")
    assert verified["today"]["index"] != declared["today"]["index"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "name a level to reach or a budget to spend"),
        (["--level", 6], "a level is a whole number from 1 to 5"),
        (["--budget", -1], "a budget is a number of yuan, 0 or more"),
        (["--budget", "nan"], "a budget is a number of yuan, 0 or more"),
        (["--level", 3, "--months", 0], "a horizon is a whole number of months"),
        (["--budget", 1000, "--goal", "fame"], "there is no goal fame"),
    ],
)
def test_impossible_goal_gets_a_sentence(arguments: list[object], words: str) -> None:
    result = run(MILL, *arguments)
    assert result.exit_code == 1
    assert words in result.output
    assert "Traceback" not in result.output


def test_plan_says_that_unanswered_questions_count_as_nothing() -> None:
    gaps = run(ROOT / "samples" / "changshu-garment-maker.yaml", "--level", 1)
    assert "what is unanswered counts as 0 in this plan" in gaps.output
    whole = run(ROOT / "samples" / "nantong-spinning-mill.yaml", "--level", 4)
    assert "is unanswered" not in whole.output
    assert "there already" in whole.output

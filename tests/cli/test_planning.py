"""`readiness plan`: the cheapest way, the most for a budget, and a sentence for what cannot be planned."""

from __future__ import annotations

import json
from pathlib import Path
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


@pytest.mark.parametrize("seconds", ["nan", "inf", "-1", "0"])
def test_impossible_time_of_the_solver_is_refused_in_a_sentence(seconds: str) -> None:
    result = run(MILL, "--level", 3, "--seconds", seconds)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.strip() == "seconds: the solver's time is a number of seconds above 0"


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


REFUSED = [
    ([], "en", "Choose a level to reach"),
    (["--level", 6], "zh_Hans", "级别是 1 到 5 的整数"),
    (["--budget", -1], "vi", "Ngân sách là số tiền"),
    (["--budget", "nan"], "en", "A budget is a number of yuan"),
    (["--level", 3, "--months", 0], "zh_Hans", "期限是 1 到 600 之间的整月数"),
    (["--budget", 1, "--goal", "fame"], "vi", "Không có mục tiêu fame"),
]


@pytest.mark.parametrize(("arguments", "language", "words"), REFUSED)
def test_impossible_goal_gets_a_sentence_in_the_readers_language(
    arguments: list[object], language: str, words: str
) -> None:
    told = run(MILL, *arguments, "--language", language)
    assert (told.exit_code, told.stdout) == (1, "")
    assert words in told.stderr
    document = run(MILL, *arguments, "--language", language, "--json")
    assert document.exit_code == 1
    assert words in json.loads(document.stdout)["refused"]["sentence"]


NOTHING = [
    (["--budget", 0], "zh_Hans", "没有能提高总指数的措施"),
    (["--level", 2], "vi", "Doanh nghiệp đã đạt cấp này"),
]


@pytest.mark.parametrize(("arguments", "language", "words"), NOTHING)
def test_plan_in_which_nothing_is_to_be_done_says_so(
    arguments: list[object], language: str, words: str
) -> None:
    assert words in run(MILL, *arguments, "--language", language).stdout
    document = found(MILL, *arguments, "--language", language)
    assert words in document["said"]["plans"][0]
    assert (document["best"]["steps"], document["best"]["yuan"]) == ([], 0)


def test_firm_that_has_answered_nothing_is_told_what_its_plan_rests_on(tmp_path: Path) -> None:
    file = tmp_path / "silent.yaml"
    profile = "employees: 90\n  revenue_10k_yuan: 5000\n  processes: {SP.ring: 100}"
    file.write_text(f"firm:\n  name: 无声\n  {profile}\nanswers: {{}}\n", encoding="utf-8")
    told = run(file, "--level", 1, "--language", "zh_Hans")
    assert told.exit_code == 0, told.output
    assert "尚未作答" in told.stdout
    document = found(file, "--level", 1, "--language", "vi")
    assert "Chưa trả lời câu nào" in document["said"]["answers"]
    assert document["best"]["level"] >= 1


def test_priority_list_says_what_stands_for_peers_costs_and_measures() -> None:
    notes = found(MILL, "--budget", 0)["said"]["priorities"]
    assert notes[0].startswith("Peers: no published figures; 75 points")
    assert "water 1.7 %" in notes[1]
    assert notes[2].endswith("energy.")
    assert "× 1.2" in notes[3]


def test_plan_says_that_unanswered_questions_count_as_nothing() -> None:
    gaps = run(ROOT / "samples" / "changshu-garment-maker.yaml", "--level", 1)
    assert "what is unanswered counts as 0 in this plan" in gaps.output
    whole = run(ROOT / "samples" / "nantong-spinning-mill.yaml", "--level", 4)
    assert "is unanswered" not in whole.output
    assert "there already" in whole.output

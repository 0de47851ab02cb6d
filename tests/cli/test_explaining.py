"""`readiness why` and `readiness compare`: the numbers add up and the words are there in three languages."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from readiness.cli import main
from tests.architecture.source import ROOT

SAMPLES = ROOT / "samples"
MILL = SAMPLES / "wujiang-dyeing-mill.yaml"
SPINNER = SAMPLES / "nantong-spinning-mill.yaml"
BAKERY = ROOT / "tests" / "questionnaires" / "bakery" / "1"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def found(*arguments: object) -> Any:
    result = run(*arguments, "--json", "--on", "2026-12-31")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.mark.parametrize("file", sorted(SAMPLES.glob("*.yaml")), ids=lambda file: file.stem)
def test_all_parts_of_a_sample_firm_add_up(file: Path) -> None:
    document = found("why", file)
    index = document["result"]["index"]
    lines = document["lines"]
    assert math.fsum(line["contribution"] for line in lines) == pytest.approx(index, abs=1e-9)
    losses = math.fsum(line["gap"] + line["evidence"] + line["over_claim"] for line in lines)
    assert losses == pytest.approx(100 - index, abs=1e-9)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Points lost"), ("zh_Hans", "失分"), ("vi", "Điểm mất")],
)
def test_the_explanation_speaks_the_language_asked_for(language: str, words: str) -> None:
    result = run("why", MILL, "--language", language)
    assert result.exit_code == 0
    assert words in result.stdout
    assert "IM2.3" in result.stdout


def test_declared_and_verified_of_one_file_differ_by_verification() -> None:
    document = found("compare", SPINNER)
    assert {cause for cause, points in document["causes"].items() if points} == {"verification"}
    assert (document["before"]["basis"], document["after"]["basis"]) == ("declared", "verified")


def test_two_firms_are_compared_to_the_last_point() -> None:
    document = found("compare", MILL, SPINNER)
    parts = math.fsum(part["points"] for part in document["parts"])
    assert document["before"]["index"] + parts == pytest.approx(document["after"]["index"], abs=1e-9)


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Answers"), ("zh_Hans", "答案"), ("vi", "Câu trả lời")]
)
def test_the_comparison_speaks_the_language_asked_for(language: str, words: str) -> None:
    result = run("compare", MILL, SPINNER, "--language", language)
    assert result.exit_code == 0
    assert words in result.stdout


def test_a_file_compared_with_itself_says_that_nothing_differs() -> None:
    assert "Nothing that counts differs" in run("compare", MILL, MILL).stdout


def test_one_file_without_a_consultants_side_cannot_be_compared() -> None:
    result = run("compare", MILL)
    assert result.exit_code == 2
    assert "holds no verification" in result.output


def test_firm_without_processes_gets_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "empty.yaml"
    document = yaml.safe_load(MILL.read_text(encoding="utf-8"))
    document["processes"] = {}
    file.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    result = run("why", file)
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert result.output.strip()

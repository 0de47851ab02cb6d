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
from tests.questionnaire.second_version import CHANGED, DROPPED, FIRST, NEW, REPLACED, SECOND, publish_both
from tests.services.assessment.two_years import mill

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


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both versions of the questionnaire, and the mill's answers to each in a file that names its version."""
    root = publish_both(tmp_path_factory.mktemp("versions"))
    for version in (FIRST, SECOND):
        file = root / f"{version.split('/')[1]}.yaml"
        document = {"questionnaire": version} | mill(version)
        file.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    return root


def compared(versions: Path, *arguments: object) -> Result:
    environment = {"READINESS_QUESTIONNAIRES": str(versions), "READINESS_QUESTIONNAIRE": FIRST}
    return CliRunner(env=environment).invoke(main, ["compare", *(str(one) for one in arguments)])


def test_files_that_name_two_versions_are_told_by_kinds_of_questions(versions: Path) -> None:
    result = compared(versions, versions / "2026.1.yaml", versions / "2027.1.yaml")
    assert result.exit_code == 0, result.output
    for words in (
        "Unchanged questions: 71",
        "Changed questions: 1",
        "Replaced questions: 1",
        "New questions: 1",
        "Dropped questions: 1",
    ):
        assert words in result.output
    for code in (CHANGED, REPLACED, NEW, DROPPED):
        assert f"          {code} " in result.output


def test_versions_may_be_named_by_their_folders(versions: Path, tmp_path: Path) -> None:
    files = []
    for version in (FIRST, SECOND):
        files.append(tmp_path / f"{version.split('/')[1]}.yaml")
        files[-1].write_text(yaml.safe_dump(mill(version), allow_unicode=True), encoding="utf-8")
    folders = ("--questionnaire", versions / FIRST, "--after-questionnaire", versions / SECOND)
    named = compared(versions, versions / "2026.1.yaml", versions / "2027.1.yaml", "--json")
    result = compared(versions, *files, *folders, "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["parts"] == json.loads(named.stdout)["parts"]
    unlike = {code: match for code, match in json.loads(named.stdout)["questions"].items() if match != "same"}
    assert unlike == {CHANGED: "changed", REPLACED: "replaced", NEW: "new", DROPPED: "dropped"}


@pytest.mark.parametrize(
    ("language", "words"), [("zh_Hans", "替换的题目：1"), ("vi", "Câu hỏi đã thay thế: 1")]
)
def test_kinds_of_questions_are_told_in_the_language_asked_for(
    versions: Path, language: str, words: str
) -> None:
    result = compared(versions, versions / "2026.1.yaml", versions / "2027.1.yaml", "--language", language)
    assert words in result.output


def test_each_side_has_its_own_closing_day() -> None:
    document = found("compare", SPINNER, SPINNER, "--after-on", "2031-12-31")
    assert document["points"] == 0
    assert document["before"]["level"] > document["after"]["level"]  # the audit is too old by then


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"HE1.2": {"value": "no_such_platform"}}, "HE1.2"),
        ({"XX9.9": {"value": 1}}, "XX9.9"),
        ({"HE3.1": {"value": 1e9}}, "HE3.1"),
        ({"GR2.3": {"not_applicable": ""}}, "GR2.3"),
    ],
)
@pytest.mark.parametrize("command", ["why", "compare"])
def test_impossible_answer_is_told_by_file_line_and_question(
    tmp_path: Path, command: str, answers: dict[str, Any], told: str
) -> None:
    file = tmp_path / "odd.yaml"
    document = yaml.safe_load(MILL.read_text(encoding="utf-8"))
    document["answers"] |= answers
    file.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    result = run(command, file, *([MILL] if command == "compare" else []))
    assert result.exit_code == 1
    assert any(line.startswith(f"{file}:") and told in line for line in result.output.splitlines())
    assert "Traceback" not in result.output


def test_firm_that_answered_nothing_is_explained_down_to_the_least_index(tmp_path: Path) -> None:
    file = tmp_path / "silent.yaml"
    document = yaml.safe_load(MILL.read_text(encoding="utf-8"))
    document["answers"] = {}
    file.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    document = found("why", file)
    losses = math.fsum(line["gap"] + line["evidence"] for line in document["lines"])
    assert losses == pytest.approx(100 - document["result"]["index"], abs=1e-9)
    told = run("why", file).output
    assert "nan" not in told.split()
    assert "Draft" in told


def test_what_waits_for_evidence_is_told_by_question_and_in_total() -> None:
    told = run("why", MILL, "--on", "2026-12-31").output
    assert (
        "Declared 100.0, counted 80.0: of the points lost, 0.20 are lost for want of “Checked at the desk”."
        in told
    )
    assert (
        "Evidence: declared 43.97, counted 43.78: 0.19 points of the index are waiting for “Checked at the desk”."
        in told
    )
    assert "question by question, they are 0.21." in told

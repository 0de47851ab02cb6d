"""The method as a document: complete, and a third party gets the same index from the printed numbers."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from readiness.document.blocks import MethodModel, Section, Table
from readiness.exports.method_markdown import method_markdown
from readiness.questionnaire.loader import load
from readiness.questionnaire.model import Questionnaire
from readiness.services.get_method import make_method
from tests.questionnaire.bakers import BAKERY, bakery

ROOT = BAKERY.parents[3]
TEXTILE = ROOT / "questionnaires" / "textile" / "2026.1"
LANGUAGES = ("zh_Hans", "en", "vi")


def method(language: str = "en") -> MethodModel:
    return make_method(bakery(), BAKERY, language)


def sections(model: MethodModel) -> Iterator[Section]:
    def walk(found: Section) -> Iterator[Section]:
        yield found
        for below in found.sections:
            yield from walk(below)

    for top in (*model.sections, *(s for chapter in model.chapters for s in chapter.sections)):
        yield from walk(top)


@pytest.mark.parametrize("language", LANGUAGES)
def test_reader_finds_every_question_with_its_points_and_sources(language: str) -> None:
    asked, text = bakery(), method_markdown(method(language))
    for question in asked.questions:
        assert f"#### {question.code} " in text
        for variant in question.variants:
            for value, score in variant.knots:
                assert f"{value:g}\N{NO-BREAK SPACE}→\N{NO-BREAK SPACE}{score:g}" in text
    assert len({found.anchor for found in sections(method(language))}) == len(
        list(sections(method(language)))
    )


def test_reader_is_told_what_the_result_is_not() -> None:
    text = method_markdown(method())
    assert "never a CMMM, SIRI, Higg or smart-factory grade" in text
    assert "working grouping of the action plan's measures" in text
    assert "No figure here is an official limit" in text


def test_benchmark_stands_with_kind_source_grade_year_and_doubt() -> None:
    text = method_markdown(method())
    assert (
        "| New ovens in the town | target of a policy | 40 ovens | – | Guild plan | P | 2027 | unsure |"
        in text
    )


def test_table_cell_with_a_bar_stays_one_cell_in_markdown() -> None:
    model = MethodModel("en", "x", ("y",), (Section("s", "s", (Table(("a",), (("b|c",),)),)),), ())
    assert "| b\\|c |" in method_markdown(model)


TERM = re.compile(r"([\d.]+) × ([\d.]+)")
POWER = re.compile(r"([\d.]+)\^\(([\d.]+) ÷ ([\d.]+)\)")


def worked(line: str) -> tuple[str, float, float]:
    """Name, printed result, and the result from the printed numbers of '    HE1 = … = 57.6103'."""
    name, middle, result = line.strip().split(" = ")
    if "^" in middle:
        found = math.prod(float(s) ** (float(w) / float(whole)) for s, w, whole in POWER.findall(middle))
    else:
        terms = [(float(w), float(s)) for w, s in TERM.findall(middle)]
        assert sum(w for w, _ in terms) == pytest.approx(float(middle.rsplit("÷ ", 1)[1]), abs=1e-3)
        found = sum(w * s for w, s in terms) / sum(w for w, _ in terms)
    return name, float(result), found


def example_lines(text: str) -> list[str]:
    part = text[text.index("## A worked example") :]
    part = part[: part.index("\n## ", 5)]
    return [line for line in part.splitlines() if line.startswith("    ") and " = " in line]


def check_example(text: str, asked: Questionnaire) -> None:
    printed: dict[str, float] = {}
    lines = example_lines(text)
    for line in lines:
        name, result, found = worked(line)
        assert found == pytest.approx(result, abs=2e-4), line
        printed[name] = result
    assert [d.code for d in asked.dimensions if d.code not in printed] == []
    assert [p.code for p in asked.pillars if p.code not in printed] == []
    for pillar in asked.pillars:
        line = next(line for line in lines if line.strip().startswith(f"{pillar.code} = "))
        for dimension in pillar.dimensions:
            assert f"{printed[dimension.code]:.10g}" in line
    rows = [line for line in text.splitlines() if re.match(r"\| [\w.]+ \| .* \| [\d.]+ \|$", line)]
    for row in rows:
        cells = [cell.strip() for cell in row.strip("|").split(" | ")]
        if len(cells) == 7 and cells[0] in asked.question:
            assert min(float(cells[2]), float(cells[4])) == pytest.approx(float(cells[5]), abs=1e-4)


def test_anybody_gets_the_bakerys_index_from_the_printed_numbers() -> None:
    check_example(method_markdown(method()), bakery())


def test_anybody_gets_the_wujiang_mills_index_from_the_printed_numbers() -> None:
    text = (ROOT / "docs" / "method.md").read_text(encoding="utf-8")
    check_example(text, load(TEXTILE))


@pytest.mark.parametrize(
    ("language", "name"), [("en", "method.md"), ("zh_Hans", "method.zh_Hans.md"), ("vi", "method.vi.md")]
)
def test_committed_method_is_what_the_command_writes_today(language: str, name: str) -> None:
    made = method_markdown(make_method(load(TEXTILE), TEXTILE, language))
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == made, (
        f"run: readiness questionnaire method questionnaires/textile/2026.1 --language {language} --out docs/{name}"
    )


def test_example_of_the_textile_questionnaire_is_the_sample_mill() -> None:
    sample = Path(ROOT / "samples" / "wujiang-dyeing-mill.yaml").read_text(encoding="utf-8")
    assert (TEXTILE / "example.yaml").read_text(encoding="utf-8") == sample

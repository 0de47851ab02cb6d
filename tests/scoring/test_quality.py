from __future__ import annotations

import datetime as dt
from dataclasses import replace
from random import Random

import pytest

from readiness.questionnaire.answers import Answer, FirmAnswers, State, Verdict, VerdictEntry, Verification
from readiness.questionnaire.model import Kind
from readiness.scoring.flags import uniform_percent
from readiness.scoring.layout import layout_of
from readiness.scoring.quality import Quality, quality_of
from readiness.scoring.reliability import Why
from readiness.scoring.sheet import sheet_of
from tests.questionnaire.bakers import bakery
from tests.scoring.builders import question, questionnaire
from tests.scoring.firms import some_firm

ON = dt.date(2026, 6, 30)
ASKED = bakery()
LADDERS = [question.code for question in ASKED.questions if question.kind is Kind.LADDER]


def _firms(count: int) -> list[FirmAnswers]:
    chance = Random(5)
    return [some_firm(chance, ASKED) for _ in range(count)]


def _quality(firms: list[FirmAnswers], consultants: list[str] | None = None) -> Quality:
    return quality_of(ASKED, sheet_of(ASKED, firms), consultants or [""] * len(firms), on=ON)


def _audited(firm: FirmAnswers, taken: int) -> FirmAnswers:
    """Every ladder claimed above it found `taken` steps lower, by a consultant on site."""
    verdicts = {}
    for code in LADDERS:
        value = firm.answers[code].value
        if firm.answers[code].state is State.ANSWERED and isinstance(value, int) and value >= taken:
            lowered = VerdictEntry(Verdict.LOWERED, "tasted", value - taken)
            verdicts[code] = lowered if taken else VerdictEntry(Verdict.CONFIRMED, "tasted")
    return replace(firm, verification=Verification(verdicts, ON))


def test_every_dimension_and_question_has_its_figures() -> None:
    found = _quality(_firms(60))
    assert [dimension.reliability.code for dimension in found.dimensions] == [
        d.code for d in ASKED.dimensions
    ]
    questions = [question for dimension in found.dimensions for question in dimension.questions]
    assert [question.item.code for question in questions] == [q.code for q in ASKED.questions]
    for line in questions:
        shares = (line.not_applicable, line.claimed_na, line.unanswered, line.weight.nominal)
        assert all(0 <= share <= 100 for share in shares)
    assert sum(question.weight.nominal for question in questions) == pytest.approx(100)
    assert (found.audited, found.agreement, found.by_question, found.by_consultant) == (0, None, (), ())


def test_firms_that_all_answer_alike_give_words_and_no_number() -> None:
    found = _quality([_firms(1)[0]] * 12)
    assert all(dimension.reliability.alpha is None for dimension in found.dimensions)
    whys = {dimension.reliability.why for dimension in found.dimensions}
    assert whys <= {Why.CONSTANT, Why.FEW_QUESTIONS}
    assert all(d.weight.importance is None for d in found.dimensions)


def test_a_single_firm_gives_words_and_no_number() -> None:
    found = _quality(_firms(1))
    assert all(dimension.reliability.alpha is None for dimension in found.dimensions)


def test_a_consultant_who_confirms_agrees_and_one_who_lowers_shows_the_claim() -> None:
    firms = _firms(24)
    names = ["gentle"] * 12 + ["strict"] * 12
    audited = [_audited(firm, int(name == "strict")) for firm, name in zip(firms, names, strict=True)]
    found = {line.code: line for line in _quality(audited, names).by_consultant}
    assert found["gentle"].kappa.value == pytest.approx(1)
    assert found["gentle"].bias.mean == 0
    assert found["strict"].bias.mean > 10
    assert (found["strict"].kappa.value or 0) < 1


def test_verdicts_without_a_signature_are_nobodys_agreement() -> None:
    firms = [_audited(firm, 1) for firm in _firms(6)]
    assert _quality(firms).agreement is None


def test_a_sheet_with_one_step_everywhere_is_conspicuous() -> None:
    asked = questionnaire(*(question(f"D.{number}") for number in range(8)))
    steps = {"uniform": [2] * 8, "mixed": [0, 1, 2, 3, 4, 5, 0, 0]}
    firms = [
        FirmAnswers(
            shares={asked.processes[0].code: 1.0},
            answers={f"D.{n}": Answer(State.ANSWERED, step) for n, step in enumerate(levels)},
        )
        for levels in steps.values()
    ]
    assert uniform_percent(layout_of(asked), sheet_of(asked, firms)).tolist() == [100, 37.5]


def test_a_sheet_without_ladders_is_not_conspicuous() -> None:
    asked = questionnaire(question("D.1", Kind.YES_NO))
    sheet = sheet_of(asked, [FirmAnswers()])
    assert uniform_percent(layout_of(asked), sheet).tolist() == [0]

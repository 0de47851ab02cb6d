from __future__ import annotations

import numpy as np
import pytest

from readiness.errors import AnswerError
from readiness.questionnaire.answers import Answer, FirmAnswers, State, Value, Verdict, VerdictEntry
from readiness.questionnaire.loader import load
from readiness.questionnaire.model import Grading, Kind, Option
from readiness.scoring.arrays import ANSWERED, NOT_MEASURED, UNANSWERED
from readiness.scoring.sheet import sheet_of
from tests.architecture.source import ROOT
from tests.scoring.builders import (
    confirmed,
    firm,
    lowered,
    options,
    percent,
    question,
    questionnaire,
    verified,
)

ASKED = questionnaire(
    question("Q.ladder"),
    question("Q.single", Kind.SINGLE, options=options(a=0, b=50)),
    question("Q.multiple", Kind.MULTIPLE, options=options(a=0, b=50)),
    question("Q.yes", Kind.YES_NO),
    question(
        "Q.graded",
        Kind.GRADED_MULTIPLE,
        options=(Option("a", 1),),
        grading=Grading({"no": 0, "yes": 1}, "x", 1),
    ),
    percent("Q.number"),
)


def test_columns_hold_the_firms_in_their_order() -> None:
    sheet = sheet_of(ASKED, [firm({"Q.ladder": 3}), firm({"Q.ladder": 1, "Q.multiple": ["b"]}), firm()])
    assert len(sheet) == 3
    assert sheet.values[0].tolist() == [3, 1, -1]
    assert sheet.values[2].tolist() == [[False] * 3, [False, True, False]]
    assert sheet.state[0].tolist() == [1, 1, 0]


def test_taking_firms_keeps_every_column_together() -> None:
    people = [firm({"Q.number": n}, verification=verified({"Q.number": lowered(n / 2)})) for n in range(1, 6)]
    sheet = sheet_of(ASKED, people).take(np.array([4, 0]))
    assert sheet.values[5].tolist() == [[5, 1]]
    assert sheet.audit is not None
    assert sheet.audit.values[5].tolist() == [[2.5, 0.5]]
    assert sheet.without_audit().audit is None


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("Q.ladder", 6),
        ("Q.ladder", "high"),
        ("Q.single", "c"),
        ("Q.multiple", "a"),
        ("Q.multiple", ["c"]),
        ("Q.yes", 1),
        ("Q.graded", {"a": "maybe"}),
        ("Q.graded", ["a"]),
        ("Q.number", "many"),
        ("Q.number", {"C.none": 3.0}),
    ],
)
def test_value_that_does_not_fit_its_question_is_refused_with_the_code(code: str, value: Value) -> None:
    with pytest.raises(AnswerError, match=code):
        sheet_of(ASKED, [firm({code: value})])


def test_figures_win_over_not_measured_and_without_them_it_counts_as_said() -> None:
    asked = load(ROOT / "tests" / "questionnaires" / "bakery" / "1")
    row = [question.code for question in asked.questions].index("DOUGH.3")
    said = {"DOUGH.3": Answer(State.NOT_MEASURED)}
    people = [
        FirmAnswers(profile=profile, shares={"loaf": 1.0}, answers=answers)
        for profile in ({"flour_t": 80, "rye_t": 20}, {"flour_t": 80})
        for answers in (said, {})
    ]
    assert sheet_of(asked, people).state[row].tolist() == [ANSWERED, ANSWERED, NOT_MEASURED, UNANSWERED]


def test_unknown_process_question_and_grade_are_refused() -> None:
    with pytest.raises(AnswerError, match=r"C\.none"):
        sheet_of(ASKED, [firm(shares={"C.none": 1.0})])
    with pytest.raises(AnswerError, match=r"Q\.unknown"):
        sheet_of(ASKED, [firm(verification=verified({"Q.unknown": confirmed()}))])
    with pytest.raises(AnswerError, match="by_phone"):
        sheet_of(ASKED, [firm(verification=verified({"Q.yes": VerdictEntry(Verdict.CONFIRMED, "by_phone")}))])


def test_nothing_that_is_not_a_number_becomes_one() -> None:
    sheet = sheet_of(ASKED, [firm({"Q.number": float("nan")}), firm({"Q.number": float("inf")})])
    assert sheet.state[5].tolist() == [0, 0]

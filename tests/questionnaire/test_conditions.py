"""A rule speaks only when a firm's answers make its condition true for certain."""

from __future__ import annotations

import dataclasses

import pytest

from readiness.questionnaire.answers import Answer, FirmAnswers, State
from readiness.questionnaire.condition_values import holds
from readiness.questionnaire.conditions import read_condition
from readiness.questionnaire.documents import from_document
from tests.questionnaire.bakers import baker, bakery


def firm() -> FirmAnswers:
    return from_document(bakery(), baker(), place="baker.yaml")


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("DOUGH.1 == 3", True),
        ("DOUGH.1 > 3 or OVEN.3 == yes", True),
        ("not DOUGH.1 > 3", True),
        ("2 < DOUGH.1 <= 3 and wet", True),
        ("DOUGH.2 > 14 and flour_t + rye_t * 2 == 120.5", True),
        ("DOUGH.2 > 14.5", False),
        ("OVEN.1 == 'probe' and OVEN.1 != \"dial\"", True),
        ("OVEN.2 == 2.5", True),
        ("'breakfast' in PEOPLE.1", True),
        ("count(PEOPLE.1) == 2 and count(DOUGH.4) == 3", True),
        ("documents(DOUGH.1) == 2 and documents(OVEN.1) == 0", True),
        ("answered(OVEN.1) and not answered(PEOPLE.3)", True),
        ("OPEN == yes and CLEAN == no", False),
        ("-DOUGH.1 < 0", True),
        ("ladders() == 1 and uniform() == 100", True),
        ("flour_t / 0 > 1", False),
    ],
)
def test_condition_holds_for_the_sample_baker(condition: str, *, expected: bool) -> None:
    assert holds(read_condition(condition), bakery(), firm()) is expected


@pytest.mark.parametrize("condition", ["PEOPLE.3 > 1", "not PEOPLE.3 > 1", "PEOPLE.3 > 1 and OPEN == yes"])
def test_condition_on_an_unmeasured_answer_is_neither_true_nor_its_contrary(condition: str) -> None:
    assert not holds(read_condition(condition), bakery(), firm())


def test_condition_is_true_when_one_side_of_or_is_known() -> None:
    assert holds(read_condition("PEOPLE.3 > 1 or OPEN == yes"), bakery(), firm())


def test_firm_without_any_answer_makes_no_condition_true() -> None:
    empty = FirmAnswers(answers={"DOUGH.1": Answer(State.UNANSWERED)})
    for condition in ("DOUGH.1 >= 0", "uniform() > 0", "count(PEOPLE.1) < 4", "flour_t < 10"):
        assert not holds(read_condition(condition), bakery(), empty)


def test_several_scales_count_by_the_principal_process() -> None:
    shifted = dataclasses.replace(firm(), shares={"loaf": 0.2, "steamed": 0.8})
    assert holds(read_condition("DOUGH.2 == 2.5"), bakery(), shifted)


def test_names_are_told_so_that_a_checker_can_know_them() -> None:
    assert read_condition("IM2.2 > IM2.1 + 10 and wet and count(A) < 3 and B == 'C'").names == (
        "IM2.2",
        "IM2.1",
        "A",
        "B",
    )


@pytest.mark.parametrize(
    "condition",
    [
        "",
        "IM2.2 >",
        "IM2.2 = 3",
        "open('x')",
        "__import__('os')",
        "count(3)",
        "uniform(IM1.1)",
        "[1, 2]",
        "A if B else C",
        "A ** B",
        "lambda: 1",
        "A[0]",
        "(A := 3)",
        "f'{A}'",
        "A is B",
        "not " * 5000 + "A",
    ],
)
def test_author_is_told_of_what_is_no_condition(condition: str) -> None:
    with pytest.raises(ValueError, match="condition"):
        read_condition(condition)

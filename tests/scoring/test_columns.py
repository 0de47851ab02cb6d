from __future__ import annotations

import dataclasses
import datetime as dt
from functools import cache
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.questionnaire.answers import Answer, FirmAnswers, State
from readiness.questionnaire.codec import columns, read_table, table_row
from readiness.questionnaire.loader import load
from readiness.questionnaire.model import Questionnaire
from readiness.scoring.arrays import ANSWERED, NOT_MEASURED, UNANSWERED, AnswerSheet
from readiness.scoring.columns import sheet_from_columns
from readiness.scoring.engine import score
from readiness.scoring.scorecard import Basis, Scores
from readiness.scoring.sheet import sheet_of
from tests.scoring.firms import some_firm

ROOT = Path(__file__).resolve().parents[2]
BAKERY = "tests/questionnaires/bakery/1"
ON = dt.date(2026, 12, 31)


@cache
def loaded(folder: str) -> Questionnaire:
    return load(ROOT / folder)


def as_columns(asked: Questionnaire, people: list[FirmAnswers]) -> dict[str, list[str]]:
    names = columns(asked)
    rows = [table_row(asked, {"name": f"firm {n}"}, answers, names) for n, answers in enumerate(people)]
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def assert_same(one: Scores, two: Scores) -> None:
    for field in dataclasses.fields(Scores):
        np.testing.assert_allclose(
            getattr(one, field.name), getattr(two, field.name), atol=1e-9, err_msg=field.name
        )


def scored(asked: Questionnaire, sheet: AnswerSheet) -> Scores:
    return score(asked, sheet, basis=Basis.DECLARED, on=ON)


@pytest.mark.parametrize("folder", [BAKERY, "questionnaires/textile/2026.1"])
@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**9))
def test_columns_score_as_the_same_firms_read_one_by_one(folder: str, seed: int) -> None:
    """Only rows that the row reader takes are compared: it refuses more, such as options of another trade."""
    asked, chance = loaded(folder), Random(seed)
    people = [some_firm(chance, asked) for _ in range(12)]
    found = as_columns(asked, people)
    table = read_table(asked, [list(found), *zip(*found.values(), strict=True)], name="table")
    good = [firm.row_number - 2 for firm in table.firms]
    sheet, _ = sheet_from_columns(asked, found)
    assert_same(
        scored(asked, sheet.take(good)), scored(asked, sheet_of(asked, [f.answers for f in table.firms]))
    )


def baker(**cells: str) -> dict[str, list[str]]:
    usual = {"name": "b", "employees": "3", "process.loaf": "100", "DOUGH.1": "3"}
    return {name: [text] for name, text in (usual | cells).items()}


def test_full_width_digits_and_percent_signs_are_read() -> None:
    sheet, problems = sheet_from_columns(
        loaded(BAKERY), baker(**{"DOUGH.1": "４", "PEOPLE.3": "－４", "DOUGH.2": "１２.５"})
    )
    assert problems == []
    assert sheet.values[0].tolist() == [4]
    assert sheet.values[9].tolist() == [[-4]]
    assert sheet.values[1][0].tolist() == [12.5]


def test_refused_cell_names_its_row_and_leaves_the_answer_out() -> None:
    found = {name: cells * 3 for name, cells in baker().items()}
    found["DOUGH.1"] = ["3", "9", "2"]
    found["OVEN.1"] = ["dial", "probe", "spoon"]
    sheet, problems = sheet_from_columns(loaded(BAKERY), found, name="firms.csv")
    assert [(problem.file, problem.line, problem.code) for problem in problems] == [
        ("firms.csv", 3, "DOUGH.1"),
        ("firms.csv", 4, "OVEN.1"),
    ]
    assert sheet.state[0].tolist() == [1, 0, 1]
    assert sheet.state[4].tolist() == [1, 1, 0]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"FLOOR.1": "3"}, "FLOOR.1"),
        ({"process.loaf": "80"}, "processes"),
        ({"process.loaf": ""}, "processes"),
        ({"process.loaf": "-5"}, "process.loaf"),
        ({"DOUGH.2": "0"}, "DOUGH.2"),
        ({"DOUGH.2": "900"}, "DOUGH.2"),
        ({"DOUGH.2": "12", "DOUGH.2@loaf": "13"}, "DOUGH.2@loaf"),
        ({"DOUGH.3": "50"}, "DOUGH.3"),
        ({"PEOPLE.2": "yes", "PEOPLE.2.na": "no staff"}, "PEOPLE.2.na"),
        ({"OPEN": "perhaps"}, "OPEN"),
        ({"employees": "few"}, "employees"),
    ],
)
def test_what_cannot_be_is_named_with_its_column(cells: dict[str, str], code: str) -> None:
    _, problems = sheet_from_columns(loaded(BAKERY), baker(**cells))
    assert code in [problem.code for problem in problems]


def test_table_without_rows_is_an_empty_sheet() -> None:
    sheet, problems = sheet_from_columns(loaded(BAKERY), {"name": [], "DOUGH.1": []})
    assert (len(sheet), problems) == (0, [])


def test_figures_win_over_not_measured_and_without_them_it_counts_as_said() -> None:
    asked = loaded(BAKERY)
    row = [question.code for question in asked.questions].index("DOUGH.3")
    figures: dict[str, object] = {"flour_t": 80, "rye_t": 20}
    said = {"DOUGH.3": Answer(State.NOT_MEASURED)}
    people = [
        FirmAnswers(profile=profile, shares={"loaf": 1.0}, answers=answers)
        for profile in (figures, {"flour_t": 80})
        for answers in (said, {})
    ]
    columned, problems = sheet_from_columns(asked, as_columns(asked, people))
    assert problems == []
    for sheet in (sheet_of(asked, people), columned):
        assert sheet.state[row].tolist() == [ANSWERED, ANSWERED, NOT_MEASURED, UNANSWERED]

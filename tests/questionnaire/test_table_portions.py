"""A table read in portions is the table read at once."""

from __future__ import annotations

import pytest

from readiness.questionnaire.codec import read_table
from readiness.questionnaire.table import joined, read_portions
from tests.questionnaire.bakers import bakery

HEADING = ["credit_code", "employees", "process.loaf", "DOUGH.1"]
ROWS = [
    HEADING,
    ["91A", "12", "100", "3"],
    ["91B", "many", "100", "3"],
    [],
    ["91C", "12", "100", "9"],
    ["91A", "12", "100", "3"],
    ["91D", "12", "100", "2"],
]


@pytest.mark.parametrize("size", [1, 2, 3, 1000])
def test_bakers_read_a_few_at_a_time_are_the_same_with_the_same_remarks(size: int) -> None:
    portions = list(read_portions(bakery(), ROWS, name="t", size=size))
    assert joined(portions) == read_table(bakery(), ROWS, name="t")
    assert all(len(portion.firms) <= size for portion in portions)


def test_baker_standing_twice_is_found_across_portions() -> None:
    table = joined(read_portions(bakery(), ROWS, name="t", size=2))
    assert [firm.row_number for firm in table.firms] == [2, 7]
    assert [(problem.line, problem.code) for problem in table.problems] == [
        (3, "employees"),
        (5, "DOUGH.1"),
        (6, "credit_code"),
    ]


@pytest.mark.parametrize(("unknown", "taken", "lines"), [(3, 1, 3), (60, 0, 6)])
def test_many_unknown_columns_make_it_a_table_for_another_questionnaire(
    unknown: int, taken: int, lines: int
) -> None:
    heading = [*HEADING, *(f"ZZ{number}" for number in range(unknown))]
    table = read_table(bakery(), [heading, ["91A", "12", "100", "3"]], name="t")
    assert (len(table.firms), len(table.problems)) == (taken, lines)

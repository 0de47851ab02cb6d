from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from readiness.scoring.ranking import places, quartiles, rank

CASE = Path(__file__).resolve().parents[1] / "cases" / "r_rank_ties.csv"


def test_places_are_those_r_gives_for_ties_at_the_better_place() -> None:
    with CASE.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert places([float(row["x"]) for row in rows]) == [int(row["rank_min_desc"]) for row in rows]


def test_two_firms_share_a_place_and_the_next_one_is_left_out() -> None:
    assert places([70, 80, 70, 60]) == [2, 1, 2, 4]


def test_firms_equal_on_the_grid_are_tied() -> None:
    assert places([0.1 + 0.2, 0.3, 0.30004, 0.3001]) == [2, 2, 2, 1]


def test_ties_are_stated_and_ordered_by_firm_code() -> None:
    found = rank([70, 80, 70.00001], ["c", "b", "a"])
    assert [(line.place, line.code, line.tied, line.position) for line in found] == [
        (1, "b", False, 1),
        (2, "a", True, 2),
        (2, "c", True, 0),
    ]
    assert [line.score for line in found] == [80, 70, 70]


def test_quartiles_never_split_a_tie() -> None:
    assert quartiles([8, 7, 6, 5, 4, 3, 2, 1]) == [1, 1, 2, 2, 3, 3, 4, 4]
    assert quartiles([8, 7, 7, 7, 7, 3, 2, 1]) == [1, 1, 1, 1, 1, 3, 4, 4]
    assert quartiles([5]) == [1]


def test_nobody_gives_an_empty_ranking() -> None:
    assert (places([]), quartiles([]), rank([], [])) == ([], [], ())


@given(st.lists(st.integers(0, 30), min_size=1, max_size=40), st.randoms())
def test_places_do_not_depend_on_the_order_of_firms(scores: list[int], chance: object) -> None:
    order = list(range(len(scores)))
    chance.shuffle(order)  # type: ignore[attr-defined]
    mixed = places([scores[i] for i in order])
    assert mixed == [places(scores)[i] for i in order]
    assert min(mixed) == 1
    assert all(
        place == 1 + int(np.sum(np.array(scores) > scores[i])) for place, i in zip(mixed, order, strict=True)
    )

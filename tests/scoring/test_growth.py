from __future__ import annotations

from readiness.scoring.growth import growth_list


def test_only_firms_of_both_rounds_are_listed_most_gained_first() -> None:
    found = growth_list({"a": 40.0, "b": 50.0, "d": 1.0}, {"a": 45.0, "b": 62.5, "c": 9.0})
    assert [(line.place, line.code, line.gained) for line in found] == [(1, "b", 12.5), (2, "a", 5.0)]


def test_equal_gains_on_the_grid_share_the_place_and_stand_by_code() -> None:
    found = growth_list({"b": 10.0, "a": 20.0, "c": 1.0}, {"b": 10.3, "a": 20.3, "c": 1.1})
    assert [(line.place, line.code) for line in found] == [(1, "a"), (1, "b"), (3, "c")]


def test_a_fallen_firm_has_a_negative_gain() -> None:
    assert growth_list({"a": 40.0}, {"a": 38.5})[0].gained == -1.5


def test_no_firm_in_both_rounds_gives_an_empty_list() -> None:
    assert growth_list({"a": 1.0}, {"b": 2.0}) == ()

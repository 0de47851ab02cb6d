"""The way from one index to another as a picture."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.document.waterfall import Step, Waterfall, waterfall


def drawn(*points: float, start: float = 40.0, label: float = 190) -> Waterfall:
    steps = [Step(str(n), f"Cause {n}", p, f"{p:+.2f}") for n, p in enumerate(points)]
    end = start + sum(points)
    return waterfall(
        ("Before", start, f"{start:.1f}"), ("After", end, f"{end:.1f}"), steps, title="t", label=label
    )


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(-30, 30), max_size=7))
def test_every_step_begins_where_the_last_one_ended_and_stays_in_the_picture(points: list[float]) -> None:
    chart = drawn(*points)
    ends = [chart.before.x, *(bar.end for bar in chart.bars)]
    for (start, end), bar in zip(itertools.pairwise(ends), chart.bars, strict=True):
        assert {bar.x, round(bar.x + bar.length, 2)} == {min(start, end), max(start, end)}
        assert chart.left <= bar.x
        assert bar.x + bar.length < chart.width
    assert ends[-1] == pytest.approx(chart.after.x, abs=0.02)


def test_what_adds_looks_other_than_what_takes_and_the_number_says_it() -> None:
    chart = drawn(2.0, -1.0)
    assert [(bar.rises, bar.shown) for bar in chart.bars] == [(True, "+2.00"), (False, "-1.00")]


def test_text_alternative_names_both_results_and_every_step() -> None:
    assert drawn(2.0).description == "Before 40.0; Cause 0 +2.00; After 42.0"


def test_two_equal_results_are_two_marks_under_each_other() -> None:
    chart = drawn()
    assert chart.before.x == chart.after.x
    assert chart.bars == ()


def test_on_a_small_screen_names_stand_above_the_bars_and_both_use_the_whole_width() -> None:
    desk, phone = drawn(2.0, -1.0), drawn(2.0, -1.0, label=0)
    assert all(bar.y < bar.name_y for bar in desk.bars)
    assert all(bar.name_y < bar.y for bar in phone.bars)
    assert (desk.left, phone.left) == (190, 0)
    assert max(bar.y for bar in phone.bars) + phone.thickness < phone.after.y


def test_a_long_name_of_a_result_ends_before_the_bars_begin() -> None:
    name = "The round of the year in which everything was new, verified on site"
    chart = waterfall((name, 40.0, "40.0"), ("After", 41.0, "41.0"), [], title="t")
    assert chart.before.label.endswith("…")
    assert chart.before.name == name

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.scoring.grid import display, on_grid


@pytest.mark.parametrize(
    ("value", "grid"),
    [
        (59.99999999999, 60),
        (15.99995, 16),
        (15.99985, 15.9998),
        (0.1 + 0.2, 0.3),
        (43.72964, 43.7296),
        (100.0, 100),
    ],
)
def test_grid_is_a_ten_thousandth_half_to_even(value: float, grid: float) -> None:
    assert on_grid(value) == grid


def test_dust_of_a_summation_does_not_decide_a_half() -> None:
    assert on_grid(43.72965 - 1e-13) == on_grid(43.72965 + 1e-13) == 43.7296


@given(st.floats(0, 100))
def test_one_number_and_many_are_rounded_alike_and_as_decimals_are(value: float) -> None:
    assert on_grid(np.array([value]))[0] == on_grid(value)
    exact = Decimal(value).quantize(Decimal("1e-10")).quantize(Decimal("1e-4"), rounding=ROUND_HALF_EVEN)
    assert on_grid(value) == pytest.approx(
        float(exact), abs=1.01e-4 if abs(value * 1e4 % 1 - 0.5) < 1e-5 else 1e-9
    )


def test_nothing_stays_nothing() -> None:
    assert np.isnan(on_grid(float("nan")))
    assert np.isnan(on_grid(np.array([np.nan]))[0])


@pytest.mark.parametrize(
    ("score", "thresholds", "shown"),
    [
        (43.7296, (16, 36, 56), "43.7"),
        (43.75, (), "43.8"),
        (43.65, (), "43.7"),
        (15.999, (16,), "15.999"),
        (15.96, (16,), "15.96"),
        (15.9999, (16,), "15.9999"),
        (15.99999, (16,), "16.0"),
        (16.0, (16,), "16.0"),
        (16.04, (16,), "16.0"),
        (91.95, (92,), "91.95"),
        (-0.01, (), "0.0"),
        (100, (92,), "100.0"),
    ],
)
def test_a_shown_number_never_stands_on_the_wrong_side_of_a_threshold(
    score: float, thresholds: tuple[float, ...], shown: str
) -> None:
    assert display(score, thresholds) == shown

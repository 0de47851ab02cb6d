"""The published grid: what a firm reads is what decided."""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import overload

import numpy as np
from numpy.typing import NDArray

PLACES = 4
STEPS = 10.0**PLACES
NOISE = 6


@overload
def on_grid(value: float) -> float: ...
@overload
def on_grid(value: NDArray[np.float64]) -> NDArray[np.float64]: ...
def on_grid(value: float | NDArray[np.float64]) -> float | NDArray[np.float64]:
    """Round to 1e-4, half to even; what a summation leaves below 1e-10 never decides which way a half goes."""
    if isinstance(value, np.ndarray):
        steps = value * STEPS
        np.rint(np.round(steps, NOISE, out=steps), out=steps)
        return np.divide(steps, STEPS, out=steps)
    return round(round(value * STEPS * 10**NOISE) / 10**NOISE) / STEPS if math.isfinite(value) else value


def display(score: float, thresholds: Iterable[float] = ()) -> str:
    """One decimal, half up; up to four where fewer would show the number on the other side of a threshold."""
    exact = Decimal(repr(on_grid(float(score))))
    limits = [Decimal(repr(on_grid(float(limit)))) for limit in thresholds]
    for places in range(1, PLACES + 1):
        shown = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
        if all((shown >= limit) == (exact >= limit) for limit in limits):
            break
    return str(abs(shown) if shown == 0 else shown)

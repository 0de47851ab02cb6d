"""How far an answer's own error and a firm's common bias move its scores, as mean and deviation (method, step 6 a).

An answer's score is drawn as clip(s + sigma z + tau z_firm, 0, 100). The moments of that clipped normal are exact; over
many questions their weighted sum is normal (central limit), so that one number a firm and draw stands for all answers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from readiness.scoring.scorecard import FULL, Floats

REACH, STEPS = 9.0, 256


@dataclass(frozen=True)
class Moments:
    """Of each drawn score, in the shape of the scores: mean shift, variance, and what one unit of the firm's common
    bias moves it by."""

    shift: Floats
    variance: Floats
    loading: Floats


def clipped_moments(scores: Floats, sigma: Floats, tau: Floats) -> Moments:
    """Moments of clip(score + sigma z + tau z_firm, 0, 100); the loading is tau · P(not clipped), by Stein's lemma."""
    spread = np.sqrt(sigma**2 + tau**2)
    safe = np.where(spread > 0, spread, 1.0)
    low, high = -scores / safe, (FULL - scores) / safe
    below, under = cumulative(low), cumulative(high)
    inside = under - below
    at_low, at_high = density(low), density(high)
    first = FULL * (1.0 - under) + scores * inside + safe * (at_low - at_high)
    second = (
        FULL**2 * (1.0 - under)
        + (scores**2 + safe**2) * inside
        + 2.0 * scores * safe * (at_low - at_high)
        + safe**2 * (low * at_low - high * at_high)
    )
    moved = spread > 0
    return Moments(
        shift=np.where(moved, first - scores, 0.0),
        variance=np.where(moved, np.maximum(second - first**2, 0.0), 0.0),
        loading=tau * inside,
    )


def density(places: Floats) -> Floats:
    """Density of the standard normal distribution."""
    return np.exp(-0.5 * places**2) / math.sqrt(2.0 * math.pi)


def cumulative(places: Floats) -> Floats:
    """Its distribution function, linear between 1/256ths: off by less than 1e-6."""
    grid, values = _table()
    return np.interp(places, grid, values)


def place_at(share: Floats) -> Floats:
    """Its inverse, as exact as the table; shares of 0 and 1 lie at the ends of it."""
    grid, values = _table()
    return np.interp(share, values, grid)


@lru_cache(maxsize=1)
def _table() -> tuple[Floats, Floats]:
    grid = np.arange(-REACH * STEPS, REACH * STEPS + 1) / STEPS
    return grid, np.array([0.5 * math.erfc(-place / math.sqrt(2.0)) for place in grid])

"""Whether two who judged the same thing agree: weighted kappa, Krippendorff's alpha, and the bias between them.

Kappa after Cohen (1968), its variance after Fleiss, Cohen and Everitt (1969); alpha after Krippendorff (2011). What is
not defined, because nobody ever differs from anybody in what was given, is None.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from readiness.errors import InputError
from readiness.scoring.scorecard import Floats, Ints

NORMAL_95 = 1.959963984540054


class Scale(enum.StrEnum):
    """What a difference of two values means."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


@dataclass(frozen=True)
class Kappa:
    """Chance-corrected agreement on `count` things, −1 to 1, with its variance; None where chance leaves no room."""

    value: float | None
    variance: float | None
    count: int


@dataclass(frozen=True)
class Bias:
    """First minus second: mean, standard deviation and 95 % limits of agreement (Bland and Altman 1986)."""

    count: int
    mean: float
    deviation: float | None
    lower: float | None
    upper: float | None


def quadratic(categories: int) -> Floats:
    """Disagreement (i − j)² / (K − 1)² of K ordered categories."""
    place = np.arange(categories)
    found: Floats = (place[:, None] - place[None, :]) ** 2 / float(max(categories - 1, 1) ** 2)
    return found


def linear(categories: int) -> Floats:
    """Disagreement |i − j| / (K − 1)."""
    place = np.arange(categories)
    found: Floats = np.abs(place[:, None] - place[None, :]) / float(max(categories - 1, 1))
    return found


def unweighted(categories: int) -> Floats:
    """Every disagreement is as bad as any other."""
    return 1.0 - np.eye(categories)


def table_of(first: Ints, second: Ints, categories: int) -> Floats:
    """How often the first said i and the second j, categories 0 to K − 1."""
    counts = np.bincount(first * categories + second, minlength=categories**2)
    return counts.reshape(categories, categories).astype(np.float64)


def kappa(table: ArrayLike, disagreement: Floats, *, count: int | None = None) -> Kappa:
    """1 − Σ w·observed / Σ w·expected, from counts, or from proportions of `count` things."""
    found = np.asarray(table, dtype=np.float64)
    total = float(found.sum())
    things = round(total) if count is None else count
    if total <= 0:
        raise InputError("agreement", "agreement_empty")
    shares = found / total
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    expected = float((disagreement * np.outer(rows, columns)).sum())
    if expected <= 0:
        return Kappa(None, None, things)
    value = 1 - float((disagreement * shares).sum()) / expected
    return Kappa(value, _variance(shares, disagreement / disagreement.max(), value, things), things)


def _variance(shares: Floats, disagreement: Floats, value: float, things: int) -> float:
    """Fleiss, Cohen and Everitt's large-sample variance, with weights of agreement 1 − disagreement."""
    weight = 1 - disagreement
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    chance = float((weight * np.outer(rows, columns)).sum())
    means = (weight @ columns)[:, None] + (weight.T @ rows)[None, :]
    spread = float((shares * (weight - means * (1 - value)) ** 2).sum())
    return max(spread - (value - chance * (1 - value)) ** 2, 0.0) / (things * (1 - chance) ** 2)


def krippendorff(ratings: ArrayLike, scale: Scale) -> float | None:
    """Alpha of (raters, units), NaN where a rater did not judge; None where all values are the same.

    Units with fewer than two ratings say nothing; InputError when no unit has two.
    """
    found = np.asarray(ratings, dtype=np.float64)
    found = found[:, np.isfinite(found).sum(axis=0) >= 2]
    if not found.size:
        raise InputError("agreement", "agreement_empty")
    values = np.unique(found[np.isfinite(found)])
    counts = (found[None, :, :] == values[:, None, None]).sum(axis=1).astype(np.float64)
    size = counts.sum(axis=0)
    coincidence = (counts / (size - 1)) @ counts.T - np.diag((counts / (size - 1)).sum(axis=1))
    frequency = coincidence.sum(axis=1)
    distance = _distance(values, frequency, scale)
    expected = float((distance * np.outer(frequency, frequency)).sum())
    if expected <= 0:
        return None
    return 1 - (float(frequency.sum()) - 1) * float((distance * coincidence).sum()) / expected


def _distance(values: Floats, frequency: Floats, scale: Scale) -> Floats:
    """Squared difference of any two values on the scale."""
    high, low = values[:, None], values[None, :]
    match scale:
        case Scale.NOMINAL:
            return np.asarray(high != low, dtype=np.float64)
        case Scale.ORDINAL:
            reached = np.cumsum(frequency) - frequency / 2
            return (reached[:, None] - reached[None, :]) ** 2
        case Scale.INTERVAL:
            return (high - low) ** 2
        case Scale.RATIO:
            total = high + low
            return np.divide(high - low, total, out=np.zeros_like(total), where=total != 0) ** 2


def bias_of(first: Floats, second: Floats) -> Bias:
    """InputError where there is nothing to compare; no limits for a single pair."""
    if not len(first):
        raise InputError("agreement", "agreement_empty")
    gap = np.asarray(first, dtype=np.float64) - second
    mean = float(gap.mean())
    if len(gap) < 2:
        return Bias(1, mean, None, None, None)
    deviation = float(gap.std(ddof=1))
    reach = NORMAL_95 * deviation
    return Bias(len(gap), mean, deviation, mean - reach, mean + reach)

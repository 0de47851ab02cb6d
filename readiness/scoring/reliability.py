"""How well the questions of a dimension measure together: one cross-product of questions gives all of it.

Alpha is Cronbach's (1951), k/(k−1) · (1 − Σ var / Σ cov), and is never clipped: below zero it says that questions
contradict each other. Where firms answer different questions, every covariance is taken over the firms that answered
both. What cannot be computed is None, with a word that says why.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from readiness.scoring.scorecard import FULL, Bools, Floats

TINY = 1e-9


class Why(enum.StrEnum):
    """Why there is no alpha."""

    NOTHING = ""
    FEW_QUESTIONS = "few_questions"
    FEW_FIRMS = "few_firms"
    CONSTANT = "constant"
    CANCELLED = "cancelled"
    GAPS = "gaps"


@dataclass(frozen=True)
class Cross:
    """Pairwise over Q questions: firms that answered both, and the covariance of their scores (n − 1)."""

    pairs: Floats
    covariance: Floats


@dataclass(frozen=True)
class ItemStatistics:
    """One question; shares in percent of the firms that gave a score, `item_rest` −1 to 1."""

    code: str
    firms: int
    mean: float | None
    deviation: float | None
    floor: float | None
    ceiling: float | None
    item_rest: float | None
    alpha_without: float | None


@dataclass(frozen=True)
class Reliability:
    """One dimension; `firms`: the fewest that any covariance rests on."""

    code: str
    firms: int
    alpha: float | None
    standardised: float | None
    why: Why
    items: tuple[ItemStatistics, ...]


def cross_of(scores: Floats, given: Bools) -> Cross:
    """Of scores (firms, questions) where they are given; a question whose scores are all equal varies by exactly 0."""
    count = given.sum(axis=0)
    mean = np.divide((scores * given).sum(axis=0), count, out=np.zeros(scores.shape[1]), where=count > 0)
    centred = np.where(given, scores - mean, 0.0)
    constant = np.where(given, np.abs(centred), 0.0).max(axis=0, initial=0.0) <= TINY
    centred[:, constant] = 0.0
    seen = given.astype(np.float64)
    pairs, sums = seen.T @ seen, centred.T @ seen
    product = centred.T @ centred
    shared = np.divide(sums * sums.T, pairs, out=np.zeros_like(pairs), where=pairs > 0)
    covariance = np.divide(product - shared, pairs - 1, out=np.zeros_like(pairs), where=pairs > 1)
    return Cross(pairs, covariance)


def alpha_of(covariance: Floats) -> float | None:
    """Cronbach's alpha; None for fewer than two questions or where their sum does not vary."""
    questions, total = len(covariance), float(covariance.sum())
    spread = float(np.trace(covariance))
    if questions < 2 or total <= TINY * max(spread, TINY):
        return None
    return questions / (questions - 1) * (1 - spread / total)


def standardised_alpha(covariance: Floats) -> float | None:
    """Alpha of the correlations: as if all questions varied alike."""
    deviation = np.sqrt(np.diag(covariance))
    if len(covariance) < 2 or (deviation <= 0).any():
        return None
    return alpha_of(covariance / np.outer(deviation, deviation))


def item_rest(covariance: Floats, item: int) -> float | None:
    """Correlation of one question with the sum of the others; None where either does not vary."""
    others = np.arange(len(covariance)) != item
    rest = float(covariance[np.ix_(others, others)].sum())
    own = float(covariance[item, item])
    if own <= 0 or rest <= TINY * own:
        return None
    return float(covariance[item, others].sum() / np.sqrt(own * rest))


def reliability_of(code: str, codes: Sequence[str], scores: Floats, given: Bools) -> Reliability:
    """A dimension's questions (firms, questions); those that fewer than two firms answered stay out of alpha."""
    cross = cross_of(scores, given)
    inside = np.flatnonzero(np.diag(cross.pairs) > 1)
    covariance = cross.covariance[np.ix_(inside, inside)]
    fewest = int(cross.pairs[np.ix_(inside, inside)].min()) if len(inside) else 0
    why = _why(covariance, fewest)
    usable = why in (Why.NOTHING, Why.CANCELLED)
    place = {int(column): row for row, column in enumerate(inside)}
    return Reliability(
        code=code,
        firms=fewest,
        alpha=alpha_of(covariance) if why is Why.NOTHING else None,
        standardised=standardised_alpha(covariance) if why is Why.NOTHING else None,
        why=why,
        items=tuple(
            _item(name, scores[given[:, column], column], covariance, place.get(column) if usable else None)
            for column, name in enumerate(codes)
        ),
    )


def _why(covariance: Floats, fewest: int) -> Why:
    if len(covariance) < 2:
        return Why.FEW_QUESTIONS
    if fewest < 2:
        return Why.FEW_FIRMS
    if np.trace(covariance) <= TINY:
        return Why.CONSTANT
    if np.linalg.eigvalsh(covariance)[0] < -TINY * np.trace(covariance):
        return Why.GAPS  # pairwise covariances of gappy answers need not belong to any variables
    return Why.NOTHING if alpha_of(covariance) is not None else Why.CANCELLED


def _item(code: str, scores: Floats, covariance: Floats, row: int | None) -> ItemStatistics:
    firms = len(scores)
    others = [] if row is None else [number for number in range(len(covariance)) if number != row]
    return ItemStatistics(
        code=code,
        firms=firms,
        mean=float(scores.mean()) if firms else None,
        deviation=float(scores.std(ddof=1)) if firms > 1 else None,
        floor=float(FULL * (scores <= 0).mean()) if firms else None,
        ceiling=float(FULL * (scores >= FULL).mean()) if firms else None,
        item_rest=None if row is None else item_rest(covariance, row),
        alpha_without=alpha_of(covariance[np.ix_(others, others)]) if others else None,
    )


def correlation_ratio(causes: Floats, results: Floats, *, classes: int) -> float | None:
    """Share of the variance of `results` that the level of `causes` explains (first-order; 0–1).

    Causes with more different values than `classes` are cut into that many classes of equal size, equal values
    always together. Paruolo, Saisana and Saltelli (2013), with what chance alone gives to so many classes taken off
    (ε², Kelley 1935), at least 0. None where either side does not vary or there are as many classes as firms.
    """
    if len(causes) < 2 or np.ptp(causes) <= TINY or np.ptp(results) <= TINY:
        return None
    values, member = np.unique(causes, return_inverse=True)
    if len(values) > classes:
        edges = np.quantile(causes, np.arange(1, classes) / classes)
        _, member = np.unique(np.searchsorted(edges, causes, side="right"), return_inverse=True)
    count = np.bincount(member)
    centred = results - results.mean()
    means = np.bincount(member, weights=centred) / count
    firms, groups = len(causes), len(count)
    if firms <= groups:
        return None
    share = float((count * means**2).sum() / (centred**2).sum())
    return max(0.0, 1 - (1 - share) * (firms - 1) / (firms - groups))

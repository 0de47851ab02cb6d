"""Figures that are computed, not typed: shares of the profile and ratios of answer parts."""

from __future__ import annotations

from collections.abc import Mapping

from readiness.questionnaire.model import Ratio


def ratio_value(ratio: Ratio, figures: Mapping[str, object]) -> float | None:
    """factor · Σ numerator / max(Σ denominator, least); None when a figure is missing or the divisor is not above 0."""
    top = _total(ratio.numerator, figures)
    below = _total(ratio.denominator, figures)
    if top is None or below is None:
        return None
    divisor = max(below, ratio.least)
    return ratio.factor * top / divisor if divisor > 0 else None


def _total(names: tuple[str, ...], figures: Mapping[str, object]) -> float | None:
    total = 0.0
    for name in names:
        value = figures.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        total += value
    return total

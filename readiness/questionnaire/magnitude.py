"""The magnitude test of a figure: is it possible at all, and if it is odd, which slip is likely?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from readiness.questionnaire.model import Rules, Variant

PERCENT = "%"
SLIPS = (10.0, 100.0, 1000.0, 10000.0, 0.1, 0.01, 0.001, 0.0001)


@dataclass(frozen=True)
class Doubt:
    """One remark on a figure; `impossible` ones are errors, the others are asked about."""

    key: str
    values: Mapping[str, float] = field(default_factory=dict)
    impossible: bool = False


def doubts(rules: Rules, variant: Variant, value: float) -> Iterator[Doubt]:
    """At most one remark: hard bounds first, then zero, percent, and the distance from the usual range."""
    if value < variant.minimum:
        yield Doubt("below_minimum", {"value": value, "bound": variant.minimum}, impossible=True)
    elif value > variant.maximum:
        yield Doubt("above_maximum", {"value": value, "bound": variant.maximum}, impossible=True)
    elif value == 0:
        if not variant.zero_allowed:
            yield Doubt("zero", {"value": value}, impossible=True)
    elif variant.unit == PERCENT and value > 100:
        yield Doubt("percent_over_100", {"value": value})
    else:
        low, high = usual_range(rules, variant)
        if (low is not None and value < low) or (high is not None and value > high):
            yield _odd(variant, value)


def usual_range(rules: Rules, variant: Variant) -> tuple[float | None, float | None]:
    """What needs no question: the outer knots divided and multiplied by the factor of the rules; None where a knot
    at or below zero gives no measure."""
    values = [value for value, _ in variant.knots]
    least, most = min(values), max(values)
    if least < 0:
        reach = rules.usual_other * max(abs(least), abs(most))
        return -reach, reach
    factor = rules.usual_lower if variant.lower_is_better else rules.usual_other
    return (least / factor if least > 0 else None), (most * factor if most > 0 else None)


def _odd(variant: Variant, value: float) -> Doubt:
    values = [knot for knot, _ in variant.knots]
    least, most = min(values), max(values)
    bounds = {"value": value, "low": least, "high": most}
    if variant.unit == PERCENT and 0 < value <= 1 and least <= value * 100 <= most:
        return Doubt("percent_as_fraction", {**bounds, "likely": value * 100})
    for factor in SLIPS:
        if least <= value * factor <= most:
            return Doubt("perhaps_times", {**bounds, "likely": value * factor})
    return Doubt("unusually_low" if value < least else "unusually_high", bounds)

"""How a result is foreseen while questions are open, and what a quick scan asks; outside the scoring digest."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class OutlookRules:
    """What is expected of a firm nobody has asked yet, in points of scores before caps, and how its range is drawn.

    mean: of all scores; firm, pillar, dimension, question: standard deviations between firms, between the pillars of a
    firm, between the dimensions of a pillar, between the questions of a dimension. not_measured: percent of
    open figures that will turn out so. draws: how many; range_percent: of
    the draws that a range holds. scan: questions of the quick scan in the order of the questionnaire, none without one;
    minutes: what it takes.
    """

    mean: float
    firm: float
    pillar: float
    dimension: float
    question: float
    not_measured: float
    draws: int
    range_percent: float
    scan: tuple[str, ...] = ()
    minutes: int = 0


def scan_of(rules: OutlookRules | None) -> tuple[str, ...]:
    """The questions of the quick scan; none where a questionnaire says nothing of one."""
    return rules.scan if rules else ()

"""Figures of peer groups: for each score and each number, quartiles of those who may be counted together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from readiness.scoring.cohorts import Cohort, Firm, Path, counted_in
from readiness.scoring.peers import quantiles

QUARTERS = (0.25, 0.5, 0.75)
Values = Mapping[str, float]


@dataclass(frozen=True)
class Figure:
    """Of `count` firms: lower quartile, median, upper quartile; the quartiles None where too few firms give one."""

    count: int
    lower: float | None
    median: float
    upper: float | None


def figures_of(
    cohorts: Sequence[Cohort], values: Mapping[Firm, Values], *, least: int, quartiles_from: int
) -> dict[Path, dict[str, Figure]]:
    """By group (each home and every group above it) the figures of every code.

    A cohort counts for a code only where at least `least` of its firms have a value: so each figure, too, is made
    of parts of `least` or more, and no difference of two figures tells of fewer.
    """
    parts = [(cohort, _by_code(cohort, values, least)) for cohort in cohorts]
    groups = {cohort.home[:depth] for cohort in cohorts for depth in range(len(cohort.home) + 1)}
    found: dict[Path, dict[str, Figure]] = {}
    for group in sorted(groups):
        joined: dict[str, list[float]] = {}
        for cohort, by_code in parts:
            if cohort.counts_in(group):
                for code, numbers in by_code.items():
                    joined.setdefault(code, []).extend(numbers)
        found[group] = {code: _figure(numbers, quartiles_from) for code, numbers in joined.items()}
    return found


def told_apart(leaving: Sequence[Values], least: int) -> frozenset[str]:
    """Codes of which some of the leaving have a value, but fewer than `least`: what stays of their cohort must not
    count for these any more, else the figures before and after would differ by so few."""
    held: dict[str, int] = {}
    for values in leaving:
        for code in values:
            held[code] = held.get(code, 0) + 1
    return frozenset(code for code, number in held.items() if number < least)


def counted(cohorts: Sequence[Cohort], group: Path) -> int:
    """How many firms a group's figures count."""
    return sum(len(cohort.records) for cohort in counted_in(cohorts, group))


def _by_code(cohort: Cohort, values: Mapping[Firm, Values], least: int) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for firm in cohort.records:
        for code, value in values[firm].items():
            found.setdefault(code, []).append(value)
    return {code: numbers for code, numbers in found.items() if len(numbers) >= least}


def _figure(numbers: Sequence[float], quartiles_from: int) -> Figure:
    lower, median, upper = quantiles(numbers, QUARTERS)
    enough = len(numbers) >= quartiles_from
    return Figure(len(numbers), lower if enough else None, median, upper if enough else None)

"""Ranges inside peer groups, from the draws of the whole list.

A group is a step of the tree of peer groups (`cohorts`). It is ranked only where the list has firms enough in it: as
many as a median needs for verified firms, which get places; as quartiles need for declared ones, which get quartiles.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from readiness.questionnaire.model import Questionnaire
from readiness.scoring.cohorts import Path
from readiness.scoring.drawn_places import Groups
from readiness.scoring.field import Field
from readiness.scoring.rank_ranges import rank_ranges
from readiness.scoring.scorecard import Basis, Ints
from readiness.scoring.simulate import Draws


@dataclass(frozen=True)
class GroupRange:
    """One firm in one of its groups: how many firms the list has there, and what `RankRange` says, counted there."""

    group: Path
    firms: int
    place: int
    median: float
    low: int
    high: int
    top: float
    tier: int


@dataclass(frozen=True)
class Part:
    """One step of the tree: the number (N) of each firm's group, 0 where it has none that is ranked, and the rows of
    those that are."""

    numbers: Groups
    rows: Mapping[Path, Ints]


def least_firms(questionnaire: Questionnaire, basis: Basis) -> int:
    """How many firms of a list a group must have to be ranked by itself."""
    rules = questionnaire.rules
    return rules.peer_group_from if basis is Basis.VERIFIED else rules.peers.quartiles_from


def ranked_groups(paths: Iterable[Path], least: int) -> dict[Path, int]:
    """Every group that holds at least so many of the firms with these paths, with their number; all firms are none."""
    counts: dict[Path, int] = {}
    for path in paths:
        for depth in range(1, len(path) + 1):
            counts[path[:depth]] = counts.get(path[:depth], 0) + 1
    return {group: counts[group] for group in sorted(counts) if counts[group] >= least}


def parts_of(paths: Sequence[Path], least: int) -> tuple[Part, ...]:
    """The steps of the tree that have a group to rank, the largest groups first."""
    groups = ranked_groups(paths, least)
    parts = []
    for depth in sorted({len(group) for group in groups}):
        number = {group: n for n, group in enumerate((g for g in groups if len(g) == depth), start=1)}
        numbers = np.array([number.get(path[:depth], 0) for path in paths], dtype=np.uint16)
        parts.append(Part(numbers, {group: np.flatnonzero(numbers == n) for group, n in number.items()}))
    return tuple(parts)


def group_ranges(field: Field, parts: Sequence[Part], drawn: Draws) -> dict[str, tuple[GroupRange, ...]]:
    """Code → its line in each of its groups, the largest first; `drawn.inner` holds the places of the parts."""
    found: dict[str, list[GroupRange]] = {}
    for part, places in zip(parts, drawn.inner, strict=True):
        for group, rows in part.rows.items():
            inside = Draws(places[rows], drawn.at_least[:, rows])
            for line in rank_ranges(
                [field.codes[row] for row in rows], field.index[rows], inside, field.rules
            ):
                found.setdefault(line.code, []).append(
                    GroupRange(
                        group, len(rows), line.place, line.median, line.low, line.high, line.top, line.tier
                    )
                )
    return {code: tuple(lines) for code, lines in found.items()}

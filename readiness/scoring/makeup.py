"""What the firms of a sheet make: which questions, variants and options are meant for them, and with what weight.

Few of many firms share a process or a sub-sector, so they are named by their places, and work is done for them only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from readiness.questionnaire.model import Option, Question
from readiness.scoring.layout import Layout, Pattern
from readiness.scoring.scorecard import Bools, Floats, Ints

Some = slice | Ints
"""The places of some firms; a slice for all of them."""
Part = tuple[Some, Floats]
"""Some firms, and how much each of them has."""


@dataclass
class Makeup:
    """What a firm makes, for N firms: by process who makes it, with its share; patterns that any firm has some of;
    `sums[k]` = Σ shares · pattern k of the question weights; which questions are meant for it (Q, N); whether it has a
    wet process; its principal sub-sector (-1: makes nothing)."""

    layout: Layout
    makers: Mapping[int, Part]
    made: frozenset[int]
    sums: Floats
    meant: Bools
    wet: Bools
    sector: Ints
    _variants: dict[int, Part] = field(default_factory=dict)
    _options: dict[tuple[str, bool], Some] = field(default_factory=dict)

    def variant(self, row: int) -> Part:
        """The firms that make some of a variant's processes, and Σ shares · pattern of each."""
        if row not in self._variants:
            self._variants[row] = self._joined(_weighted(self.layout.patterns[row], self.makers))
        return self._variants[row]

    def _joined(self, parts: Sequence[Part]) -> Part:
        if len(parts) == 1:
            return parts[0]
        total = np.zeros(len(self.wet))
        _add(parts, total)
        firms = places(total > 0)
        return firms, total[firms]

    def options(self, question: Question) -> Iterator[tuple[int, Option, Some]]:
        """Place, option and the firms it exists for; options that exist for none of them are left out."""
        for place, option in enumerate(question.options):
            firms = self.firms(option)
            if isinstance(firms, slice) or firms.size:
                yield place, option, firms

    def firms(self, option: Option) -> Some:
        """The firms an option exists for."""
        key = option.sub_sector, option.wet_only
        if key not in self._options:
            self._options[key] = self._firms_of(*key)
        return self._options[key]

    def _firms_of(self, sub_sector: str, wet_only: bool) -> Some:
        if not sub_sector:
            return places(self.wet) if wet_only else slice(None)
        own = self.sector == self.layout.sector_number[sub_sector]
        return places(own & self.wet if wet_only else own)


def places(chosen: Bools) -> Some:
    """Where the chosen firms stand."""
    return slice(None) if chosen.all() else np.flatnonzero(chosen)


def makeup_of(layout: Layout, shares: Floats) -> Makeup:
    """Sums by pattern in the order of processes, so that a firm's numbers do not depend on its neighbours."""
    some = shares > 0
    makers: dict[int, Part] = {}
    for row in np.flatnonzero(some.any(axis=1)).tolist():
        firms = places(some[row])
        makers[row] = firms, shares[row][firms]
    sums = np.zeros((int(layout.weight_row.max()) + 1, shares.shape[1]))
    for pattern, total in zip(layout.patterns, sums, strict=False):
        _add(_weighted(pattern, makers), total)
    return Makeup(
        layout=layout,
        makers=makers,
        made=frozenset[int]().union(*(layout.patterns_of[row] for row in makers)),
        sums=sums,
        meant=np.array([_any(some[own]) for own in layout.meant])[layout.meant_row],
        wet=_any(some[layout.wet]),
        sector=_sectors(layout, makers, shares.shape[1]),
    )


def _any(rows: Bools) -> Bools:
    found: Bools = np.logical_or.reduce(rows, axis=0)
    return found


def _weighted(pattern: Pattern, makers: Mapping[int, Part]) -> list[Part]:
    found = ((makers[row], weight) for row, weight in pattern if row in makers)
    return [(firms, weight * own) for (firms, own), weight in found]


def _add(parts: Sequence[Part], total: Floats) -> None:
    for firms, own in parts:
        total[firms] += own


def _sectors(layout: Layout, makers: Mapping[int, Part], count: int) -> Ints:
    """The sub-sector of the process with most output, the first by code of equals."""
    most, sectors = np.zeros(count), np.full(count, -1)
    for row in layout.by_code:
        if row in makers:
            firms, own = makers[row]
            sectors[firms] = np.where(own > most[firms], layout.sector_of[row], sectors[firms])
            most[firms] = np.maximum(most[firms], own)
    return sectors

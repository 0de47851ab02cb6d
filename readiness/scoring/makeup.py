"""What the firms of a sheet make: which questions, variants and options are meant for them, and with what weight."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from readiness.questionnaire.model import Option, Question
from readiness.scoring.layout import Layout
from readiness.scoring.scorecard import Bools, Floats, Ints


@dataclass
class Makeup:
    """What a firm makes, for N firms: `sums[k]` = Σ shares · pattern k, whether any firm has some of it, its wet share,
    its principal sub-sector."""

    layout: Layout
    sums: Floats
    made: list[bool]
    wet: Bools
    sector: Ints
    _in_sector: dict[str, Bools | None] = field(default_factory=dict)

    def options(self, question: Question) -> Iterator[tuple[int, Option, Bools | None]]:
        """Place, option and the firms it exists for (None: all); options that exist for none of them are left out."""
        for place, option in enumerate(question.options):
            if not option.sub_sector or self._firms_in(option.sub_sector) is not None:
                yield place, option, self.can(option)

    def _firms_in(self, sub_sector: str) -> Bools | None:
        if sub_sector not in self._in_sector:
            found: Bools = self.sector == self.layout.sector_number[sub_sector]
            self._in_sector[sub_sector] = found if found.any() else None
        return self._in_sector[sub_sector]

    def can(self, option: Option) -> Bools | None:
        """The firms an option exists for; None: all."""
        found = None
        if option.sub_sector:
            found = self._firms_in(option.sub_sector)
            if found is None:
                return np.zeros(len(self.wet), dtype=np.bool_)
        if option.wet_only:
            found = self.wet if found is None else found & self.wet
        return found


def makeup_of(layout: Layout, shares: Floats) -> Makeup:
    """Sums by pattern in the order of processes, so that a firm's numbers do not depend on its neighbours."""
    made = np.flatnonzero(shares.any(axis=1)).tolist()
    sums = np.zeros((len(layout.patterns), shares.shape[1]))
    for number, pattern in enumerate(layout.patterns):
        for row in made:
            if pattern[row] == 1.0:
                sums[number] += shares[row]
            elif pattern[row]:
                sums[number] += pattern[row] * shares[row]
    principal = layout.by_code[shares[layout.by_code].argmax(axis=0)]
    sector = np.where(shares.any(axis=0), layout.sector_of[principal], -1)
    return Makeup(layout, sums, [bool(total.any()) for total in sums], sums[layout.wet_row] > 0, sector)

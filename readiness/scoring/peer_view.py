"""A result beside those of its peer group, as plain values for pages, reports and plans."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from readiness.questionnaire.model import Benchmark
from readiness.scoring.cohorts import Path
from readiness.scoring.layout import Layout
from readiness.scoring.peer_figures import Figure
from readiness.scoring.raw_figures import Quantity


@dataclass(frozen=True)
class PeerLine:
    """One score or number beside those of peers; `figure` None: too few have one. `code` is 'index', a pillar's or a
    dimension's."""

    code: str
    own: float | None
    figure: Figure | None


@dataclass(frozen=True)
class QuantityLine:
    """A number as stated; `leading`: where the best quarter begins (None with too few); `benchmarks` only where
    peers are too few for a median."""

    quantity: Quantity
    own: float | None
    figure: Figure | None
    leading: float | None
    benchmarks: tuple[Benchmark, ...]


@dataclass(frozen=True)
class Peers:
    """The group shown, from the largest part down (() is all firms of the round), and what was asked first (`own`).

    `percentile`: percent of the group whose index is not above the firm's; `percentile_mean` counts equals by half.
    None in groups too small for quartiles, with `preliminary` while the firm can still change its answers, and unless
    this very result is `counted` in the figures: else trying answers out would tell the score of each peer. `firms` 0:
    nothing is published yet.
    """

    own: Path
    group: Path
    firms: int
    at: dt.datetime | None
    percentile: float | None
    percentile_mean: float | None
    scores: tuple[PeerLine, ...]
    quantities: tuple[QuantityLine, ...]
    preliminary: bool = False
    counted: bool = False

    @property
    def backed_off(self) -> bool:
        """True where the figures are those of a larger group than the firm's own."""
        return self.group != self.own


def leading_scores(layout: Layout, peers: Peers) -> dict[str, float]:
    """By question the score (0–100) at which the best quarter of its peers begins: by its own figure (the mean over
    sets of knots), else by its dimension's; nothing where neither is published."""
    dimensions = {line.code: line.figure.upper for line in peers.scores if line.figure}
    found = {
        question.code: upper
        for question in layout.questions
        if (upper := dimensions.get(question.dimension)) is not None
    }
    figures: dict[str, list[float]] = {}
    for line in peers.quantities:
        if line.leading is not None:
            code = line.quantity.question.code
            curve = layout.curves[layout.position[code]][line.quantity.place]
            figures.setdefault(code, []).append(float(curve.scores_of(np.array([line.leading]))[0]))
    return found | {code: sum(scores) / len(scores) for code, scores in figures.items()}

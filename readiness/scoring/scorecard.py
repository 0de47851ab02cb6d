"""What scoring returns: arrays for many firms, a readable tree for one."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
FULL = 100.0


class Basis(enum.StrEnum):
    """Declared: the firm's own answers only. Verified: with the consultant's verdicts."""

    DECLARED = "declared"
    VERIFIED = "verified"


class Standing(enum.StrEnum):
    """Whether a result may be ranked: draft (coverage, an open hold question), hold, unranked (statement), official."""

    OFFICIAL = "official"
    DRAFT = "draft"
    HOLD = "hold"
    UNRANKED = "unranked"


@dataclass(frozen=True)
class Scores:
    """Results of N firms over Q questions, D dimensions, P pillars; unrounded, scores 0–100.

    pillars, dimensions and dimension_coverage are NaN where nothing applies; questions that do not apply have 0.
    raw (N, Q): score of the standing answer before caps. counted (N, Q): after caps, verdicts and over-claim.
    effective (N, Q): share of the index each question weighs, summing to 1. lost (N, Q): sums to 100 − index.
    """

    index: Floats
    arithmetic: Floats
    level: Ints
    level_by_points: Ints
    pillars: Floats
    dimensions: Floats
    raw: Floats
    capped: Floats
    counted: Floats
    effective: Floats
    lost: Floats
    applicable: Bools
    answered: Floats
    grade: Ints
    coverage: Floats
    dimension_coverage: Floats
    on_hold: Bools
    unranked: Bools
    hold_open: Bools
    over_claim: Floats
    integrity: Bools


@dataclass(frozen=True)
class Summary:
    """Results of N firms down to D dimensions, without parts: what rankings and stored scorecards need.

    standing (N) holds `Standing` values as text; the rest as in `Scores`.
    """

    index: Floats
    arithmetic: Floats
    level: Ints
    level_by_points: Ints
    standing: NDArray[np.str_]
    pillars: Floats
    dimensions: Floats
    coverage: Floats
    over_claim: Floats
    integrity: Bools


class QuestionLine(NamedTuple):
    """One question in a scorecard; `lost` and `contribution` are points of the index."""

    code: str
    state: str
    raw: float
    capped: float
    counted: float
    grade: str
    effective: float
    contribution: float
    lost: float
    applicable: bool
    answered: float


@dataclass(frozen=True)
class DimensionLine:
    """One dimension; `score` is None when nothing applies; `weight` is the share of its pillar really used."""

    code: str
    score: float | None
    weight: float
    coverage: float
    lost: float
    questions: tuple[QuestionLine, ...]


@dataclass(frozen=True)
class PillarLine:
    """One pillar with its dimensions."""

    code: str
    score: float
    weight: float
    lost: float
    dimensions: tuple[DimensionLine, ...]


class Gate(NamedTuple):
    """One condition of one level. `kind`: points, pillar, core, evidence, audit. `subject`: a pillar's code, a core
    rule's name, a grade of evidence.

    `have` and `need` are in the gate's own unit: a score, percent of core questions or their number; `questions` are
    those that lift it.
    """

    kind: str
    level: int
    met: bool
    have: float
    need: float
    subject: str = ""
    questions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reason:
    """Why a result is a draft, on hold or unranked. `kind`: coverage, dimension_coverage, hold_open, hold,
    statement_hold, statement_unranked; `subject`: a code; `have`/`need` in percent for coverage."""

    kind: str
    subject: str = ""
    have: float = 0.0
    need: float = 0.0


@dataclass(frozen=True)
class Scorecard:
    """The full result of one firm; digests say what it was computed from."""

    basis: Basis
    standing: Standing
    reasons: tuple[Reason, ...]
    index: float
    arithmetic: float
    level: int
    level_by_points: int
    pillars: tuple[PillarLine, ...]
    gates: tuple[Gate, ...]
    coverage: float
    balance_loss: float
    over_claim: float
    integrity: bool
    questionnaire_digest: str
    answers_digest: str
    engine: str

    @cached_property
    def questions(self) -> tuple[QuestionLine, ...]:
        """All question lines in order."""
        return tuple(q for p in self.pillars for d in p.dimensions for q in d.questions)

    @cached_property
    def question(self) -> Mapping[str, QuestionLine]:
        """Code → line."""
        return {line.code: line for line in self.questions}

    @property
    def blocking(self) -> tuple[Gate, ...]:
        """The gates of the next level that are not met."""
        return tuple(g for g in self.gates if g.level == self.level + 1 and not g.met)

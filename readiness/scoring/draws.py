"""What chance decides in a ranking: draws common to all firms, and one number a firm and draw, by the firm's code.

All of it follows from the seed. Every source has a stream of its own, so that switching one off leaves the others as
they were, and a firm's numbers do not depend on who else is ranked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from readiness.errors import InputError
from readiness.questionnaire.ranking_rules import RankingRules
from readiness.scoring.scorecard import FULL, Bools, Floats

MOST_DRAWS = 100_000
LEAST_DRAWS = 2


@dataclass(frozen=True)
class Sources:
    """What is drawn; a source that is off stays as the questionnaire has it."""

    noise: bool = True
    bias: bool = True
    weights: bool = True
    rule: bool = True
    knots: bool = True
    missing: bool = True

    def without(self, name: str) -> Sources:
        """The same with one source off."""
        return Sources(**{f.name: getattr(self, f.name) and f.name != name for f in fields(self)})


ALL_ON = Sources()
SOURCES = tuple(field.name for field in fields(Sources))


@dataclass(frozen=True)
class Common:
    """J draws common to all firms: factors of the weights of dimensions (J, D) and pillars (J, P), whether the top is
    geometric (J), shifts of knots as shares −1 to 1 of the largest (J, K), whether unanswered is the mean (J)."""

    dimensions: Floats
    pillars: Floats
    geometric: Bools
    knots: Floats
    missing: Bools


def checked(draws: int, seed: int) -> None:
    """InputError unless both can be used."""
    if not LEAST_DRAWS <= draws <= MOST_DRAWS:
        raise InputError("draws", "ranking_draws", least=LEAST_DRAWS, most=MOST_DRAWS)
    if not 0 <= seed < 2**63:
        raise InputError("seed", "ranking_seed")


def common_draws(
    rules: RankingRules,
    sizes: tuple[int, int, int],
    *,
    draws: int,
    seed: int,
    sources: Sources,
    own_rule: bool,
) -> Common:
    """`sizes`: how many dimensions, pillars and questions with knots; `own_rule`: the top is geometric as it is."""
    dimensions, pillars, knots = sizes
    weights, half = _stream(seed, "weights"), rules.weights / FULL * sources.weights
    rule = _stream(seed, "rule").random(draws) < rules.geometric / FULL
    missing = _stream(seed, "missing").random(draws) < rules.missing_as_mean / FULL
    return Common(
        dimensions=1.0 + half * weights.uniform(-1.0, 1.0, (draws, dimensions)),
        pillars=1.0 + half * weights.uniform(-1.0, 1.0, (draws, pillars)),
        geometric=rule if sources.rule else np.full(draws, own_rule),
        knots=_stream(seed, "knots").uniform(-1.0, 1.0, (draws, knots)) * sources.knots,
        missing=missing & sources.missing,
    )


def firm_draws(codes: Sequence[str], *, draws: int, seed: int) -> NDArray[np.float32]:
    """Standard normal numbers (N, J), a row by the firm's code."""
    found = np.empty((len(codes), draws), dtype=np.float32)
    for row, code in zip(found, codes, strict=True):
        _stream(seed, f"firm {code}").standard_normal(out=row, dtype=np.float32)
    return found


def _stream(seed: int, name: str) -> np.random.Generator:
    key = hashlib.sha256(f"{seed}/{name}".encode()).digest()[:16]
    return np.random.Generator(np.random.Philox(key=np.frombuffer(key, dtype="<u8").astype(np.uint64)))

"""One list of firms ranked with ranges: what a run keeps, and by which it is known again."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from readiness.errors import InputError
from readiness.questionnaire.model import Questionnaire
from readiness.scoring.arrays import AnswerSheet
from readiness.scoring.engine import ENGINE
from readiness.scoring.fairness import adjusted_scores
from readiness.scoring.field import Field, field_of
from readiness.scoring.grid import on_grid
from readiness.scoring.rank_ranges import RankRange, rank_ranges
from readiness.scoring.ranking import places
from readiness.scoring.scorecard import Basis
from readiness.scoring.simulate import simulate


@dataclass(frozen=True)
class DrawnLine:
    """A firm's range, and its score and place when questions' own hardness is taken out (None: no comparison)."""

    range: RankRange
    adjusted: float | None
    adjusted_place: int | None


@dataclass(frozen=True)
class DrawnList:
    """A ranking of one basis, best first, with all that it was made of; `result_digest` tells whether another run came
    to the same grid scores and places."""

    basis: Basis
    draws: int
    seed: int
    engine: str
    questionnaire_digest: str
    settings: Mapping[str, Any]
    lines: tuple[DrawnLine, ...]
    result_digest: str


def draw_list(
    questionnaire: Questionnaire,
    sheet: AnswerSheet,
    codes: Sequence[str],
    *,
    basis: Basis,
    on: dt.date,
    draws: int | None = None,
    seed: int,
    progress: Callable[[int], None] | None = None,
) -> DrawnList:
    """Rank the firms of a sheet with ranges; without `draws` as many as the questionnaire states."""
    return drawn_list(
        field_of(questionnaire, sheet, codes, basis=basis, on=on),
        basis=basis,
        draws=draws,
        seed=seed,
        progress=progress,
    )


def drawn_list(
    field: Field,
    *,
    basis: Basis,
    draws: int | None = None,
    seed: int,
    progress: Callable[[int], None] | None = None,
) -> DrawnList:
    """The same for firms that are taken apart already."""
    draws = field.rules.draws if draws is None else draws
    drawn = simulate(field, draws=draws, seed=seed, progress=progress)
    adjusted = _adjusted(field)
    lines = tuple(
        DrawnLine(line, *adjusted.get(line.code, (None, None)))
        for line in rank_ranges(field.codes, field.index, drawn, field.rules)
    )
    return DrawnList(
        basis=basis,
        draws=draws,
        seed=seed,
        engine=ENGINE,
        questionnaire_digest=field.questionnaire.digest,
        settings=asdict(field.rules),
        lines=lines,
        result_digest=digest_of_lines(lines),
    )


def _adjusted(field: Field) -> dict[str, tuple[float, int]]:
    """Code → adjusted score on the grid and its place; nothing where the data hold no comparison."""
    weights = field.pull * np.repeat(field.lift[0], _sizes(field), axis=0)
    try:
        found = on_grid(adjusted_scores(field.scores, weights, rounds=field.rules.adjust_rounds))
    except InputError:
        return {}
    scores = found.tolist()
    return dict(zip(field.codes, zip(scores, places(scores), strict=True), strict=True))


def _sizes(field: Field) -> list[int]:
    """Questions by pillar."""
    return [sum(len(d.questions) for d in pillar.dimensions) for pillar in field.questionnaire.pillars]


def digest_of_lines(lines: Sequence[DrawnLine]) -> str:
    """SHA-256 of all published numbers, scores as steps of the grid."""
    kept = [[vars(line.range), line.adjusted, line.adjusted_place] for line in lines]
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()


def digest_of_inputs(digests: Mapping[str, str]) -> str:
    """SHA-256 over firm code → digest of its answers: which answers a run has seen."""
    return hashlib.sha256(json.dumps(dict(sorted(digests.items()))).encode()).hexdigest()

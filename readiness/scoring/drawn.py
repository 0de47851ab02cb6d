"""One list of firms ranked with ranges: what a run keeps, and by which it is known again."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from readiness.errors import InputError
from readiness.questionnaire.model import Questionnaire
from readiness.scoring.arrays import AnswerSheet
from readiness.scoring.cohorts import Path
from readiness.scoring.engine import ENGINE
from readiness.scoring.fairness import adjusted_scores
from readiness.scoring.field import Field, effective_weights, field_of
from readiness.scoring.grid import on_grid
from readiness.scoring.group_ranges import GroupRange, group_ranges, least_firms, parts_of
from readiness.scoring.rank_ranges import RankRange, rank_ranges
from readiness.scoring.ranking import places
from readiness.scoring.scorecard import Basis
from readiness.scoring.simulate import simulate

GROUP_LEAST = "group_least"
"""The setting of a run that says how many firms a group needed; runs without it have ranked no groups."""


@dataclass(frozen=True)
class DrawnLine:
    """A firm's range, its score and place when questions' own hardness is taken out (None: no comparison), and its
    range in each of its peer groups that is ranked, the largest first."""

    range: RankRange
    adjusted: float | None
    adjusted_place: int | None
    groups: tuple[GroupRange, ...] = ()


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
    paths: Sequence[Path] = (),
) -> DrawnList:
    """Rank the firms of a sheet with ranges; without `draws` as many as the questionnaire states."""
    field = field_of(questionnaire, sheet, codes, basis=basis, on=on)
    return drawn_list(field, basis=basis, draws=draws, seed=seed, paths=paths)


def drawn_list(
    field: Field,
    *,
    basis: Basis,
    draws: int | None = None,
    seed: int,
    paths: Sequence[Path] = (),
    least: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> DrawnList:
    """The same for firms that are taken apart already. `paths`: their peer groups, in the order of the field; `least`:
    fewest firms of a group that is ranked, without it what the questionnaire says."""
    draws = field.rules.draws if draws is None else draws
    least = least_firms(field.questionnaire, basis) if least is None else least
    parts = parts_of(paths, least)
    drawn = simulate(field, draws=draws, seed=seed, parts=[part.numbers for part in parts], progress=progress)
    adjusted, groups = _adjusted(field), group_ranges(field, parts, drawn)
    lines = []
    for line in rank_ranges(field.codes, field.index, drawn, field.rules):
        score, place = adjusted.get(line.code, (None, None))
        lines.append(DrawnLine(line, score, place, groups.get(line.code, ())))
    return DrawnList(
        basis=basis,
        draws=draws,
        seed=seed,
        engine=ENGINE,
        questionnaire_digest=field.questionnaire.digest,
        settings=asdict(field.rules) | ({GROUP_LEAST: least} if paths else {}),
        lines=tuple(lines),
        result_digest=digest_of_lines(lines),
    )


def _adjusted(field: Field) -> dict[str, tuple[float, int]]:
    """Code → adjusted score on the grid and its place; nothing where the data hold no comparison."""
    weights = effective_weights(field)
    try:
        found = on_grid(adjusted_scores(field.scores, weights, rounds=field.rules.adjust_rounds))
    except InputError:
        return {}
    scores = found.tolist()
    return dict(zip(field.codes, zip(scores, places(scores), strict=True), strict=True))


def digest_of_lines(lines: Sequence[DrawnLine]) -> str:
    """SHA-256 of all published numbers."""
    kept = []
    for line in lines:
        own = [vars(line.range), line.adjusted, line.adjusted_place]
        kept.append([*own, [vars(group) for group in line.groups]] if line.groups else own)
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()


def digest_of_inputs(digests: Mapping[str, str]) -> str:
    """SHA-256 over firm code → digest of its answers: which answers a run has seen."""
    return hashlib.sha256(json.dumps(dict(sorted(digests.items()))).encode()).hexdigest()

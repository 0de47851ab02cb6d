"""Who has grown since the round before, as the runs that stand have measured it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, require
from readiness.scoring.ranking import places
from readiness.store.growth import GrowthCounts, count_growth, list_growers
from readiness.store.rows import RankingRun
from readiness.store.rows_ranking import GrowthLine


@dataclass(frozen=True)
class GrowthPart:
    """Growth in one list: `told` says against which round and on what (`measure_growth`), `growers` are (place, line),
    most gained first; an officer of a city gets that city's firms."""

    told: Mapping[str, Any]
    counts: GrowthCounts
    growers: tuple[tuple[int, GrowthLine], ...]


def list_growth(
    session: Session, runs: Mapping[str, RankingRun], *, by: Person, limit: int
) -> dict[str, GrowthPart]:
    """By basis, where a run has measured any; the first `limit` of those that have grown."""
    require(by, Action.RUN_RANKING)
    found = {}
    for basis, run in runs.items():
        told = run.sensitivity.get("growth")
        if told:
            lines = list_growers(session, run, person=by, limit=limit)
            place = places([line.gained for line in lines])
            counts = count_growth(session, run, person=by)
            found[basis] = GrowthPart(told, counts, tuple(zip(place, lines, strict=True)))
    return found

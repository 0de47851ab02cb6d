"""Compute stored scorecards again and name those that differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from readiness.assessment.states import AssessmentState
from readiness.errors import ReadinessError
from readiness.scoring.grid import on_grid
from readiness.scoring.scorecard import Basis
from readiness.services.context import Services
from readiness.services.editing import read_held, subject
from readiness.services.score_assessment import compute_scorecard, scorecard_row
from readiness.store.ranking import iterate_scorecards
from readiness.store.rows import Assessment, ScorecardRow

MOVING = (AssessmentState.DRAFT, AssessmentState.RETURNED, AssessmentState.WITHDRAWN)
EXACT = (
    "level",
    "level_by_points",
    "standing",
    "integrity",
    "questionnaire_digest",
    "answers_digest",
    "engine",
)
ON_GRID = ("index", "coverage", "over_claim")


@dataclass(frozen=True)
class Replay:
    """How many scorecards were computed again, and a line for each that differs: which, in what, by how much."""

    checked: int
    differences: tuple[str, ...]


def replay(services: Services, session: Session) -> Replay:
    """All stored scorecards of assessments whose answers stand still; scores are compared on the published grid."""
    checked, differences = 0, []
    for card, assessment in iterate_scorecards(session):
        if assessment.state in MOVING:
            continue
        checked += 1
        name = f"{subject(assessment)} {card.basis}"
        try:
            differences += [f"{name}: {line}" for line in _differences(services, card, assessment)]
        except ReadinessError as error:
            differences.append(f"{name}: cannot be computed: {error}")
    return Replay(checked, tuple(differences))


def _differences(services: Services, card: ScorecardRow, assessment: Assessment) -> Iterator[str]:
    held = read_held(services, assessment)
    again = scorecard_row(held, compute_scorecard(held, Basis(card.basis)), at=card.at)
    for field, before, after in _fields(card, again):
        if before != after:
            yield f"{field} was {before}, is {after}"


def _fields(before: ScorecardRow, after: ScorecardRow) -> Iterator[tuple[str, object, object]]:
    for field in EXACT:
        yield field, getattr(before, field), getattr(after, field)
    for field in ON_GRID:
        yield field, on_grid(getattr(before, field)), on_grid(getattr(after, field))
    for field in ("pillars", "dimensions"):
        old, new = getattr(before, field), getattr(after, field)
        for code in sorted({*old, *new}):
            yield f"{field} {code}", _grid(old.get(code)), _grid(new.get(code))


def _grid(score: float | None) -> float | None:
    return None if score is None else on_grid(score)

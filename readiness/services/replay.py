"""Compute stored results again and name those that differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from readiness.assessment.states import AssessmentState
from readiness.errors import ReadinessError
from readiness.questionnaire.answers import Answer, State
from readiness.scoring.grid import on_grid
from readiness.scoring.scorecard import Basis
from readiness.services.context import Services
from readiness.services.editing import Held, read_held, subject
from readiness.services.remake_peers import remake_peers
from readiness.services.remake_ranking import remake_rankings
from readiness.services.score_assessment import compute_scorecard, scorecard_row
from readiness.services.seal import seal_of
from readiness.store.answers import latest_answers
from readiness.store.ranking import iterate_scorecards
from readiness.store.rows import Assessment, ScorecardRow

MOVING = (AssessmentState.DRAFT, AssessmentState.RETURNED, AssessmentState.WITHDRAWN)
EXACT = (
    "level",
    "level_by_points",
    "standing",
    "integrity",
    "sub_sector",
    "size",
    "questionnaire_digest",
    "answers_digest",
    "engine",
)
ON_GRID = ("index", "coverage", "over_claim")


@dataclass(frozen=True)
class Replay:
    """How many scorecards, drawn rankings and peer figures were made again, and a line for each that differs: which, in
    what, by how much. `outrun`: rankings of answers that have changed since, of which only the stored lines and their
    seal were checked."""

    checked: int
    differences: tuple[str, ...]
    rankings: int = 0
    peers: int = 0
    outrun: int = 0


def replay(services: Services, session: Session) -> Replay:
    """Stored scorecards of assessments whose answers stand still, drawn rankings, and the peer figures that stand."""
    checked, differences = replay_scorecards(services, session)
    runs = remake_rankings(services, session)
    peers, other_peers = remake_peers(services, session)
    return Replay(checked, (*differences, *runs.differences, *other_peers), runs.again, peers, runs.outrun)


def replay_scorecards(services: Services, session: Session) -> tuple[int, list[str]]:
    """Scores are compared on the published grid; the seal tells of any other bit of a row, the rows of answers of any
    bit of the sheet that was scored."""
    checked, differences = 0, list[str]()
    for card, assessment in iterate_scorecards(session):
        if assessment.state in MOVING:
            continue
        checked += 1
        name = f"{subject(assessment)} {card.basis}"
        try:
            differences += [f"{name}: {line}" for line in _differences(services, session, card, assessment)]
        except ReadinessError as error:
            differences.append(f"{name}: cannot be computed: {error}")
    return checked, differences


def _differences(
    services: Services, session: Session, card: ScorecardRow, assessment: Assessment
) -> Iterator[str]:
    held = read_held(services, assessment)
    again = scorecard_row(held, compute_scorecard(held, Basis(card.basis)), at=card.at)
    named = False
    for field, before, after in _fields(card, again):
        if before != after:
            named = True
            yield f"{field} was {before}, is {after}"
    if not card.seal:
        yield "the row has no seal, so nothing shows that it is what was stored"
    elif not named and card.seal != seal_of(card):
        yield f"the row is not what was stored: its seal was {card.seal}, is {seal_of(card)}"
    if card.basis == Basis.DECLARED:
        yield from _unlike_rows(session, held)


def _unlike_rows(session: Session, held: Held) -> Iterator[str]:
    """Answers of the sheet that are not the ones that were saved."""
    rows = latest_answers(session, held.assessment, [*held.questionnaire.question])
    for code in held.questionnaire.question:
        answer, row = held.answers.answers.get(code, Answer()), rows.get(code)
        saved = (row.state, row.value) if row else (State.UNANSWERED, None)
        if (answer.state, answer.value) != saved:
            yield f"answer {code} was saved as {saved[0]} {saved[1]}, the sheet says {answer.state} {answer.value}"


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

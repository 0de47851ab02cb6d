"""Score an assessment from its sheet, and keep what lists and rankings need of the result."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, replace

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Person, Role
from readiness.assessment.states import AssessmentState
from readiness.questionnaire.documents import digest, to_document
from readiness.scoring.engine import scorecard
from readiness.scoring.outlook import Outlook, outlook
from readiness.scoring.scorecard import Basis, Scorecard
from readiness.services.editing import Held
from readiness.services.peer_group import peer_group
from readiness.services.seal import seal_of
from readiness.store import ranking
from readiness.store.rows import ScorecardRow

FILLED_IN = (AssessmentState.DRAFT, AssessmentState.RETURNED)
"""States in which the firm is still answering."""


def compute_scorecard(held: Held, basis: Basis) -> Scorecard:
    """The result as of the round's closing day; the declared one does not even see the verification."""
    answers = held.answers
    if basis is Basis.DECLARED:
        answers = replace(answers, verification=None)
    return scorecard(
        held.questionnaire,
        answers,
        basis=basis,
        on=held.assessment.round.closes_on,
        answers_digest=digest(to_document(held.questionnaire, answers)),
    )


def foresees(held: Held, *, by: Person) -> bool:
    """True for the firm's own people while they are still answering."""
    return by.role is Role.FIRM and held.assessment.state in FILLED_IN


def compute_outlook(held: Held, *, by: Person) -> Outlook | None:
    """What the firm's own result may come to; nothing for others, and nothing once it is handed in."""
    if not foresees(held, by=by):
        return None
    return outlook(held.questionnaire, held.answers, on=held.assessment.round.closes_on)


def score_assessment(session: Session, held: Held, basis: Basis, *, at: dt.datetime) -> Scorecard:
    """Compute and store the scorecard of one basis, in place of an older one."""
    card = compute_scorecard(held, basis)
    ranking.store_scorecard(session, scorecard_row(held, card, at=at))
    return card


def scorecard_row(held: Held, card: Scorecard, *, at: dt.datetime) -> ScorecardRow:
    """The row of a scorecard: index, level, standing and the tree down to dimensions, unrounded."""
    row = ScorecardRow(
        assessment_id=held.assessment.id,
        basis=card.basis.value,
        revision=held.assessment.revision,
        index=card.index,
        level=card.level,
        level_by_points=card.level_by_points,
        standing=card.standing.value,
        **peer_group(held.questionnaire, held.answers)._asdict(),
        reasons=[asdict(reason) for reason in card.reasons],
        pillars={pillar.code: pillar.score for pillar in card.pillars},
        dimensions={line.code: line.score for pillar in card.pillars for line in pillar.dimensions},
        coverage=card.coverage,
        over_claim=card.over_claim,
        integrity=card.integrity,
        questionnaire_digest=card.questionnaire_digest,
        answers_digest=card.answers_digest,
        engine=card.engine,
        at=at,
    )
    row.seal = seal_of(row)
    return row

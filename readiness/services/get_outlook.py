"""What the result of an assessment under way may come to, and how much of it is answered."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person
from readiness.questionnaire.model import Questionnaire
from readiness.scoring.outlook import Outlook
from readiness.scoring.scorecard import Basis
from readiness.services.context import Services
from readiness.services.editing import view_held
from readiness.services.score_assessment import compute_outlook, compute_scorecard


@dataclass(frozen=True)
class OutlookView:
    """`coverage` in percent of the applicable weight; `outlook` is None before the first answer that tells something,
    and when nothing can be answered any more."""

    key: str
    questionnaire: Questionnaire
    coverage: float
    outlook: Outlook | None


def get_outlook(services: Services, session: Session, assessment_key: str, *, by: Person) -> OutlookView:
    """For the firm's own people: until it submits, nobody else sees what a result may come to."""
    held = view_held(services, session, assessment_key, Action.VIEW_OUTLOOK, by=by)
    coverage = compute_scorecard(held, Basis.DECLARED).coverage
    return OutlookView(held.assessment.key, held.questionnaire, coverage, compute_outlook(held, by=by))

"""Why one result is what it is."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person
from readiness.scoring.explain import Explanation, explain
from readiness.services.context import Services
from readiness.services.editing import view_held
from readiness.services.get_result import ResultView, result_of


@dataclass(frozen=True)
class WhyView:
    """The result with its explanation; None while no question applies to the firm."""

    result: ResultView
    explanation: Explanation | None


def get_why(services: Services, session: Session, assessment_key: str, *, by: Person) -> WhyView:
    """The explanation of the result that counts: the verified one where there is one."""
    held = view_held(services, session, assessment_key, Action.VIEW_RESULT, by=by)
    view = result_of(services, session, held, by=by)
    if not any(line.effective > 0 for line in view.main.questions):
        return WhyView(view, None)
    return WhyView(view, explain(view.questionnaire, view.main, view.answers.shares))

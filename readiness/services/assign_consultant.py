"""Give an assessment to a consultant."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, Role, require
from readiness.assessment.states import AssessmentState
from readiness.errors import InputError
from readiness.services.context import Services
from readiness.services.editing import subject
from readiness.services.notify import notify
from readiness.store.assessments import get_assessment
from readiness.store.events import record_event
from readiness.store.people import get_user
from readiness.store.verification import add_assignment

OVER = (AssessmentState.FINAL, AssessmentState.WITHDRAWN)


def assign_consultant(
    services: Services,
    session: Session,
    assessment_key: str,
    consultant_key: str,
    *,
    by: Person,
    at: dt.datetime,
) -> None:
    """From now on the consultant sees this assessment, and only this one of the firm; twice changes nothing."""
    require(by, Action.ASSIGN_CONSULTANT)
    assessment = get_assessment(session, assessment_key, person=by, lock=True)
    consultant = get_user(session, consultant_key, person=by)
    if consultant.role != Role.CONSULTANT or not consultant.active:
        raise InputError("consultant", "not_a_consultant")
    if assessment.state in OVER:
        raise InputError("assessment", "assessment_over", state=assessment.state)
    if add_assignment(session, assessment, consultant, by=by, at=at).at == at:
        notify(
            services, session, consultant, "assigned", path=f"/consultant/{assessment.key}", at=at,
            firm=assessment.firm, round=assessment.round.name,
        )  # fmt: skip
    record_event(
        session,
        "assign_consultant",
        subject(assessment),
        by_id=by.id,
        at=at,
        detail={"consultant": consultant.key},
    )

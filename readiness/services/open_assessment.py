"""Begin a firm's assessment in a round."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, require
from readiness.assessment.states import AssessmentState, Step
from readiness.services.context import Services
from readiness.services.editing import require_day, require_open, subject, take
from readiness.store.assessments import add_assessment, find_assessment
from readiness.store.events import record_event
from readiness.store.firms import get_firm
from readiness.store.rounds import get_round
from readiness.store.rows import Assessment


def open_assessment(
    services: Services, session: Session, firm_key: str, round_key: str, *, by: Person, at: dt.datetime
) -> Assessment:
    """The firm's draft in an open round; the one it has already is given again, a withdrawn one is taken up again."""
    firm = get_firm(session, firm_key, person=by)
    require(by, Action.OPEN_ASSESSMENT, firm_id=firm.id)
    round_ = get_round(session, round_key, person=by, lock=True)
    require_open(round_)
    require_day(services, round_, at)
    assessment = find_assessment(session, firm, round_)
    if assessment is None:
        assessment = add_assessment(session, firm, round_, document={}, at=at)
    elif assessment.state == AssessmentState.WITHDRAWN:
        take(assessment, Step.REOPEN)
    else:
        return assessment
    record_event(session, "open_assessment", subject(assessment), by_id=by.id, at=at)
    return assessment

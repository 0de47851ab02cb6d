"""One assessment in hand: found for the one who asks, locked where it is to change, its sheet read and written."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from readiness.assessment.permissions import (
    Action,
    Person,
    Role,
    agreed,
    dimension_allowed,
    disclosed,
    require,
)
from readiness.assessment.states import AssessmentState, Step, next_state
from readiness.errors import (
    AnswerError,
    ConfigurationError,
    ForbiddenError,
    InputError,
    StoredAnswersError,
)
from readiness.questionnaire.answers import FirmAnswers
from readiness.questionnaire.documents import from_document, to_document
from readiness.questionnaire.model import Questionnaire
from readiness.services.context import Services
from readiness.store.assessments import get_assessment, set_sheet
from readiness.store.rows import Assessment, Round

UNSENT = (AssessmentState.DRAFT, AssessmentState.WITHDRAWN)


@dataclass(frozen=True)
class Held:
    """An assessment with its questionnaire and what the firm states now."""

    assessment: Assessment
    questionnaire: Questionnaire
    answers: FirmAnswers


def questionnaire_of(services: Services, round_: Round) -> Questionnaire:
    """The version that the round asks; NotFoundError when its folder is gone.

    ConfigurationError in production when what decides scores was changed since the round was opened.
    """
    found = services.catalogue.get(round_.questionnaire)
    if round_.digest and round_.digest != found.digest:
        said = f"{round_.questionnaire} is no longer what round {round_.name!r} was opened with: put its files back"
        if services.settings.environment == "production":
            raise ConfigurationError(said)
        logging.getLogger(__name__).warning(said)
    return found


def subject(assessment: Assessment) -> str:
    """How the log of events names the assessment."""
    return f"assessment:{assessment.key}"


def read_held(services: Services, assessment: Assessment) -> Held:
    """The assessment with its sheet read; its round and sheet must be loaded.

    StoredAnswersError where the questionnaire was changed under the answers, as may happen before it is published.
    """
    questionnaire = questionnaire_of(services, assessment.round)
    document: dict[str, Any] = assessment.sheet.document
    try:
        answers = from_document(questionnaire, document, place=subject(assessment))
    except AnswerError as error:
        raise StoredAnswersError(error.problems, assessment.round.name) from error
    return Held(assessment, questionnaire, answers)


def view_held(services: Services, session: Session, key: str, action: Action, *, by: Person) -> Held:
    """For reading: NotFoundError when it is not the person's.

    ForbiddenError without right or the firm's consent, for the office's look at a result also before submission.
    """
    assessment = get_assessment(session, key, person=by)
    require(by, action, firm_id=_seat(by, assessment))
    if not agreed(by, action, assessment.consent):
        raise ForbiddenError(f"the firm has not agreed to share this: {action}")
    submitted = assessment.submitted_at is not None and assessment.state not in UNSENT
    if not disclosed(by, action, submitted=submitted):
        raise ForbiddenError(f"the firm has not submitted this yet: {action}")
    return read_held(services, assessment)


def hold(
    services: Services,
    session: Session,
    key: str,
    action: Action,
    step: Step,
    *,
    by: Person,
    at: dt.datetime,
) -> Held:
    """For changing: locked until the transaction ends, with the right, the state and the day the step needs.

    The sheet is read after the lock is held: what came along with the locked row may be older.
    """
    assessment = get_assessment(session, key, person=by, lock=True)
    require(by, action, firm_id=_seat(by, assessment))
    next_state(assessment.state, step)
    session.refresh(assessment.sheet)
    if step in (Step.SAVE, Step.SUBMIT) and assessment.state == AssessmentState.DRAFT:
        require_open(assessment.round)
        require_day(services, assessment.round, at)
    return read_held(services, assessment)


def _seat(by: Person, assessment: Assessment) -> int | None:
    return assessment.firm_id if by.role is Role.FIRM else None


def require_open(round_: Round) -> None:
    """Return if the office has this round open, else InputError('round', 'round_not_open')."""
    if round_.state != "open":
        raise InputError("round", "round_not_open", round=round_.name)


def local_day(services: Services, at: dt.datetime) -> dt.date:
    """The calendar day of a moment where the service is."""
    return at.astimezone(ZoneInfo(services.settings.timezone)).date()


def require_day(services: Services, round_: Round, at: dt.datetime) -> None:
    """Return on the days of the round, first and last included; a practice round has all days.

    Else InputError('round', 'round_to_come' or 'round_over').
    """
    day = local_day(services, at)
    if round_.practice or round_.opens_on <= day <= round_.closes_on:
        return
    if day < round_.opens_on:
        raise InputError("round", "round_to_come", round=round_.name, day=round_.opens_on)
    raise InputError("round", "round_over", round=round_.name, day=round_.closes_on)


def require_dimensions(held: Held, codes: set[str], *, by: Person) -> None:
    """InputError for codes that are no questions, ForbiddenError for those outside an editor's dimensions."""
    for code in sorted(codes):
        question = held.questionnaire.question.get(code)
        if question is None:
            raise InputError(code, "question_unknown", question=code)
        if not dimension_allowed(by, held.assessment.firm_id, question.dimension):
            raise ForbiddenError(f"{code} is outside this person's dimensions")


def take(assessment: Assessment, step: Step) -> None:
    """Move the assessment; TransitionError where the table has no such step."""
    assessment.state = next_state(assessment.state, step).value


def write_sheet(session: Session, held: Held, answers: FirmAnswers) -> Held:
    """Store what the firm states now beside the rows just appended, under the assessment's revision."""
    set_sheet(session, held.assessment, to_document(held.questionnaire, answers))
    return replace(held, answers=answers)

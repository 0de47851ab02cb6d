"""Which attached files count: those that are valid on the day. Their names stand beside the answer in the sheet."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Collection
from dataclasses import replace

from sqlalchemy.orm import Session

from readiness.assessment.states import AssessmentState
from readiness.errors import ReadinessError
from readiness.questionnaire.answers import Answer
from readiness.services.append_changes import renew_declaration, without_verdicts
from readiness.services.context import Services
from readiness.services.editing import Held, local_day, read_held, subject, write_sheet
from readiness.store.assessments import lock_assessment
from readiness.store.events import record_event
from readiness.store.evidence import list_ever_attached, list_lapsed
from readiness.store.rows import Assessment

OPEN = (AssessmentState.DRAFT, AssessmentState.RETURNED)
"""States in which a file is judged by today; from the submission on, by that day."""


def count_changed(session: Session, held: Held, codes: Collection[str], *, on: dt.date) -> Held:
    """After somebody changed the evidence of these answers: what counts on that day goes into the sheet, and what was
    declared before, or verified on answers whose files differ, is given again."""
    counted = _counted(session, held, codes, on=on)
    answers = replace(held.answers, answers={**held.answers.answers, **counted})
    held.assessment.revision += 1
    renew_declaration(held)
    return write_sheet(session, held, without_verdicts(answers, frozenset(counted)))


def drop_lapsed(
    session: Session, held: Held, codes: Collection[str], *, on: dt.date, at: dt.datetime
) -> Held:
    """Files that lapsed by themselves count no more; nobody changed anything, so declaration and verdicts stand."""
    counted = _counted(session, held, codes, on=on) if codes else {}
    if not counted:
        return held
    held.assessment.revision += 1
    detail = {"questions": sorted(counted)}
    record_event(session, "lapse_evidence", subject(held.assessment), by_id=None, at=at, detail=detail)
    return write_sheet(session, held, replace(held.answers, answers={**held.answers.answers, **counted}))


def judged_on(services: Services, assessment: Assessment, *, at: dt.datetime) -> tuple[dt.date, bool]:
    """The day that decides which files count, and whether it is the day of the submission."""
    if assessment.submitted_at is None or assessment.state in (*OPEN, AssessmentState.WITHDRAWN):
        return local_day(services, at), False
    return local_day(services, assessment.submitted_at), True


def judge_evidence(services: Services, session: Session, held: Held, *, at: dt.datetime) -> Held:
    """The assessment as it is submitted at that moment: without files that are past their last good day."""
    codes = [code for code, answer in held.answers.answers.items() if answer.documents]
    return drop_lapsed(session, held, codes, on=local_day(services, at), at=at)


def find_lapsed(services: Services, session: Session, *, at: dt.datetime) -> dict[int, list[str]]:
    """Ids of assessments that are being filled in → codes of answers that still count a file past its last good day."""
    day, found = local_day(services, at), {}
    for assessment, codes in list_lapsed(session, on=day, states=[state.value for state in OPEN]):
        try:
            counted = _counted(session, read_held(services, assessment), codes, on=day)
        except ReadinessError:
            logging.getLogger(__name__).exception("evidence of %s cannot be judged", subject(assessment))
            continue
        if counted:
            found[assessment.id] = sorted(counted)
    return found


def let_lapse(
    services: Services, session: Session, assessment_id: int, codes: Collection[str], *, at: dt.datetime
) -> None:
    """Count these files of one assessment no more; nothing where it was submitted meanwhile."""
    assessment = lock_assessment(session, assessment_id)
    if assessment.state in OPEN:
        drop_lapsed(session, read_held(services, assessment), codes, on=local_day(services, at), at=at)


def _counted(session: Session, held: Held, codes: Collection[str], *, on: dt.date) -> dict[str, Answer]:
    """Code → answer with the names of what counts, where these differ from what the sheet says.

    Names that no file stands behind came with imported answers and stay.
    """
    rows = list_ever_attached(session, held.assessment, list(codes))
    found = {}
    for code in codes:
        own = [row for row in rows if row.code == code]
        answer = held.answers.answers.get(code, Answer())
        known = {row.name for row in own}
        kept = [name for name in answer.documents if name not in known]
        valid = [row.name for row in own if row.removed_at is None and row.file.valid_on(on)]
        if (documents := (*kept, *valid)) != answer.documents:
            found[code] = replace(answer, documents=documents)
    return found

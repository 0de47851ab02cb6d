"""Say of what day a file is, until when it is good, and what it shows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person
from readiness.assessment.states import Step
from readiness.errors import ConflictError, InputError, InputErrors
from readiness.services.context import Services
from readiness.services.count_evidence import count_changed
from readiness.services.editing import hold, local_day, require_dimensions
from readiness.store.events import record_event
from readiness.store.evidence import get_evidence, list_uses
from readiness.store.rows import EvidenceFile
from readiness.store.types import check_text

NOTE_LENGTH = 1000


@dataclass(frozen=True)
class About:
    """The day of the document, its last good day, and a note; all may be missing."""

    issued_on: dt.date | None = None
    valid_until: dt.date | None = None
    note: str = ""


def about_of(file: EvidenceFile) -> About:
    """What stands about the file now."""
    return About(file.issued_on, file.valid_until, file.note)


def read_about(about: About, *, today: dt.date) -> About:
    """The same as it is kept. InputErrors: 'issued_on' with 'day_to_come', 'valid_until' with 'valid_before_issue',
    'note'. A day that is past already is taken: the file is kept, and does not count."""
    errors, note = list[InputError](), ""
    if about.issued_on and about.issued_on > today:
        errors.append(InputError("issued_on", "day_to_come"))
    if about.valid_until and about.valid_until < (about.issued_on or about.valid_until):
        errors.append(InputError("valid_until", "valid_before_issue"))
    try:
        note = check_text(about.note.strip(), "note", NOTE_LENGTH)
    except InputError as error:
        errors.append(error)
    if errors:
        raise InputErrors(errors)
    return About(about.issued_on, about.valid_until, note)


def describe_evidence(
    services: Services,
    session: Session,
    assessment_key: str,
    evidence_key: str,
    about: About,
    *,
    base: About,
    by: Person,
    at: dt.datetime,
) -> None:
    """Keep it for the file, for all answers that it supports; what stood before goes into the log.

    `base` is what the sender has seen. ConflictError carries (standing, sent) when somebody changed it meanwhile;
    ForbiddenError where the file supports an answer outside an editor's dimensions.
    """
    row, assessment = get_evidence(session, evidence_key, person=by, assessment_key=assessment_key)
    held = hold(services, session, assessment.key, Action.DESCRIBE_EVIDENCE, Step.SAVE, by=by, at=at)
    today = local_day(services, at)
    sent = read_about(about, today=today)
    session.refresh(row.file)
    codes = list_uses(session, row.file)
    require_dimensions(held, set(codes), by=by)
    standing = about_of(row.file)
    if sent == standing:
        return
    if standing != base:
        raise ConflictError({row.key: (standing, sent)})
    row.file.issued_on, row.file.valid_until, row.file.note = sent.issued_on, sent.valid_until, sent.note
    session.flush()
    detail = {"was": _told(standing), "now": _told(sent)}
    record_event(session, "describe_evidence", f"evidence:{row.key}", by_id=by.id, at=at, detail=detail)
    count_changed(session, held, codes, on=today)


def _told(about: About) -> dict[str, str]:
    days = {"issued_on": about.issued_on, "valid_until": about.valid_until}
    return {**{name: day.isoformat() for name, day in days.items() if day}, "note": about.note}

"""Leave colleagues a note on a question, or take one's own back."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person
from readiness.errors import InputError, NotFoundError
from readiness.services.context import Services
from readiness.services.editing import view_held
from readiness.store.notes import add_note, get_own_note, list_notes
from readiness.store.rows import Note
from readiness.store.types import check_text

LENGTH = 2000


def write_note(
    services: Services,
    session: Session,
    assessment_key: str,
    code: str,
    *,
    text: str,
    by: Person,
    at: dt.datetime,
) -> Note:
    """Keep the words as they are; the same words sent twice in a row by the same person are one note.

    InputError for an empty or too long text; NotFoundError for a question that is not asked here.
    """
    held = view_held(services, session, assessment_key, Action.WRITE_NOTE, by=by)
    if code not in held.questionnaire.question:
        raise NotFoundError(f"no question {code!r}")
    words = check_text(text.strip(), "words", LENGTH)
    if not words:
        raise InputError("words", "required")
    last = next(reversed(list_notes(session, held.assessment, code)), None)
    if last is not None and (last.by_id, last.text) == (by.id, words):
        return last
    return add_note(session, held.assessment, code, words, by=by, at=at)


def withdraw_note(
    services: Services, session: Session, assessment_key: str, note_key: str, *, by: Person, at: dt.datetime
) -> None:
    """Colleagues no longer see it; NotFoundError for a note of somebody else."""
    held = view_held(services, session, assessment_key, Action.WRITE_NOTE, by=by)
    get_own_note(session, held.assessment, note_key, by=by).withdrawn_at = at

"""Notes between colleagues on the questions of an assessment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from readiness.assessment.permissions import Person
from readiness.errors import NotFoundError
from readiness.store.rows import Assessment, Note


def add_note(
    session: Session, assessment: Assessment, code: str, text: str, *, by: Person, at: dt.datetime
) -> Note:
    """Keep one note; nothing is checked here but the text's length."""
    row = Note(assessment_id=assessment.id, code=code, text=text, by_id=by.id, at=at)
    session.add(row)
    session.flush()
    return row


def list_notes(session: Session, assessment: Assessment, code: str = "") -> Sequence[Note]:
    """Those that were not taken back, oldest first, with their authors; of one question or of all."""
    query = sa.select(Note).where(Note.assessment_id == assessment.id, Note.withdrawn_at.is_(None))
    if code:
        query = query.where(Note.code == code)
    return session.scalars(query.order_by(Note.id).options(joinedload(Note.by))).all()


def count_notes(session: Session, assessment: Assessment) -> dict[str, int]:
    """Code → how many notes stand there; questions without any are left out."""
    query = sa.select(Note.code, sa.func.count().label("notes")).where(
        Note.assessment_id == assessment.id, Note.withdrawn_at.is_(None)
    )
    return {row.code: row.notes for row in session.execute(query.group_by(Note.code))}


def get_own_note(session: Session, assessment: Assessment, key: str, *, by: Person) -> Note:
    """A note that this person wrote and did not take back, else NotFoundError."""
    query = sa.select(Note).where(Note.assessment_id == assessment.id, Note.key == key, Note.by_id == by.id)
    found = session.scalar(query.where(Note.withdrawn_at.is_(None)))
    if found is None:
        raise NotFoundError(f"no note {key!r} of this person")
    return found

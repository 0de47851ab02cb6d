"""A consultant's side: assignments, verdicts and the signature."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from readiness.assessment.permissions import Person
from readiness.questionnaire.answers import VerdictEntry
from readiness.store.rows import Assessment, Assignment, Audit, User, VerdictRow


def add_assignment(
    session: Session, assessment: Assessment, consultant: User, *, by: Person, at: dt.datetime
) -> Assignment:
    """Assign the consultant; assigning twice changes nothing."""
    query = sa.select(Assignment).where(
        Assignment.assessment_id == assessment.id, Assignment.consultant_id == consultant.id
    )
    known = session.scalar(query)
    if known is None:
        known = Assignment(assessment=assessment, consultant=consultant, by_id=by.id, at=at)
        session.add(known)
        session.flush()
    return known


def list_assignments(session: Session, assessments: Sequence[Assessment]) -> Sequence[Assignment]:
    """Assignments of these assessments with their consultants."""
    query = sa.select(Assignment).where(Assignment.assessment_id.in_([a.id for a in assessments]))
    return session.scalars(query.options(joinedload(Assignment.consultant)).order_by(Assignment.id)).all()


def add_verdicts(
    session: Session,
    assessment: Assessment,
    entries: Iterable[tuple[str, VerdictEntry]],
    *,
    by: Person,
    at: dt.datetime,
    client_id: str | None = None,
) -> None:
    """Append one row for each (code, verdict) at the assessment's present revision, which the caller has raised."""
    same = {"assessment_id": assessment.id, "revision": assessment.revision, "by_id": by.id, "at": at}
    rows = [
        {**same, "code": code, "verdict": entry.verdict.value, "grade": entry.grade, "value": entry.value,
         "reason": entry.reason, "client_id": client_id}
        for code, entry in entries
    ]  # fmt: skip
    if rows:
        session.execute(sa.insert(VerdictRow), rows)


def latest_verdicts(session: Session, assessment: Assessment) -> dict[str, VerdictRow]:
    """Code → the verdict that stands, with who gave it."""
    newest = sa.select(VerdictRow.code, sa.func.max(VerdictRow.revision).label("revision"))
    top = newest.where(VerdictRow.assessment_id == assessment.id).group_by(VerdictRow.code).subquery()
    same = (VerdictRow.code == top.c.code) & (VerdictRow.revision == top.c.revision)
    query = sa.select(VerdictRow).join(top, same).where(VerdictRow.assessment_id == assessment.id)
    return {row.code: row for row in session.scalars(query.options(joinedload(VerdictRow.by)))}


def find_audit(session: Session, assessment: Assessment) -> Audit | None:
    """The signature with its signer."""
    query = sa.select(Audit).where(Audit.assessment_id == assessment.id)
    return session.scalar(query.options(joinedload(Audit.signer)))

"""A consultant's side: assignments, verdicts and the signature."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload

from readiness.assessment.permissions import Person
from readiness.questionnaire.answers import VerdictEntry
from readiness.store.rows import Assessment, Assignment, Audit, Round, User, VerdictRow
from readiness.store.scope import assessments_for


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


def list_given(
    session: Session, groups: Sequence[Sequence[str]], *, person: Person, after: tuple[int, int], limit: int
) -> list[tuple[int, Assessment]]:
    """(number of its group of states, assessment with firm and round), the groups in their order, by id inside one.

    `after` is the number and id of the last line that was shown.
    """
    number = sa.case(
        *((Assessment.state.in_(states), place) for place, states in enumerate(groups)), else_=len(groups)
    )
    query = (
        sa.select(number, Assessment)
        .join(Assessment.firm)
        .join(Assessment.round)
        .where(assessments_for(person), number < len(groups))
        .where((number > after[0]) | ((number == after[0]) & (Assessment.id > after[1])))
        .order_by(number, Assessment.id)
        .limit(limit)
        .options(contains_eager(Assessment.firm), contains_eager(Assessment.round))
    )
    return [(row[0], row[1]) for row in session.execute(query)]


def count_given(session: Session, *, person: Person) -> dict[str, int]:
    """State → number of assessments that the person can see."""
    query = sa.select(Assessment.state, sa.func.count()).where(assessments_for(person))
    return {row[0]: row[1] for row in session.execute(query.group_by(Assessment.state))}


def list_unassigned(
    session: Session, round_: Round, states: Sequence[str], *, person: Person, after: int, limit: int
) -> Sequence[Assessment]:
    """Assessments of the round in these states that nobody verifies, by id, with firm and round."""
    query = (
        sa.select(Assessment)
        .join(Assessment.firm)
        .join(Assessment.round)
        .where(assessments_for(person), Assessment.round_id == round_.id, Assessment.id > after)
        .where(Assessment.state.in_(states))
        .where(~sa.exists().where(Assignment.assessment_id == Assessment.id))
        .order_by(Assessment.id)
        .limit(limit)
        .options(contains_eager(Assessment.firm), contains_eager(Assessment.round))
    )
    return session.scalars(query).all()


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

"""Answers: one row for each save of each code, the latest of which stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from readiness.assessment.permissions import Person
from readiness.questionnaire.answers import Answer, State
from readiness.store.rows import AnswerRow, Assessment


def add_answers(
    session: Session,
    assessment: Assessment,
    changes: Iterable[tuple[str, Answer]],
    *,
    by: Person,
    at: dt.datetime,
    client_id: str | None = None,
) -> None:
    """Append one row for each (code, answer) at the assessment's present revision, which the caller has raised."""
    same = {"assessment_id": assessment.id, "revision": assessment.revision, "by_id": by.id, "at": at}
    rows = [
        {**same, "code": code, "state": answer.state.value, "value": answer.value, "reason": answer.reason,
         "client_id": client_id}
        for code, answer in changes
    ]  # fmt: skip
    if rows:
        session.execute(sa.insert(AnswerRow), rows)


def add_part(
    session: Session,
    assessment: Assessment,
    code: str,
    value: object,
    *,
    by: Person,
    at: dt.datetime,
    client_id: str | None = None,
) -> None:
    """Append a part that is no answer ('@profile', '@processes', '@statements') as a whole."""
    row = AnswerRow(
        assessment_id=assessment.id, code=code, revision=assessment.revision, state="answered", value=value,
        reason="", by_id=by.id, at=at, client_id=client_id,
    )  # fmt: skip
    session.add(row)
    session.flush()


def latest_answers(
    session: Session, assessment: Assessment, codes: Sequence[str] = ()
) -> dict[str, AnswerRow]:
    """Code → the row that stands, with who saved it; all codes, or those named."""
    newest = sa.select(AnswerRow.code, sa.func.max(AnswerRow.revision).label("revision"))
    newest = newest.where(AnswerRow.assessment_id == assessment.id).group_by(AnswerRow.code)
    if codes:
        newest = newest.where(AnswerRow.code.in_(codes))
    top = newest.subquery()
    same = (AnswerRow.code == top.c.code) & (AnswerRow.revision == top.c.revision)
    query = sa.select(AnswerRow).join(top, same).where(AnswerRow.assessment_id == assessment.id)
    return {row.code: row for row in session.scalars(query.options(joinedload(AnswerRow.by)))}


def revisions_of_others(
    session: Session, assessment: Assessment, codes: Sequence[str], user_id: int
) -> dict[str, int]:
    """Code → the newest revision that somebody else saved; codes without one are left out."""
    query = sa.select(AnswerRow.code, sa.func.max(AnswerRow.revision)).where(
        AnswerRow.assessment_id == assessment.id, AnswerRow.code.in_(codes), AnswerRow.by_id != user_id
    )
    return {row[0]: row[1] for row in session.execute(query.group_by(AnswerRow.code))}


def answers_until(
    session: Session, assessment: Assessment, revisions: Mapping[str, int]
) -> dict[str, Answer]:
    """Code → the answer that stood at the revision given for it; codes that had none then are left out."""
    query = sa.select(AnswerRow).where(
        AnswerRow.assessment_id == assessment.id, AnswerRow.code.in_(list(revisions))
    )
    found: dict[str, Answer] = {}
    for row in session.scalars(query.order_by(AnswerRow.revision)) if revisions else ():
        if row.revision <= revisions[row.code]:
            found[row.code] = Answer(State(row.state), row.value, row.reason)
    return found


def answer_history(session: Session, assessment: Assessment, code: str) -> Sequence[AnswerRow]:
    """All rows of one code, newest first."""
    query = sa.select(AnswerRow).where(AnswerRow.assessment_id == assessment.id, AnswerRow.code == code)
    return session.scalars(query.order_by(AnswerRow.revision.desc()).options(joinedload(AnswerRow.by))).all()

"""What the quality of a round is judged by: sheets, signers, and when answers were saved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from readiness.assessment.permissions import Person
from readiness.store.rows import AnswerRow, Assessment, Audit, Round, User
from readiness.store.scope import assessments_for


class Saving(NamedTuple):
    """First and last save of an assessment's answers, and in how many saves they came."""

    first: dt.datetime
    last: dt.datetime
    saves: int


def list_submitted(
    session: Session, round_: Round, states: Sequence[str], *, person: Person | None
) -> Sequence[int]:
    """Ids of assessments of the round in these states; `person` None: of all its firms."""
    query = sa.select(Assessment.id).where(Assessment.round_id == round_.id, Assessment.state.in_(states))
    if person is not None:
        query = query.where(assessments_for(person))
    return session.scalars(query.order_by(Assessment.id)).all()


def iterate_sheets(
    session: Session, ids: Sequence[int], *, portion: int = 500
) -> Iterator[Sequence[Assessment]]:
    """These assessments with firm, round and sheet, by id and in portions; the ids come from `list_submitted`."""
    query = (
        sa.select(Assessment)
        .options(joinedload(Assessment.firm), joinedload(Assessment.sheet), joinedload(Assessment.round))
        .order_by(Assessment.id)
    )
    for start in range(0, len(ids), portion):
        yield session.scalars(query.where(Assessment.id.in_(ids[start : start + portion]))).all()


def list_signers(session: Session, round_: Round, states: Sequence[str]) -> dict[int, User]:
    """Assessment id → who signed its audit, for assessments of the round in these states."""
    query = (
        sa.select(Audit.assessment_id, User)
        .join(User, User.id == Audit.signed_by)
        .join(Assessment, Assessment.id == Audit.assessment_id)
        .where(Assessment.round_id == round_.id, Assessment.state.in_(states))
    )
    return {row[0]: row[1] for row in session.execute(query)}


def list_savings(session: Session, round_: Round, states: Sequence[str]) -> dict[int, Saving]:
    """Assessment id → when its questions were answered, in one query."""
    query = (
        sa.select(
            AnswerRow.assessment_id,
            sa.func.min(AnswerRow.at),
            sa.func.max(AnswerRow.at),
            sa.func.count(AnswerRow.revision.distinct()),
        )
        .join(Assessment, Assessment.id == AnswerRow.assessment_id)
        .where(Assessment.round_id == round_.id, Assessment.state.in_(states))
        .where(~AnswerRow.code.startswith("@"))
        .group_by(AnswerRow.assessment_id)
    )
    return {row[0]: Saving(row[1], row[2], row[3]) for row in session.execute(query)}

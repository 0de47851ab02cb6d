"""Assessments with their firm, round and current sheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload

from readiness.assessment.permissions import Person
from readiness.errors import NotFoundError
from readiness.store.rows import Assessment, Firm, Round, Sheet
from readiness.store.scope import assessments_for

PARTS = tuple(
    joinedload(part, innerjoin=True) for part in (Assessment.firm, Assessment.round, Assessment.sheet)
)


def get_assessment(session: Session, key: str, *, person: Person, lock: bool = False) -> Assessment:
    """The assessment with firm, round and sheet if the person can see it, else NotFoundError.

    `lock` makes others who want to change it wait until this transaction ends: take it before every change.
    """
    query = sa.select(Assessment).where(Assessment.key == key, assessments_for(person))
    if lock:
        query = query.with_for_update(of=Assessment).execution_options(populate_existing=True)
    found = session.scalar(query.options(*PARTS))
    if found is None:
        raise NotFoundError(f"no assessment {key!r} for this person")
    return found


def find_assessment(session: Session, firm: Firm, round_: Round) -> Assessment | None:
    """The firm's assessment in the round, for a firm that came from a scoped query."""
    query = sa.select(Assessment).where(Assessment.firm_id == firm.id, Assessment.round_id == round_.id)
    return session.scalar(query.options(*PARTS))


def list_assessments(
    session: Session,
    *,
    person: Person,
    round_: Round | None = None,
    firm: Firm | None = None,
    state: str = "",
    after: int = 0,
    limit: int = 50,
) -> Sequence[Assessment]:
    """Assessments by id from after `after` on, with firm and round, without sheets."""
    query = (
        sa.select(Assessment)
        .join(Assessment.firm)
        .join(Assessment.round)
        .where(assessments_for(person), Assessment.id > after)
        .order_by(Assessment.id)
        .limit(limit)
        .options(contains_eager(Assessment.firm), contains_eager(Assessment.round))
    )
    if round_ is not None:
        query = query.where(Assessment.round_id == round_.id)
    if firm is not None:
        query = query.where(Assessment.firm_id == firm.id)
    if state:
        query = query.where(Assessment.state == state)
    return session.scalars(query).all()


def add_assessment(
    session: Session, firm: Firm, round_: Round, *, document: Mapping[str, Any], at: dt.datetime
) -> Assessment:
    """A new draft with its sheet; IntegrityError if the firm has one in this round (ask `find_assessment` first)."""
    row = Assessment(firm=firm, round=round_, created_at=at, state="draft", revision=0)
    row.sheet = Sheet(document=dict(document), revision=0)
    session.add(row)
    session.flush()
    return row


def add_assessments(session: Session, firms: Sequence[Firm], round_: Round, *, at: dt.datetime) -> None:
    """An empty draft for each of the firms, none of which may have one in this round, in few statements."""
    for firm in firms:
        row = Assessment(firm_id=firm.id, round_id=round_.id, created_at=at, state="draft", revision=0)
        row.sheet = Sheet(document={}, revision=0)
        session.add(row)
    session.flush()


def set_sheet(session: Session, assessment: Assessment, document: Mapping[str, Any]) -> None:
    """Store the current document under the assessment's revision."""
    assessment.sheet.document = dict(document)
    assessment.sheet.revision = assessment.revision
    session.flush()


def count_states(session: Session, round_: Round, *, person: Person) -> dict[str, int]:
    """State → number of assessments of the round that the person can see."""
    query = sa.select(Assessment.state, sa.func.count()).where(
        Assessment.round_id == round_.id, assessments_for(person)
    )
    return {row[0]: row[1] for row in session.execute(query.group_by(Assessment.state))}


def iterate_sheets(
    session: Session, round_: Round, *, person: Person, states: Sequence[str] = (), portion: int = 2000
) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """(assessment id, credit code, document) of a round by id, read in portions so that memory stays flat."""
    last = 0
    query = (
        sa.select(Assessment.id, Firm.credit_code, Sheet.document)
        .join(Firm, Firm.id == Assessment.firm_id)
        .join(Sheet, Sheet.assessment_id == Assessment.id)
        .where(Assessment.round_id == round_.id, assessments_for(person))
        .order_by(Assessment.id)
        .limit(portion)
    )
    if states:
        query = query.where(Assessment.state.in_(states))
    while rows := session.execute(query.where(Assessment.id > last)).all():
        yield from ((row.id, row.credit_code, row.document) for row in rows)
        last = rows[-1].id

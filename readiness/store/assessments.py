"""Assessments with their firm, round and current sheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
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


def lock_assessment(session: Session, assessment_id: int) -> Assessment:
    """The same by id, locked, for what the service does by itself and nobody asked for."""
    query = sa.select(Assessment).where(Assessment.id == assessment_id).with_for_update(of=Assessment)
    return session.execute(query.options(*PARTS).execution_options(populate_existing=True)).scalar_one()


def find_assessment(session: Session, firm: Firm, round_: Round) -> Assessment | None:
    """The firm's assessment in the round, for a firm that came from a scoped query."""
    query = sa.select(Assessment).where(Assessment.firm_id == firm.id, Assessment.round_id == round_.id)
    return session.scalar(query.options(*PARTS))


def find_earlier(session: Session, assessment: Assessment, *, person: Person) -> Assessment | None:
    """The firm's assessment in the latest round that opened before this one's, practice and withdrawn ones left out."""
    query = (
        sa.select(Assessment)
        .join(Assessment.round)
        .where(
            assessments_for(person),
            Assessment.firm_id == assessment.firm_id,
            Assessment.state != "withdrawn",
            Round.practice.is_(False),
            sa.tuple_(Round.opens_on, Round.id) < (assessment.round.opens_on, assessment.round_id),
        )
        .order_by(Round.opens_on.desc(), Round.id.desc())
        .limit(1)
    )
    return session.scalar(query.options(*PARTS))


def find_present(session: Session, firm: Firm, *, person: Person) -> Assessment | None:
    """The firm's assessment that can be filled in now, of the latest round; of practice only without another one."""
    query = (
        sa.select(Assessment)
        .join(Assessment.round)
        .where(
            assessments_for(person),
            Assessment.firm_id == firm.id,
            Assessment.state.in_(("draft", "returned")),
            Round.state == "open",
        )
        .order_by(Round.practice, Round.closes_on.desc(), Assessment.id.desc())
        .limit(1)
    )
    return session.scalar(query.options(contains_eager(Assessment.round)))


def entered(session: Session, firms: Sequence[Firm], rounds: Sequence[Round]) -> set[tuple[int, int]]:
    """(firm id, round id) of those with an assessment that is not withdrawn; the firms come from a scoped query."""
    query = sa.select(Assessment.firm_id, Assessment.round_id).where(
        Assessment.firm_id.in_([firm.id for firm in firms]),
        Assessment.round_id.in_([round_.id for round_ in rounds]),
        Assessment.state != "withdrawn",
    )
    return {(row.firm_id, row.round_id) for row in session.execute(query)}


def list_assessments(
    session: Session,
    *,
    person: Person,
    round_: Round | None = None,
    firm: Firm | None = None,
    state: str = "",
    after: int = 0,
    limit: int = 50,
    sheets: bool = False,
) -> Sequence[Assessment]:
    """Assessments by id from after `after` on, with firm and round, with sheets only where they are asked for."""
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
    if sheets:
        query = query.options(joinedload(Assessment.sheet, innerjoin=True))
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


def find_newest(session: Session, firm: Firm, *, person: Person) -> Assessment | None:
    """The firm's assessment of the latest round, withdrawn ones left out; of practice only without another one."""
    query = sa.select(Assessment).join(Assessment.round).where(assessments_for(person))
    query = query.where(Assessment.firm_id == firm.id, Assessment.state != "withdrawn")
    query = query.order_by(Round.practice, Round.closes_on.desc(), Assessment.id.desc()).limit(1)
    return session.scalar(query.options(*PARTS))

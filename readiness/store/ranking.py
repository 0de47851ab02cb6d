"""Stored scorecards, one by one and as the list that a ranking is made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from readiness.assessment.permissions import Person
from readiness.store.rows import Assessment, Firm, Round, ScorecardRow
from readiness.store.scope import assessments_for


class RankingRow(NamedTuple):
    """One assessment of a round with its firm and the scorecard of one basis (None: not scored yet)."""

    assessment: Assessment
    firm: Firm
    scorecard: ScorecardRow | None


def store_scorecard(session: Session, card: ScorecardRow) -> ScorecardRow:
    """Keep `card` as the one of its assessment and basis, in place of an older one."""
    same = (ScorecardRow.assessment_id == card.assessment_id, ScorecardRow.basis == card.basis)
    session.execute(sa.delete(ScorecardRow).where(*same))
    session.add(card)
    session.flush()
    return card


def get_scorecards(session: Session, assessment: Assessment) -> dict[str, ScorecardRow]:
    """Basis → stored scorecard."""
    query = sa.select(ScorecardRow).where(ScorecardRow.assessment_id == assessment.id)
    return {card.basis: card for card in session.scalars(query)}


def list_scorecards(
    session: Session, assessments: Sequence[Assessment]
) -> dict[tuple[int, str], ScorecardRow]:
    """(assessment id, basis) → stored scorecard, for a page of assessments."""
    query = sa.select(ScorecardRow).where(ScorecardRow.assessment_id.in_([a.id for a in assessments]))
    return {(card.assessment_id, card.basis): card for card in session.scalars(query)}


def list_for_ranking(session: Session, round_: Round, basis: str, *, person: Person) -> list[RankingRow]:
    """All assessments of the round that were submitted, by credit code, each with its scorecard if there is one."""
    card = (ScorecardRow.assessment_id == Assessment.id) & (ScorecardRow.basis == basis)
    query = (
        sa.select(Assessment, Firm, ScorecardRow)
        .join(Firm, Firm.id == Assessment.firm_id)
        .outerjoin(ScorecardRow, card)
        .where(Assessment.round_id == round_.id, assessments_for(person))
        .where(Assessment.submitted_at.is_not(None))
        .order_by(Firm.credit_code)
    )
    return [RankingRow(*row) for row in session.execute(query)]


def iterate_scorecards(session: Session, *, portion: int = 500) -> Iterator[tuple[ScorecardRow, Assessment]]:
    """Every stored scorecard with its assessment, round and sheet, by id and in portions; for checks of the whole."""
    last = 0
    query = (
        sa.select(ScorecardRow, Assessment)
        .join(Assessment, Assessment.id == ScorecardRow.assessment_id)
        .options(joinedload(Assessment.round), joinedload(Assessment.sheet), joinedload(Assessment.firm))
        .order_by(ScorecardRow.id)
        .limit(portion)
    )
    while rows := session.execute(query.where(ScorecardRow.id > last)).all():
        yield from ((row[0], row[1]) for row in rows)
        last = rows[-1][0].id

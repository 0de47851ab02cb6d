"""Stored scorecards, one by one and as the list that a ranking is made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, defer, joinedload

from readiness.assessment.permissions import Person
from readiness.store.rows import Assessment, Firm, Round, ScorecardRow
from readiness.store.scope import assessments_for

PORTION = 1000


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


class RankingKey(NamedTuple):
    """What decides where an assessment stands in a ranking; `score` and what follows is None where it is not scored."""

    assessment_id: int
    state: str
    credit_code: str
    confirmed_at: dt.datetime | None
    score: float | None
    standing: str | None
    integrity: bool | None
    sub_sector: str | None
    size: str | None


def list_ranking_keys(
    session: Session, round_: Round, *, signed: Sequence[str], person: Person
) -> list[RankingKey]:
    """All assessments of the round that were submitted, by credit code, in one query of plain columns.

    The scorecard is the verified one in the states `signed`, else the declared one.
    """
    card = ScorecardRow
    query = (
        sa.select(
            Assessment.id, Assessment.state, Firm.credit_code, Firm.confirmed_at,
            card.index, card.standing, card.integrity, card.sub_sector, card.size,
        )
        .join(Firm, Firm.id == Assessment.firm_id)
        .outerjoin(card, _card_of(signed))
        .where(Assessment.round_id == round_.id, assessments_for(person))
        .where(Assessment.submitted_at.is_not(None))
        .order_by(Firm.credit_code)
    )  # fmt: skip
    return [RankingKey(*row) for row in session.execute(query)]


def load_ranking_rows(
    session: Session, assessment_ids: Sequence[int], *, signed: Sequence[str]
) -> dict[int, RankingRow]:
    """Assessment id → its row, for ids that came from `list_ranking_keys`; read in portions."""
    found: dict[int, RankingRow] = {}
    query = (
        sa.select(Assessment, Firm, ScorecardRow)
        .join(Firm, Firm.id == Assessment.firm_id)
        .outerjoin(ScorecardRow, _card_of(signed))
        .options(defer(ScorecardRow.dimensions))
    )
    for start in range(0, len(assessment_ids), PORTION):
        ids = assessment_ids[start : start + PORTION]
        for row in session.execute(query.where(Assessment.id.in_(ids))):
            found[row[0].id] = RankingRow(*row)
    return found


def _card_of(signed: Sequence[str]) -> sa.ColumnElement[bool]:
    basis = sa.case((Assessment.state.in_(signed), "verified"), else_="declared")
    return (ScorecardRow.assessment_id == Assessment.id) & (ScorecardRow.basis == basis)


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

"""Whose results peer figures are made of, and the figures as published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from readiness.store.rows import Assessment, Firm, PeerMember, PeerSnapshot, Round, ScorecardRow

PORTION = 500


class PeerSource(NamedTuple):
    """An assessment whose result may count among peers, with what decides that and changes with it."""

    assessment_id: int
    consent: dict[str, Any] | None
    basis: str
    score: float
    sub_sector: str
    size: str
    answers_digest: str
    questionnaire_digest: str


def list_peer_sources(
    session: Session, round_: Round, *, waiting: Sequence[str], signed: Sequence[str], standing: str
) -> list[PeerSource]:
    """Results of the round in these states that count: of confirmed firms, of this standing, without a flag.

    The scorecard is the verified one in the states `signed`, else the declared one.
    """
    card = ScorecardRow
    basis = sa.case((Assessment.state.in_(signed), "verified"), else_="declared")
    query = (
        sa.select(
            Assessment.id, Assessment.consent, card.basis, card.index, card.sub_sector, card.size,
            card.answers_digest, card.questionnaire_digest,
        )
        .join(Firm, Firm.id == Assessment.firm_id)
        .join(card, (card.assessment_id == Assessment.id) & (card.basis == basis))
        .where(Assessment.round_id == round_.id, Assessment.state.in_([*waiting, *signed]))
        .where(Firm.confirmed_at.is_not(None), card.standing == standing, card.integrity.is_(False))
        .order_by(Assessment.id)
    )  # fmt: skip
    return [PeerSource(*row) for row in session.execute(query)]


def load_peer_rows(session: Session, bases: dict[int, str]) -> list[tuple[Assessment, ScorecardRow]]:
    """Assessments (with sheet) by id, each with its scorecard of the basis named; read in portions."""
    ids, found = sorted(bases), list[tuple[Assessment, ScorecardRow]]()
    query = (
        sa.select(Assessment, ScorecardRow)
        .join(ScorecardRow, ScorecardRow.assessment_id == Assessment.id)
        .options(joinedload(Assessment.sheet))
        .order_by(Assessment.id)
    )
    for start in range(0, len(ids), PORTION):
        for row in session.execute(query.where(Assessment.id.in_(ids[start : start + PORTION]))):
            if row[1].basis == bases[row[0].id]:
                found.append((row[0], row[1]))
    return found


def list_members(session: Session, round_: Round) -> Sequence[PeerMember]:
    """Who is counted in the round's figures, by cohort."""
    query = sa.select(PeerMember).where(PeerMember.round_id == round_.id)
    query = query.order_by(PeerMember.cohort, PeerMember.assessment_id)
    return session.scalars(query, execution_options={"populate_existing": True}).all()


def find_member(session: Session, round_: Round, assessment_key: str) -> PeerMember | None:
    """The record of one assessment that is counted."""
    query = sa.select(PeerMember).join(Assessment, Assessment.id == PeerMember.assessment_id)
    return session.scalar(query.where(PeerMember.round_id == round_.id, Assessment.key == assessment_key))


def set_members(session: Session, round_: Round, members: Iterable[PeerMember]) -> None:
    """These and nobody else are counted from now on."""
    names = [column.key for column in PeerMember.__table__.columns]
    rows = [{name: getattr(member, name) for name in names} for member in members]
    gone = sa.delete(PeerMember).where(PeerMember.round_id == round_.id)
    session.execute(gone, execution_options={"synchronize_session": False})
    if rows:
        session.execute(sa.insert(PeerMember), rows)


def add_snapshot(
    session: Session, round_: Round, document: dict[str, Any], *, seal: str, firms: int, at: dt.datetime
) -> PeerSnapshot:
    """Publish figures in place of the ones before, which are kept."""
    before = find_snapshot(session, round_)
    made = PeerSnapshot(
        round_id=round_.id,
        number=before.number + 1 if before else 1,
        firms=firms,
        document=document,
        seal=seal,
        at=at,
    )
    session.add(made)
    session.flush()
    return made


def find_snapshot(session: Session, round_: Round) -> PeerSnapshot | None:
    """The figures that stand."""
    query = sa.select(PeerSnapshot).where(PeerSnapshot.round_id == round_.id)
    return session.scalar(query.order_by(PeerSnapshot.number.desc()).limit(1))


def count_not_above(session: Session, round_: Round, group: str, index: float) -> tuple[int, int, int]:
    """Of those counted in the group with this path: below the index, not above it, and all."""
    query = sa.select(
        sa.func.count().filter(PeerMember.index < index),
        sa.func.count().filter(PeerMember.index <= index),
        sa.func.count(),
    ).where(PeerMember.round_id == round_.id)
    if group:
        inside = (PeerMember.home == group) | PeerMember.home.startswith(f"{group}/", autoescape=True)
        query = query.where(inside)
    row = session.execute(query).one()
    return row[0], row[1], row[2]

"""Growth since the round before, as a drawn ranking keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from readiness.assessment.permissions import Person
from readiness.store.rows import Assessment, Firm, RankingRun, Round
from readiness.store.rows_ranking import GrowthLine
from readiness.store.scope import assessments_for


class GrowthCounts(NamedTuple):
    """How many firms were compared, how many of them grew, and how many fell."""

    compared: int
    grew: int
    fell: int


def add_growth(session: Session, run: RankingRun, lines: Sequence[dict[str, Any]]) -> None:
    """Keep the lines of a run, each a dictionary by column without `run_id`."""
    if lines:
        session.execute(sa.insert(GrowthLine), [line | {"run_id": run.id} for line in lines])


def list_growth(session: Session, run: RankingRun) -> list[GrowthLine]:
    """Every line of a run, by credit code; for checks of the whole."""
    query = sa.select(GrowthLine).where(GrowthLine.run_id == run.id)
    return list(session.scalars(query.order_by(GrowthLine.credit_code)))


def list_earlier(session: Session, run: RankingRun, before: Round) -> list[int]:
    """The assessments of the round `before` that the lines of a run were compared with."""
    codes = sa.select(GrowthLine.credit_code).where(GrowthLine.run_id == run.id)
    query = sa.select(Assessment.id).join(Firm, Firm.id == Assessment.firm_id)
    return list(session.scalars(query.where(Assessment.round_id == before.id, Firm.credit_code.in_(codes))))


def list_growers(session: Session, run: RankingRun, *, person: Person, limit: int) -> list[GrowthLine]:
    """Firms that have grown, most first and by credit code; those that the person sees."""
    query = sa.select(GrowthLine).where(_seen(run, person), GrowthLine.gained > 0)
    return list(
        session.scalars(query.order_by(GrowthLine.gained.desc(), GrowthLine.credit_code).limit(limit))
    )


def count_growth(session: Session, run: RankingRun, *, person: Person) -> GrowthCounts:
    """Counted over the firms that the person sees."""
    query = sa.select(
        sa.func.count(),
        sa.func.count().filter(GrowthLine.gained > 0),
        sa.func.count().filter(GrowthLine.gained < 0),
    )
    compared, grew, fell = session.execute(query.select_from(GrowthLine).where(_seen(run, person))).one()
    return GrowthCounts(compared, grew, fell)


def _seen(run: RankingRun, person: Person) -> sa.ColumnElement[bool]:
    assessments = sa.select(Assessment.id).where(assessments_for(person))
    return (GrowthLine.run_id == run.id) & GrowthLine.assessment_id.in_(assessments)

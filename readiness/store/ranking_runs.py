"""Rankings that were drawn, and the sheets that they are drawn from."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from readiness.store.rows import Assessment, Firm, Job, RankingLine, RankingRun, Round

PORTION = 500


def add_run(session: Session, run: RankingRun, lines: Sequence[dict[str, Any]]) -> RankingRun:
    """Keep a run with its lines, each a dictionary by column without `run_id`."""
    session.add(run)
    session.flush()
    session.execute(sa.insert(RankingLine), [line | {"run_id": run.id} for line in lines])
    return run


def find_runs(session: Session, round_: Round) -> dict[str, RankingRun]:
    """Basis → the latest run of the round."""
    query = sa.select(RankingRun).where(RankingRun.round_id == round_.id).order_by(RankingRun.id)
    return {run.basis: run for run in session.scalars(query)}


def iterate_runs(session: Session) -> Iterator[tuple[RankingRun, Round]]:
    """Every run with its round, oldest first."""
    query = sa.select(RankingRun, Round).join(Round, Round.id == RankingRun.round_id)
    for row in session.execute(query.order_by(RankingRun.id)).all():
        yield row[0], row[1]


def list_lines(
    session: Session, run: RankingRun, assessment_ids: Collection[int] | None = None
) -> list[RankingLine]:
    """The lines of a run, best first; only those of some assessments where these are named."""
    query = sa.select(RankingLine).where(RankingLine.run_id == run.id)
    if assessment_ids is not None:
        query = query.where(RankingLine.assessment_id.in_(assessment_ids))
    return list(session.scalars(query.order_by(RankingLine.place, RankingLine.credit_code)))


def load_sheets(session: Session, assessment_ids: Sequence[int]) -> Iterator[Assessment]:
    """These assessments with firm, round and sheet, by id and in portions."""
    ids = sorted(assessment_ids)
    query = (
        sa.select(Assessment)
        .join(Firm, Firm.id == Assessment.firm_id)
        .options(joinedload(Assessment.sheet), joinedload(Assessment.firm), joinedload(Assessment.round))
        .order_by(Assessment.id)
    )
    for start in range(0, len(ids), PORTION):
        yield from session.scalars(query.where(Assessment.id.in_(ids[start : start + PORTION])))


def find_round_job(session: Session, kind: str, round_: Round) -> Job | None:
    """The latest job of this kind for the round, in whatever state."""
    query = sa.select(Job).where(Job.kind == kind).order_by(Job.id.desc())
    return next((job for job in session.scalars(query) if job.payload.get("round_key") == round_.key), None)


def names_of(session: Session, credit_codes: Collection[str]) -> dict[str, str]:
    """Credit code → name, read in portions."""
    codes, found = sorted(credit_codes), dict[str, str]()
    query = sa.select(Firm.credit_code, Firm.name)
    for start in range(0, len(codes), PORTION):
        rows = session.execute(query.where(Firm.credit_code.in_(codes[start : start + PORTION])))
        found.update((row[0], row[1]) for row in rows)
    return found

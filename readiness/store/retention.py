"""Files that have served their time: removed evidence and old reports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from readiness.store.rows import Audit, Event, Evidence, IssuedResult, Job, ScorecardRow, VerdictRow

PURGED = "purge_evidence"
REPORT = "report"


def list_removed_evidence(session: Session, *, before: dt.datetime, limit: int) -> Sequence[Evidence]:
    """Files removed before that moment that nothing was decided on, and that were not deleted yet, oldest first.

    Kept for good: what lay there when a verdict on its question, the audit's signature, or a result that is stored or
    was issued was made.
    """
    query = (
        sa.select(Evidence)
        .where(Evidence.removed_at < before, ~_deleted(), ~_decided_on())
        .order_by(Evidence.removed_at, Evidence.id)
    )
    return session.scalars(query.limit(limit)).all()


def list_old_reports(session: Session, *, before: dt.datetime, limit: int) -> Sequence[Job]:
    """Report jobs that were done before that moment and whose file is still named, oldest first."""
    query = sa.select(Job).where(Job.kind == REPORT, Job.state == "done", Job.finished_at < before)
    query = query.where(Job.result["path"].as_string().is_not(None))
    return session.scalars(query.order_by(Job.finished_at, Job.id).limit(limit)).all()


def still_there(session: Session, evidence: Iterable[int]) -> Sequence[Evidence]:
    """Those of the removed files that no other worker has reported as deleted meanwhile."""
    query = sa.select(Evidence).where(Evidence.id.in_(list(evidence)), ~_deleted())
    return session.scalars(query.order_by(Evidence.id)).all()


def forget_reports(session: Session, jobs: Iterable[int]) -> int:
    """Take the paths of deleted reports out of their jobs; how many still had one."""
    rows = session.scalars(sa.select(Job).where(Job.id.in_(list(jobs))).with_for_update()).all()
    left = [row for row in rows if row.result and "path" in row.result]
    for row in left:
        result: dict[str, Any] = row.result or {}
        row.result = {name: value for name, value in result.items() if name != "path"}
    session.flush()
    return len(left)


def _deleted() -> sa.ColumnElement[bool]:
    return sa.exists().where(Event.subject == sa.literal("evidence:") + Evidence.key, Event.action == PURGED)


def _decided_on() -> sa.ColumnElement[bool]:
    return sa.or_(
        _while_there(VerdictRow.at, VerdictRow.assessment_id, VerdictRow.code == Evidence.code),
        _while_there(Audit.at, Audit.assessment_id),
        _while_there(ScorecardRow.at, ScorecardRow.assessment_id),
        _while_there(IssuedResult.at, IssuedResult.assessment_id),
    )


def _while_there(
    at: InstrumentedAttribute[dt.datetime],
    assessment_id: InstrumentedAttribute[int],
    *more: sa.ColumnElement[bool],
) -> sa.ColumnElement[bool]:
    """Something was decided in the assessment between the day the file came and the day it was removed."""
    return sa.exists().where(
        assessment_id == Evidence.assessment_id, at >= Evidence.at, at <= Evidence.removed_at, *more
    )

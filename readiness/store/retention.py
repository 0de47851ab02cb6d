"""Files that have served their time: removed evidence and old reports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from readiness.store.rows import Audit, Evidence, EvidenceFile, IssuedResult, Job, ScorecardRow, VerdictRow

REPORT = "report"


def list_removed_files(session: Session, *, before: dt.datetime, limit: int) -> Sequence[EvidenceFile]:
    """Files that were taken away from every answer before that moment, on which nothing was decided, oldest first.

    Kept for good: what lay there when a verdict on its question, the audit's signature, or a result that is stored or
    was issued was made.
    """
    needed = sa.or_(Evidence.removed_at.is_(None), Evidence.removed_at >= before, _decided_on())
    query = sa.select(EvidenceFile).where(EvidenceFile.deleted_at.is_(None), ~_attached_where(needed))
    return session.scalars(query.order_by(EvidenceFile.id).limit(limit)).all()


def list_old_reports(session: Session, *, before: dt.datetime, limit: int) -> Sequence[Job]:
    """Report jobs that were done before that moment and whose file is still named, oldest first."""
    query = sa.select(Job).where(Job.kind == REPORT, Job.state == "done", Job.finished_at < before)
    query = query.where(Job.result["path"].as_string().is_not(None))
    return session.scalars(query.order_by(Job.finished_at, Job.id).limit(limit)).all()


def forget_files(session: Session, files: Iterable[int], *, at: dt.datetime) -> Sequence[str]:
    """Note that the bytes of these files are gone; keys of what was attached from those that no other worker noted."""
    query = sa.select(EvidenceFile).where(EvidenceFile.id.in_(list(files)), EvidenceFile.deleted_at.is_(None))
    rows = session.scalars(query.order_by(EvidenceFile.id).with_for_update()).all()
    for row in rows:
        row.deleted_at = at
    session.flush()
    attached = sa.select(Evidence.key).where(Evidence.file_id.in_([row.id for row in rows]))
    return session.scalars(attached.order_by(Evidence.id)).all()


def forget_reports(session: Session, jobs: Iterable[int]) -> int:
    """Take the paths of deleted reports out of their jobs; how many still had one."""
    rows = session.scalars(sa.select(Job).where(Job.id.in_(list(jobs))).with_for_update()).all()
    left = [row for row in rows if row.result and "path" in row.result]
    for row in left:
        result: dict[str, Any] = row.result or {}
        row.result = {name: value for name, value in result.items() if name != "path"}
    session.flush()
    return len(left)


def _attached_where(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return sa.exists().where(Evidence.file_id == EvidenceFile.id, condition)


def _decided_on() -> sa.ColumnElement[bool]:
    return sa.or_(
        _while_there(VerdictRow.at, VerdictRow.assessment_id, VerdictRow.code == Evidence.code),
        _while_there(Audit.at, Audit.assessment_id),
        _while_there(ScorecardRow.at, ScorecardRow.assessment_id),
        _while_there(IssuedResult.at, IssuedResult.assessment_id),
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

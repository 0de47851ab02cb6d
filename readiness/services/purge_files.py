"""Delete files that have served their time: evidence that was removed long ago, and old reports."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from readiness.services.context import Services
from readiness.store.events import record_event
from readiness.store.retention import forget_files, forget_reports, list_old_reports, list_removed_files

PORTION = 200


@dataclass(frozen=True)
class Expired:
    """Row id → paths of files to delete; a picture of evidence has a small one beside it."""

    evidence: dict[int, tuple[str, ...]]
    reports: dict[int, tuple[str, ...]]

    def __bool__(self) -> bool:
        return bool(self.evidence or self.reports)


def find_expired(services: Services, session: Session, *, at: dt.datetime, limit: int = PORTION) -> Expired:
    """What the settings let go by now; 0 days keep for ever. Evidence that a result rests on is never among it."""
    settings = services.settings
    evidence, reports = dict[int, tuple[str, ...]](), dict[int, tuple[str, ...]]()
    if settings.keep_evidence_days:
        before = at - dt.timedelta(days=settings.keep_evidence_days)
        removed = list_removed_files(session, before=before, limit=limit)
        evidence = {row.id: tuple(filter(None, (row.path, row.preview))) for row in removed}
    if settings.keep_report_days:
        before = at - dt.timedelta(days=settings.keep_report_days)
        found = list_old_reports(session, before=before, limit=limit)
        reports = {job.id: (str((job.result or {})["path"]),) for job in found}
    return Expired(evidence, reports)


def delete_files(services: Services, expired: Expired) -> None:
    """Delete them from the file store, outside any transaction; a file that is gone already is no error."""
    for paths in (*expired.evidence.values(), *expired.reports.values()):
        for path in paths:
            services.files.delete(path)


def record_purge(session: Session, expired: Expired, *, at: dt.datetime) -> None:
    """Say in the log what was deleted: each piece of evidence by itself, reports by their number."""
    for key in forget_files(session, expired.evidence, at=at):
        record_event(session, "purge_evidence", f"evidence:{key}", by_id=None, at=at)
    forgotten = forget_reports(session, expired.reports)
    if forgotten:
        record_event(session, "purge_reports", "reports", by_id=None, at=at, detail={"files": forgotten})

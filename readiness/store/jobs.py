"""Job rows: the truth about background work, whatever the queue beside it says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from readiness.assessment.permissions import Person, Role
from readiness.errors import NotFoundError
from readiness.store.rows import Job

WAITING = "jobs_waiting"


class Claim(NamedTuple):
    """A job that one worker holds: plain values, good beyond the session."""

    id: int
    key: str
    kind: str
    payload: dict[str, Any]
    attempts: int
    holder: str
    by_id: int | None


def add_job(
    session: Session, kind: str, payload: dict[str, Any], *, by_id: int | None, at: dt.datetime
) -> Job:
    """Queue work in the transaction of the change that asks for it, so that neither is there without the other."""
    job = Job(kind=kind, payload=payload, by_id=by_id, created_at=at, run_after=at)
    session.add(job)
    session.flush()
    session.info[WAITING] = True
    return job


def has_new_jobs(session: Session) -> bool:
    """True once after jobs were added: whoever commits rings the workers' bell then."""
    return bool(session.info.pop(WAITING, False))


def get_job(session: Session, key: str, *, person: Person) -> Job:
    """A job that the person asked for (administrators: any), else NotFoundError."""
    query = sa.select(Job).where(Job.key == key)
    if person.role is not Role.ADMINISTRATOR:
        query = query.where(Job.by_id == person.id)
    job = session.scalar(query)
    if job is None:
        raise NotFoundError(f"no job {key!r} for this person")
    return job


def find_open_job(session: Session, kind: str, payload: dict[str, Any], *, by_id: int | None) -> Job | None:
    """A queued or running job of the person (None: of nobody in particular) with the same payload: a second click
    asks for nothing new."""
    query = sa.select(Job).where(Job.by_id == by_id, Job.kind == kind, Job.state.in_(["queued", "running"]))
    return next((job for job in session.scalars(query.order_by(Job.id)) if job.payload == payload), None)


def list_due_jobs(session: Session, *, at: dt.datetime, limit: int = 20) -> Sequence[int]:
    """Ids of queued jobs whose time has come, oldest first."""
    query = sa.select(Job.id).where(Job.state == "queued", Job.run_after <= at)
    return session.scalars(query.order_by(Job.run_after, Job.id).limit(limit)).all()


def claim_job(
    session: Session, job_id: int, holder: str, *, at: dt.datetime, lease: dt.timedelta
) -> Claim | None:
    """Take a due job by one conditional UPDATE; None if somebody else was faster."""
    statement = (
        sa.update(Job)
        .where(Job.id == job_id, Job.state == "queued", Job.run_after <= at)
        .values(state="running", holder=holder, lease_until=at + lease, attempts=Job.attempts + 1, progress=0)
        .returning(Job.id, Job.key, Job.kind, Job.payload, Job.attempts, Job.holder, Job.by_id)
    )
    row = session.execute(statement, execution_options={"synchronize_session": False}).first()
    return None if row is None else Claim(*row)


def extend_lease(session: Session, claim: Claim, *, at: dt.datetime, lease: dt.timedelta) -> bool:
    """Say that the worker lives; False if the job is no longer its own."""
    return _change(session, claim, lease_until=at + lease)


def set_progress(session: Session, claim: Claim, percent: int) -> bool:
    """Store how far the job is (0–100); False if the job is no longer the worker's own."""
    return _change(session, claim, progress=percent)


def finish_job(
    session: Session, claim: Claim, *, result: dict[str, Any] | None, at: dt.datetime, forget: bool = False
) -> bool:
    """Mark the job done; False if it is no longer the worker's own. `forget` wipes a payload that holds secrets."""
    done = {"state": "done", "progress": 100, "result": result, "error": "", "finished_at": at}
    return _change(session, claim, lease_until=None, **done, **({"payload": {}} if forget else {}))


def retry_job(session: Session, claim: Claim, *, error: str, run_after: dt.datetime) -> bool:
    """Put the job back for a later attempt."""
    return _change(
        session, claim, state="queued", error=error, holder="", lease_until=None, run_after=run_after
    )


def fail_job(session: Session, claim: Claim, *, error: str, at: dt.datetime) -> bool:
    """Give the job up for good."""
    return _change(session, claim, state="failed", error=error, holder="", lease_until=None, finished_at=at)


def has_dead_jobs(session: Session, *, at: dt.datetime) -> bool:
    """True if a running job's lease has ended; asked first, so that idle workers never take the write lock."""
    query = sa.select(Job.id).where(Job.state == "running", Job.lease_until < at).limit(1)
    return session.scalar(query) is not None


def sweep_jobs(session: Session, *, at: dt.datetime, attempts: int) -> int:
    """Queue again what a dead worker left, and fail what has been tried `attempts` times; how many were touched."""
    dead = (Job.state == "running", Job.lease_until < at)
    spent = sa.update(Job).where(*dead, Job.attempts >= attempts)
    again = sa.update(Job).where(*dead)
    free = {"holder": "", "lease_until": None}
    failed = session.execute(
        spent.values(state="failed", error="worker_lost", finished_at=at, **free).returning(Job.id)
    )
    queued = session.execute(again.values(state="queued", run_after=at, **free).returning(Job.id))
    return len(failed.all()) + len(queued.all())


def _change(session: Session, claim: Claim, **values: Any) -> bool:
    statement = (
        sa.update(Job)
        .where(Job.id == claim.id, Job.state == "running", Job.holder == claim.holder)
        .values(**values)
        .returning(Job.id)
    )
    return session.execute(statement, execution_options={"synchronize_session": False}).first() is not None

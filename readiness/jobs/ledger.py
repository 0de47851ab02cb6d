"""The ledger of jobs: who works on what until when. Each step is one short transaction of its own."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass, field

from readiness.errors import ReadinessError, ReportError, UnavailableError
from readiness.store import jobs
from readiness.store.database import Database
from readiness.store.jobs import Claim

ERROR_LENGTH = 2000
MAY_PASS = (UnavailableError, ReportError)


def utc_now() -> dt.datetime:
    """The present moment."""
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True)
class Ledger:
    """A worker's view of the job rows. A lease that is not renewed ends, and the job is given to another."""

    database: Database
    lease: dt.timedelta = dt.timedelta(seconds=15)
    attempts: int = 3
    pause: dt.timedelta = dt.timedelta(seconds=10)
    holder: str = field(default_factory=lambda: secrets.token_hex(8))

    def claim(self) -> Claim | None:
        """Take the oldest due job that nobody else takes at the same time; None when there is none."""
        with self.database.session() as session:
            due = jobs.list_due_jobs(session, at=utc_now())
        for job_id in due:
            with self.database.transaction() as session:
                claim = jobs.claim_job(session, job_id, self.holder, at=utc_now(), lease=self.lease)
            if claim is not None:
                return claim
        return None

    def beat(self, claim: Claim) -> bool:
        """Renew the lease; False if the job has been given to somebody else."""
        with self.database.transaction() as session:
            return jobs.extend_lease(session, claim, at=utc_now(), lease=self.lease)

    def progress(self, claim: Claim, percent: int) -> None:
        """Store how far the job is."""
        with self.database.transaction() as session:
            jobs.set_progress(session, claim, max(0, min(100, percent)))

    def finish(self, claim: Claim, result: dict[str, object] | None, *, forget: bool = False) -> bool:
        """Mark the job done; False if it had been given to somebody else."""
        with self.database.transaction() as session:
            return jobs.finish_job(session, claim, result=result, at=utc_now(), forget=forget)

    def give_up(self, claim: Claim, error: BaseException) -> None:
        """Put the job back for a later attempt, or fail it: at once where trying again cannot help."""
        text = f"{type(error).__name__}: {error}".replace("\x00", "")[:ERROR_LENGTH]
        hopeless = isinstance(error, ReadinessError) and not isinstance(error, MAY_PASS)
        with self.database.transaction() as session:
            if hopeless or claim.attempts >= self.attempts:
                jobs.fail_job(session, claim, error=text, at=utc_now())
            else:
                later = utc_now() + self.pause * 2 ** (claim.attempts - 1)
                jobs.retry_job(session, claim, error=text, run_after=later)

    def sweep(self) -> int:
        """Give jobs of dead workers back; how many there were."""
        with self.database.session() as session:
            if not jobs.has_dead_jobs(session, at=utc_now()):
                return 0
        with self.database.transaction() as session:
            return jobs.sweep_jobs(session, at=utc_now(), attempts=self.attempts)

"""The worker: a process that does one job after the other until it is told to stop."""

from __future__ import annotations

import datetime as dt
import logging
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from readiness.config import Settings
from readiness.errors import ReadinessError
from readiness.jobs.bell import Bell
from readiness.jobs.ledger import Ledger, utc_now
from readiness.jobs.tasks import FORGET, TASKS, Task, Work
from readiness.services.context import Services
from readiness.services.count_evidence import find_lapsed, let_lapse
from readiness.services.keep_list import delete_abandoned
from readiness.services.purge_files import delete_files, find_expired, record_purge
from readiness.services.purge_old import purge_old
from readiness.services.refresh_peers import refresh_peers
from readiness.services.tell_expiring import find_expiring, tell_expiring
from readiness.services.tell_late import find_late, is_morning, tell_late
from readiness.store import migrate
from readiness.store.database import Database
from readiness.store.jobs import Claim

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Timing:
    """Seconds: how long a lease lasts, how often it is renewed, how often to look without a ring, to tidy up, to
    see whether peer figures are due, whether evidence has lapsed, whom to tell of days, and to delete old files."""

    lease: float = 15
    beat: float = 4
    look: float = 2
    tidy: float = 3600
    peers: float = 900
    lapse: float = 3600
    notices: float = 3600
    purge: float = 86_400


def run(
    settings: Settings,
    services: Services | None = None,
    *,
    tasks: Mapping[str, Task] = TASKS,
    timing: Timing = Timing(),
) -> None:
    """Work until SIGTERM or SIGINT; the job in hand is finished first."""
    migrate.require_current(settings.database_url)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    database = Database(settings.database_url)
    try:
        Worker(services or Services.from_settings(settings), database, tasks, timing).loop(stop)
    finally:
        database.close()


class Worker:
    """Takes jobs from the ledger one by one; the bell only shortens the wait."""

    def __init__(
        self, services: Services, database: Database, tasks: Mapping[str, Task], timing: Timing
    ) -> None:
        self.services = services
        self.database = database
        self.tasks = tasks
        self.timing = timing
        self.ledger = Ledger(database, lease=dt.timedelta(seconds=timing.lease))
        self.bell = Bell(services.settings.queue_url)
        self.done_at: dict[str, dt.datetime] = {}

    def loop(self, stop: threading.Event) -> None:
        """Work, wait, tidy up, until `stop`; a database that fails for a while is tried again."""
        while not stop.is_set():
            try:
                self.ledger.sweep()
                while not stop.is_set() and self.work_once():
                    pass
                self._now_and_then("tidy", self.timing.tidy, self._tidy)
                self._now_and_then("peers", self.timing.peers, self._peers)
                self._now_and_then("lapse", self.timing.lapse, self._lapse)
                self._now_and_then("notices", self.timing.notices, self._notices)
                self._now_and_then("purge", self.timing.purge, self._purge)
            except Exception:
                log.exception("the ledger of jobs cannot be read now")
                stop.wait(self.timing.look)
            if not stop.is_set():
                self.bell.wait(self.timing.look)

    def work_once(self) -> bool:
        """Do one due job; False when there was none."""
        claim = self.ledger.claim()
        if claim is None:
            return False
        log.info("job %s %s: attempt %d", claim.kind, claim.key, claim.attempts)
        with self._heartbeat(claim):
            try:
                result = self._do(claim)
            except Exception as error:
                log.exception("job %s %s failed", claim.kind, claim.key)
                self.ledger.give_up(claim, error)
                return True
        if not self.ledger.finish(claim, result, forget=claim.kind in FORGET):
            log.warning("job %s %s had been given to another worker", claim.kind, claim.key)
        return True

    def _do(self, claim: Claim) -> dict[str, object] | None:
        work = Work(
            key=claim.key,
            payload=claim.payload,
            by_id=claim.by_id,
            services=self.services,
            database=self.database,
            progress=lambda percent: self.ledger.progress(claim, percent),
            at=utc_now(),
        )
        return self.tasks[claim.kind](work)

    @contextmanager
    def _heartbeat(self, claim: Claim) -> Iterator[None]:
        """Renew the lease from a thread while the job runs."""
        done = threading.Event()

        def beat() -> None:
            while not done.wait(self.timing.beat):
                try:
                    if not self.ledger.beat(claim):
                        return
                except Exception:
                    log.exception("the lease of job %s could not be renewed", claim.key)

        thread = threading.Thread(target=beat, name=f"lease-{claim.key}", daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()

    def _now_and_then(self, name: str, seconds: float, work: Callable[[], None]) -> None:
        """Do it at the start and again when that much time has passed; a failure is told and does not come back
        before its time, so that a file store that is away never holds jobs up."""
        last = self.done_at.get(name)
        if last is not None and utc_now() - last <= dt.timedelta(seconds=seconds):
            return
        self.done_at[name] = utc_now()
        try:
            work()
        except Exception:
            log.exception("%s has failed and is tried again later", name)

    def _tidy(self) -> None:
        with self.database.transaction() as session:
            purge_old(session, at=utc_now())

    def _peers(self) -> None:
        with self.database.transaction() as session:
            refresh_peers(self.services, session, at=utc_now())

    def _lapse(self) -> None:
        """Files that were good until yesterday count no more, one assessment after the other."""
        with self.database.session() as session:
            lapsed = find_lapsed(self.services, session, at=utc_now())
        for assessment_id, codes in lapsed.items():
            with self.database.transaction() as session:
                let_lapse(self.services, session, assessment_id, codes, at=utc_now())

    def _notices(self) -> None:
        """Whoever is late and whose files are about to expire hears of it in the morning, firm by firm."""
        if not is_morning(self.services, utc_now()):
            return
        with self.database.session() as session:
            firms = find_late(self.services, session, at=utc_now())
            assessments = find_expiring(self.services, session, at=utc_now())
        for tell, ids in ((tell_late, firms), (tell_expiring, assessments)):
            for one in ids:
                try:
                    with self.database.transaction() as session:
                        tell(self.services, session, one, at=utc_now())
                except ReadinessError:
                    log.exception("%s %d has failed and is tried again later", tell.__name__, one)

    def _purge(self) -> None:
        """Delete old files portion by portion: first the files, then in a short transaction the word of it."""
        delete_abandoned(self.services, at=utc_now())
        done = None
        while True:
            with self.database.session() as session:
                expired = find_expired(self.services, session, at=utc_now())
            if not expired or expired == done:
                return
            delete_files(self.services, expired)
            with self.database.transaction() as session:
                record_purge(session, expired, at=utc_now())
            done = expired
            log.info(
                "deleted %d removed and %d old report files", len(expired.evidence), len(expired.reports)
            )

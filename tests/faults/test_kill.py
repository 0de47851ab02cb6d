"""Processes that are killed in the middle: what was acknowledged is there, what was asked for is done once."""

from __future__ import annotations

import http.client
import random
import shutil
import signal
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import sqlalchemy as sa

from readiness.services.request_report import request_report
from readiness.store.database import Database, is_sqlite
from readiness.store.rows import AnswerRow, Job, Sheet
from tests.factories import NOON
from tests.faults.conftest import Client, Service, kill, until
from tests.services.assessment.lives import ladder, save

ROUNDS = 4
GONE = (OSError, http.client.HTTPException)
Kept = dict[tuple[str, int], int]
"""(question, revision) → value."""


@dataclass
class Writer:
    """Saves one question again and again; notes what was acknowledged and what was on its way at the end."""

    client: Client
    key: str
    code: str
    revision: int = 0
    acknowledged: dict[int, int] = field(default_factory=dict)
    pending: tuple[str, int] | None = None

    def run(self, sendings: str) -> None:
        """Until the server is gone; every value differs from the one before."""
        for number in range(100_000):
            value = 3 - self.acknowledged.get(self.revision, 2)
            self.pending = (f"{sendings}-{self.code}-{number}", value)
            if not self.send(*self.pending):
                return

    def send(self, name: str, value: int) -> bool:
        """One save; True once it is acknowledged."""
        try:
            reply = self.client.put(self.key, self.code, value, base=self.revision, sending=name)
        except GONE:
            return False
        assert reply.status == 200, reply.text
        self.revision = reply.json["revision"]
        self.acknowledged[self.revision] = value
        self.pending = None
        return True


def _rows(database: Database, codes: list[str]) -> Kept:
    with database.session() as session:
        rows = session.scalars(sa.select(AnswerRow).where(AnswerRow.code.in_(codes))).all()
        return {(row.code, row.revision): row.value for row in rows}


def _known(writers: list[Writer]) -> Kept:
    return {(w.code, revision): value for w in writers for revision, value in list(w.acknowledged.items())}


def test_every_acknowledged_answer_survives_the_death_of_the_server(service: Service) -> None:
    service.serve()
    codes = service.ladders[:3]
    writers = [Writer(service.client(), service.key, code) for code in codes]
    chance = random.Random(7)
    for number in range(ROUNDS):
        threads = [threading.Thread(target=writer.run, args=(f"round{number}",)) for writer in writers]
        for thread in threads:
            thread.start()
        known = len(_known(writers))
        until(lambda known=known: len(_known(writers)) > known + 5)  # type: ignore[misc]
        time.sleep(chance.random() / 2)
        kill(service.running[-1])
        for thread in threads:
            thread.join()
        service.serve()
        assert _known(writers).items() <= _rows(service.database, codes).items()
        for writer in writers:
            if writer.pending:
                assert writer.send(*writer.pending), "the sending that got no answer is sent again"
    assert _rows(service.database, codes) == _known(writers), "none is kept that nobody sent, or twice"
    assert len(_known(writers)) > ROUNDS * 5
    with service.database.session() as session:
        document = session.scalars(sa.select(Sheet.document)).one()
        last = {w.code: w.acknowledged[w.revision] for w in writers}
        assert {code: document["answers"][code]["value"] for code in last} == last
        if is_sqlite(service.url):
            assert session.connection().exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"


def _job(service: Service) -> tuple[str, int]:
    with service.database.session() as session:
        job = session.scalars(sa.select(Job).where(Job.kind == "report")).one()
        return job.state, job.attempts


def test_report_of_a_killed_worker_is_drawn_once_by_the_next(service: Service) -> None:
    service.fill_and_submit()
    with service.database.transaction() as session:
        request_report(service.services, session, service.key, "en", by=service.owner, at=NOON)
    first = service.work(lease=3)
    until(lambda: _job(service) == ("running", 1))
    time.sleep(0.2)
    kill(first)
    assert _job(service) == ("running", 1)
    service.work(lease=3)
    service.work(lease=3)
    until(lambda: _job(service) == ("done", 2), seconds=120)
    reports = [path for path in service.services.files.list() if path.startswith("reports/")]
    with service.database.session() as session:
        job = session.scalars(sa.select(Job).where(Job.kind == "report")).one()
        assert [job.result["path"]] == reports
    assert service.services.files.get(reports[0]).startswith(b"%PDF-")


def test_copy_of_the_files_at_any_moment_opens_with_all_that_was_acknowledged(
    small: Service, tmp_path: Path
) -> None:
    """The process stands still while database and log are copied, as a power cut would leave them."""
    server = small.serve()
    writers = [Writer(small.client(), small.key, code) for code in small.ladders[:2]]
    threads = [threading.Thread(target=writer.run, args=("round",)) for writer in writers]
    for thread in threads:
        thread.start()
    copies = []
    for number in range(5):
        before = len(_known(writers))
        until(lambda before=before: len(_known(writers)) > before + 3)  # type: ignore[misc]
        server.send_signal(signal.SIGSTOP)
        known = _known(writers)
        place = tmp_path / f"copy{number}.db"
        for ending in ("", "-wal"):
            shutil.copy(f"{small.url.removeprefix('sqlite:///')}{ending}", f"{place}{ending}")
        server.send_signal(signal.SIGCONT)
        copies.append((place, known))
    kill(server)
    for thread in threads:
        thread.join()
    for place, known in copies:
        assert known.items() <= _opened(place, small.ladders[:2]).items()


@pytest.mark.parametrize("part", [0.15, 0.4, 0.77, 0.999])
def test_log_that_breaks_off_anywhere_opens_with_a_beginning_of_the_story(
    small: Service, tmp_path: Path, part: float
) -> None:
    with small.database.session(write=True) as session:
        small.town.session = session
        for number in range(25):
            changes, base = {small.ladders[0]: ladder(number % 2 + 1)}, {small.ladders[0]: number}
            save(small.town, changes, base=base, client_id=f"round-{number}")
            session.commit()
        place = tmp_path / "torn.db"
        source = small.url.removeprefix("sqlite:///")
        shutil.copy(source, place)
        log = Path(f"{source}-wal").read_bytes()
    Path(f"{place}-wal").write_bytes(log[: int(len(log) * part)])
    kept = sorted(revision for _, revision in _opened(place, small.ladders[:1]))
    assert kept == list(range(1, len(kept) + 1))


def _opened(place: Path, codes: list[str]) -> Kept:
    database = Database(f"sqlite:///{place}")
    with database.session() as session:
        assert session.connection().exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        assert session.connection().exec_driver_sql("PRAGMA foreign_key_check").all() == []
    rows = _rows(database, codes)
    database.close()
    return rows

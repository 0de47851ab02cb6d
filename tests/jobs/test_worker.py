"""Workers as processes: killed in the middle of a job, two at once, told to stop."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from readiness.store.database import Database
from readiness.store.jobs import add_job
from readiness.store.rows import Job
from tests.factories import NOON

ROOT = Path(__file__).parents[2]
Start = Callable[[], "subprocess.Popen[bytes]"]


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    found = Database(database_url)
    yield found
    found.close()


@pytest.fixture
def start(database_url: str, tmp_path: Path) -> Iterator[Start]:
    """Start a worker process; all of them are gone after the test."""
    running = []

    def begin() -> subprocess.Popen[bytes]:
        options = json.dumps({"folder": str(tmp_path / "data"), "url": database_url})
        worker = subprocess.Popen([sys.executable, "-m", "tests.jobs.programs", options], cwd=ROOT)
        running.append(worker)
        return worker

    yield begin
    for worker in running:
        worker.kill()
        worker.wait()


def queue(database: Database, **payload: Any) -> None:
    with database.transaction() as session:
        add_job(session, "note", payload, by_id=None, at=NOON)


def states(database: Database) -> list[tuple[str, int]]:
    with database.session() as session:
        return [(row.state, row.attempts) for row in session.scalars(sa.select(Job).order_by(Job.id))]


def until(condition: Callable[[], bool], seconds: float = 40) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "did not happen in time"
        time.sleep(0.05)


def lines(file: Path) -> list[str]:
    return file.read_text().split() if file.exists() else []


def test_job_of_a_worker_killed_in_the_middle_is_done_by_the_next(
    database: Database, start: Start, tmp_path: Path
) -> None:
    file = tmp_path / "lines.txt"
    file.with_suffix(".slow").touch()
    queue(database, file=str(file))
    first = start()
    until(lambda: lines(file) == ["begun"])
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert states(database) == [("running", 1)]
    start()
    until(lambda: states(database) == [("done", 2)])
    assert lines(file) == ["begun", "begun", "done"]


def test_two_workers_do_each_job_once(database: Database, start: Start, tmp_path: Path) -> None:
    files = [tmp_path / f"{number}.txt" for number in range(20)]
    for file in files:
        queue(database, file=str(file), seconds=0.05)
    start()
    start()
    until(lambda: states(database) == [("done", 1)] * 20)
    assert [lines(file) for file in files] == [["begun", "done"]] * 20


def test_job_longer_than_the_lease_stays_with_its_worker(
    database: Database, start: Start, tmp_path: Path
) -> None:
    file = tmp_path / "long.txt"
    queue(database, file=str(file), seconds=4)
    start()
    start()
    until(lambda: states(database) == [("done", 1)])
    assert lines(file) == ["begun", "done"]


def test_worker_told_to_stop_finishes_the_job_in_hand(
    database: Database, start: Start, tmp_path: Path
) -> None:
    file = tmp_path / "last.txt"
    queue(database, file=str(file), seconds=1)
    worker = start()
    until(lambda: lines(file) == ["begun"])
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(20) == 0
    assert states(database) == [("done", 1)]

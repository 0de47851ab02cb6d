"""The ledger's steps, and what becomes of jobs that fail."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from readiness.errors import ConfigurationError, InputError, NotFoundError, ReportError
from readiness.jobs.bell import Bell
from readiness.jobs.ledger import Ledger
from readiness.jobs.tasks import Work
from readiness.jobs.worker import Timing, Worker
from readiness.store import jobs
from readiness.store.database import Database
from readiness.store.rows import Job
from tests.factories import NOON, as_person, make_login, make_services


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    found = Database(database_url)
    yield found
    found.close()


def queue(database: Database, kind: str = "note", **payload: object) -> str:
    with database.transaction() as session:
        return jobs.add_job(session, kind, payload, by_id=None, at=NOON).key


def find(database: Database, key: str) -> Job:
    with database.session() as session:
        return session.scalars(sa.select(Job).where(Job.key == key)).one()


def worker(database: Database, folder: Path, task: object) -> Worker:
    return Worker(make_services(folder), database, {"note": task, "mail": task}, Timing())  # type: ignore[dict-item]


def fail_with(error: Exception) -> object:
    def task(work: Work) -> None:
        raise error

    return task


def test_of_eight_that_claim_at_once_one_gets_the_job(database: Database) -> None:
    queue(database)
    claims = []
    gate = threading.Barrier(8)

    def claim() -> None:
        gate.wait()
        claims.append(Ledger(database).claim())

    threads = [threading.Thread(target=claim) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(found is not None for found in claims) == 1


def test_job_whose_lease_ended_goes_to_another_and_the_first_cannot_finish_it(database: Database) -> None:
    key = queue(database)
    slow, other = Ledger(database, lease=dt.timedelta(seconds=-1)), Ledger(database)
    lost = slow.claim()
    assert lost is not None
    assert other.sweep() == 1
    won = other.claim()
    assert won is not None
    assert not slow.finish(lost, {"by": "slow"})
    assert not slow.beat(lost)
    assert other.finish(won, {"by": "other"})
    assert (find(database, key).result, find(database, key).attempts) == ({"by": "other"}, 2)


def test_job_that_kills_every_worker_is_given_up(database: Database) -> None:
    key = queue(database)
    ledger = Ledger(database, lease=dt.timedelta(seconds=-1))
    for _ in range(3):
        assert ledger.claim() is not None
        ledger.sweep()
    assert ledger.claim() is None
    assert (find(database, key).state, find(database, key).error) == ("failed", "worker_lost")


def test_passing_trouble_is_tried_again_later_and_three_times_at_most(
    database: Database, tmp_path: Path
) -> None:
    key = queue(database)
    worker_ = worker(database, tmp_path, fail_with(ReportError("too slow")))
    assert worker_.work_once()
    job = find(database, key)
    assert (job.state, job.error) == ("queued", "ReportError: too slow")
    assert job.run_after > dt.datetime.now(dt.UTC)
    assert not worker_.work_once()
    for _ in range(2):
        with database.transaction() as session:
            session.execute(sa.update(Job).values(run_after=NOON))
        assert worker_.work_once()
    assert find(database, key).state == "failed"


@pytest.mark.parametrize("error", [NotFoundError("gone"), InputError("field", "code")])
def test_hopeless_job_fails_at_once(database: Database, tmp_path: Path, error: Exception) -> None:
    key = queue(database)
    assert worker(database, tmp_path, fail_with(error)).work_once()
    assert find(database, key).state == "failed"


def test_task_reports_progress_and_its_result(database: Database, tmp_path: Path) -> None:
    seen = []

    def task(work: Work) -> dict[str, object]:
        work.progress(40)
        seen.append(find(database, work.key).progress)
        return {"pages": 4}

    key = queue(database)
    worker(database, tmp_path, task).work_once()
    assert seen == [40]
    assert (find(database, key).progress, find(database, key).result) == (100, {"pages": 4})


def test_links_of_a_sent_mail_are_not_kept(database: Database, tmp_path: Path) -> None:
    key = queue(database, "mail", link="https://readiness.example/reset/secret")
    worker(database, tmp_path, lambda work: None).work_once()
    assert (find(database, key).state, find(database, key).payload) == ("done", {})


def test_job_is_seen_by_who_asked_and_a_second_click_finds_the_first(database: Database) -> None:
    with database.transaction() as session:
        mine, other = make_login(session), make_login(session)
        job = jobs.add_job(session, "report", {"language": "en"}, by_id=mine.id, at=NOON)
        assert jobs.get_job(session, job.key, person=as_person(session, mine)) is job
        with pytest.raises(NotFoundError):
            jobs.get_job(session, job.key, person=as_person(session, other))
        assert jobs.find_open_job(session, "report", {"language": "en"}, by_id=mine.id) is job
        assert jobs.find_open_job(session, "report", {"language": "vi"}, by_id=mine.id) is None


def test_bell_on_a_file_wakes_once_for_many_rings(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/queue/rings.db"
    for _ in range(3):
        Bell(url).ring()
    bell = Bell(url)
    assert bell.wait(5)
    assert not bell.wait(0.3)


def test_bell_on_redis_wakes(redis_url: str) -> None:
    Bell(redis_url).ring()
    bell = Bell(redis_url)
    assert bell.wait(5)
    assert not bell.wait(0.3)


def test_queue_that_does_not_answer_is_no_error() -> None:
    bell = Bell("redis://127.0.0.1:1/0")
    bell.ring()
    assert not bell.wait(0.3)


def test_queue_of_an_unknown_kind_is_refused_by_name() -> None:
    with pytest.raises(ConfigurationError, match="READINESS_QUEUE"):
        Bell("amqp://host")

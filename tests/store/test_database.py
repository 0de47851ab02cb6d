"""What both databases promise: nothing lost, nothing half done, readers that cannot write."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from readiness.errors import UnavailableError
from readiness.store.database import Database
from readiness.store.rows import Firm
from tests.factories import make_firm


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    found = Database(database_url)
    yield found
    found.close()


@pytest.fixture
def sqlite(sqlite_url: str) -> Iterator[Database]:
    found = Database(sqlite_url)
    yield found
    found.close()


def test_four_threads_of_a_hundred_increments_lose_none(database: Database) -> None:
    with database.transaction() as session:
        firm_id = make_firm(session).id
        session.get_one(Firm, firm_id).name = "0"

    def increment() -> None:
        for _ in range(100):
            with database.transaction() as session:
                firm = session.get_one(Firm, firm_id, with_for_update=True)
                firm.name = str(int(firm.name) + 1)

    threads = [threading.Thread(target=increment) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.session() as session:
        assert session.get_one(Firm, firm_id).name == "400"


def test_exception_rolls_the_whole_transaction_back(database: Database) -> None:
    def fail() -> None:
        with database.transaction() as session:
            make_firm(session)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with database.session() as session:
        assert session.scalar(sa.select(sa.func.count(Firm.id))) == 0


def test_reading_session_cannot_change_a_firm(database: Database) -> None:
    with database.transaction() as session:
        make_firm(session)
    with database.session() as session, pytest.raises(sa.exc.DBAPIError, match=r"(?i)read.?only"):
        session.execute(sa.update(Firm).values(name="changed"))


def test_writing_is_possible_after_reading_on_the_same_connection(database: Database) -> None:
    database.ping()
    with database.transaction() as session:
        make_firm(session)
    with database.session() as session:
        assert session.scalar(sa.select(sa.func.count(Firm.id))) == 1


def test_database_that_does_not_answer_is_unavailable() -> None:
    for url in ("sqlite:////nowhere/at/all.db", "postgresql+psycopg://nobody@/x?host=/nowhere"):
        database = Database(url)
        with pytest.raises(UnavailableError):
            database.ping()
        database.close()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("busy_timeout", 10_000),
        ("trusted_schema", 0),
    ],
)
def test_sqlite_keeps_acknowledged_answers_through_a_power_cut(
    sqlite: Database, pragma: str, value: object
) -> None:
    with sqlite.session(write=True) as session:
        assert session.connection().exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_sqlite_writer_waits_for_the_lock_instead_of_failing_later(sqlite: Database) -> None:
    entered = threading.Event()

    def hold() -> None:
        with sqlite.transaction() as session:
            make_firm(session)
            entered.set()
            threading.Event().wait(0.5)

    thread = threading.Thread(target=hold)
    thread.start()
    entered.wait(5)
    with sqlite.transaction() as session:
        make_firm(session)
    thread.join()
    with sqlite.session() as session:
        assert session.scalar(sa.select(sa.func.count(Firm.id))) == 2

"""One engine and two kinds of session: readers that cannot write, writers that lock from their first statement."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from readiness.errors import UnavailableError
from readiness.store.types import write_json

BUSY_SECONDS = 10
WRITE = "readiness_write"


class Database:
    """A database by its URL; connections are made on first use and may be shared by threads."""

    def __init__(self, url: str) -> None:
        self.engine = _sqlite(url) if is_sqlite(url) else _postgresql(url)
        self._writer = self.engine.execution_options(**{WRITE: True})
        reading = {} if is_sqlite(url) else {"postgresql_readonly": True}
        self._reader = self.engine.execution_options(**{WRITE: False}, **reading)

    def session(self, *, write: bool = False) -> Session:
        """A new session; without `write` the database itself refuses changes. The caller commits and closes."""
        return Session(self._writer if write else self._reader, expire_on_commit=False)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A writing session that is committed at the end, or rolled back whole."""
        with self.session(write=True) as session, session.begin():
            yield session

    def ping(self) -> None:
        """Return if a statement can be run now, else raise UnavailableError."""
        try:
            with self._reader.connect() as connection:
                connection.exec_driver_sql("SELECT 1")
        except sa.exc.DBAPIError as error:
            raise UnavailableError("the database does not answer") from error

    def close(self) -> None:
        """Close all connections that are not in use."""
        self.engine.dispose()


def is_unavailable(error: BaseException | None) -> bool:
    """True for errors of a database that is away, busy or full, which may be right again in a moment."""
    return isinstance(error, sa.exc.OperationalError | sa.exc.InterfaceError | sa.exc.TimeoutError)


def fault_of(error: BaseException) -> str:
    """What the database, or the reader of its address, says of an error of its own; '' for any other error."""
    if isinstance(error, sa.exc.DBAPIError):
        return str(error.orig).strip()
    return str(error) if isinstance(error, sa.exc.ArgumentError) else ""


def is_sqlite(url: str) -> bool:
    """True for a SQLite URL."""
    return sa.make_url(url).get_backend_name() == "sqlite"


def _postgresql(url: str) -> sa.Engine:
    return sa.create_engine(
        url, json_serializer=write_json, pool_pre_ping=True, pool_size=10, max_overflow=10
    )


def _sqlite(url: str) -> sa.Engine:
    engine = sa.create_engine(
        url, json_serializer=write_json, connect_args={"timeout": BUSY_SECONDS}, pool_size=10, max_overflow=20
    )
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, record: object) -> None:
    """FULL, because with NORMAL a power cut takes acknowledged answers; the driver's own transactions are off."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        f"busy_timeout = {BUSY_SECONDS * 1000}",
        "trusted_schema = OFF",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    """Writers take the lock at once: a later upgrade from reading would fail without waiting."""
    write = connection.get_execution_options().get(WRITE, True)
    connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if write else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

"""All rows as lines of JSON and back: one form for SQLite and PostgreSQL, so that a backup can move between them."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError as DatabaseError
from sqlalchemy.orm import Session

from readiness.store.database import Database
from readiness.store.rows import Base

__all__ = [
    "DatabaseError",
    "count_rows",
    "dump_table",
    "load_table",
    "open_database",
    "table_names",
    "tables_in",
]
LEFT_OUT = {"web_session"}
BATCH = 1000


@contextmanager
def open_database(url: str, *, write: bool = False) -> Iterator[Session]:
    """One session on a database that is used for nothing else; with `write` all of it is kept, or nothing."""
    database = Database(url)
    try:
        with database.transaction() if write else database.session() as session:
            yield session
    finally:
        database.close()


def table_names() -> list[str]:
    """The tables a dump holds, parents before children; sign-ins are not kept."""
    return [table.name for table in Base.metadata.sorted_tables if table.name not in LEFT_OUT]


def dump_table(session: Session, name: str) -> Iterator[str]:
    """Each row of the table as one line of JSON, in the order of its primary key."""
    table = Base.metadata.tables[name]
    statement = sa.select(table).order_by(*table.primary_key.columns).execution_options(yield_per=BATCH)
    for row in session.execute(statement):
        yield json.dumps({key: _plain(value) for key, value in row._mapping.items()}, ensure_ascii=False)


def tables_in(session: Session) -> list[sa.Table]:
    """The tables that the database really has and a dump holds, of whatever revision, parents before children."""
    found = sa.MetaData()
    found.reflect(session.connection(), views=False)
    left_out = {*LEFT_OUT, "alembic_version"}
    return [table for table in found.sorted_tables if table.name not in left_out]


def load_table(session: Session, table: sa.Table, lines: Iterator[str]) -> int:
    """Insert the lines of a dump; returns how many. The table must be empty."""
    ours = Base.metadata.tables.get(table.name)
    columns = [ours.columns.get(c.name, c) if ours is not None else c for c in table.columns]
    target = sa.table(table.name, *(sa.column(column.name, column.type) for column in columns))
    count = 0
    batch: list[dict[str, object]] = []
    for line in lines:
        found = json.loads(line)
        batch.append({column.name: _typed(column, found.get(column.name)) for column in columns})
        count += 1
        if len(batch) == BATCH:
            session.execute(sa.insert(target), batch)
            batch = []
    if batch:
        session.execute(sa.insert(target), batch)
    if count and session.get_bind().dialect.name == "postgresql" and "id" in table.columns:
        _advance_sequence(session, table)
    return count


def count_rows(session: Session, name: str) -> int:
    """How many rows the table holds."""
    return int(session.scalar(sa.select(sa.func.count()).select_from(Base.metadata.tables[name])) or 0)


def _advance_sequence(session: Session, table: sa.Table) -> None:
    """PostgreSQL's counter must stand behind the ids that were put in by hand."""
    newest = sa.select(sa.func.max(table.c.id)).scalar_subquery()
    sequence = sa.func.pg_get_serial_sequence(table.name, "id")
    if session.scalar(sa.select(sequence)):
        session.execute(sa.select(sa.func.setval(sequence, newest)))


def _plain(value: object) -> object:
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value


def _typed(column: sa.Column[object], value: object) -> object:
    if not isinstance(value, str):
        return value
    kind = getattr(column.type, "impl_instance", column.type).python_type  # our own types wrap a plain one
    if kind is dt.datetime:
        return dt.datetime.fromisoformat(value)
    if kind is dt.date:
        return dt.date.fromisoformat(value)
    return base64.b64decode(value) if kind is bytes else value

"""Databases that are handed from test to test: same address, fresh content, so that what is built on one stays warm."""

from __future__ import annotations

import pickle
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

import psycopg
import sqlalchemy as sa
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from readiness.app import create_app
from readiness.config import Settings
from readiness.store.database import Database, is_sqlite
from readiness.store.rows import metadata

Made = TypeVar("Made")
KEPT = "questionnaires"
"""Checked copies of questionnaires below a data folder: each names its files, so all places share them."""
SHAPE = """
SELECT md5(string_agg(part, ' ' ORDER BY part)) FROM (
  SELECT 'class ' || c.oid || c.relname AS part FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE n.nspname = 'public'
  UNION ALL SELECT 'column ' || a.attrelid || a.attname || a.attnotnull || a.atttypid FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public'
  UNION ALL SELECT 'trigger ' || oid || tgenabled::text FROM pg_trigger
  UNION ALL SELECT 'check ' || oid || conname FROM pg_constraint
  UNION ALL SELECT 'function ' || p.oid || p.xmin::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
   WHERE n.nspname = 'public'
  UNION ALL SELECT 'version ' || version_num FROM alembic_version
) parts
"""
"""Differs as soon as a test has changed the tables themselves."""

SEQUENCES = "FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace"


@dataclass
class Place:
    """The address of a migrated database without rows and an empty data folder beside it."""

    url: str
    folder: Path
    store: Path

    def filled(self, name: str, fill: Callable[[], Made]) -> Made:
        """Fill the place, which is empty: by `fill` for the first place of this engine with this name, afterwards with
        the rows and files that it left; always what `fill` gave, which should be plain values."""
        kept = self.store / name
        if kept.exists():
            shutil.copytree(kept / "files", self.folder / "files", dirs_exist_ok=True)
            load = _load_sqlite if is_sqlite(self.url) else _load_postgresql
            load(self.url, kept)
            return cast("Made", pickle.loads((kept / "made").read_bytes()))  # noqa: S301 - written three lines below
        made = fill()
        kept.mkdir(parents=True)
        (kept / "made").write_bytes(pickle.dumps(made))
        shutil.copytree(self.folder / "files", kept / "files")
        save = _save_sqlite if is_sqlite(self.url) else _save_postgresql
        save(self.url, kept)
        return made


@dataclass
class Places:
    """All places of one engine; two tests never have the same one at once."""

    root: Path
    engine: str
    sqlite_template: Path
    server: str = ""
    free: list[Place] = field(default_factory=list)
    made: int = 0

    @contextmanager
    def place(self) -> Iterator[Place]:
        """A free place, made fresh."""
        found = self.free.pop() if self.free else self._new()
        self._empty(found.folder)
        if self.engine == "sqlite":
            shutil.copy(self.sqlite_template, found.folder / "readiness.db")
        yield found
        if self.engine == "postgresql":
            self._clean(found.url)
        self.free.append(found)

    def _new(self) -> Place:
        self.made += 1
        name, store = f"place_{self.made}", self.root / f"filled-{self.engine}"
        folder = self.root / f"{self.engine}-{self.made}"
        folder.mkdir()
        (self.root / KEPT).mkdir(exist_ok=True)
        (folder / KEPT).symlink_to(self.root / KEPT)
        if self.engine == "sqlite":
            return Place(f"sqlite:///{folder}/readiness.db", folder, store)
        admin(self.server, f"CREATE DATABASE {name} TEMPLATE template_readiness")
        return Place(self.server.replace("/postgres?", f"/{name}?"), folder, store)

    def _empty(self, folder: Path) -> None:
        for entry in folder.iterdir():
            if entry.is_dir() and entry.name != KEPT:
                shutil.rmtree(entry)
            elif entry.is_file():
                entry.unlink()
        (folder / "files").mkdir()

    def _clean(self, url: str) -> None:
        """All rows gone and numbers from 1 again; where the tables were changed, the whole database anew."""
        engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
        with engine.connect() as connection:
            connection.exec_driver_sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            whole = self._shape(connection) == self._template_shape()
            if whole:
                connection.exec_driver_sql(_forget(), execution_options={"no_parameters": True})
        if not whole:
            name = sa.make_url(url).database
            admin(self.server, f"DROP DATABASE {name} WITH (FORCE)")
            admin(self.server, f"CREATE DATABASE {name} TEMPLATE template_readiness")

    @staticmethod
    def _shape(connection: sa.Connection) -> Any:
        return connection.exec_driver_sql(SHAPE).scalar()

    def _template_shape(self) -> Any:
        return _shape_of(self.server.replace("/postgres?", "/template_readiness?"))


@lru_cache
def _shape_of(url: str) -> Any:
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        return connection.exec_driver_sql(SHAPE).scalar()


@lru_cache
def _forget() -> str:
    """One statement list that empties all tables, in whatever order and against their own triggers."""
    tables = metadata.sorted_tables
    lines = ["SET session_replication_role = replica"]
    lines += [f'DELETE FROM "{table.name}"' for table in tables]
    lines.append(f"SELECT setval(oid, 1, false) {SEQUENCES}")
    return "; ".join(lines)


def _save_sqlite(url: str, kept: Path) -> None:
    with closing(_sqlite(url)) as source, closing(sqlite3.connect(kept / "rows")) as target:
        source.backup(target)


def _load_sqlite(url: str, kept: Path) -> None:
    with closing(sqlite3.connect(kept / "rows")) as source, closing(_sqlite(url)) as target:
        source.backup(target)


def _sqlite(url: str) -> sqlite3.Connection:
    return sqlite3.connect(str(sa.make_url(url).database))


def _save_postgresql(url: str, kept: Path) -> None:
    with _raw(url) as connection:
        for table in metadata.sorted_tables:
            with connection.cursor().copy(f'COPY "{table.name}" TO STDOUT') as rows:
                content = b"".join(rows)
            if content:
                (kept / f"{table.name}.rows").write_bytes(content)
        numbers = connection.execute(f"SELECT oid::int, pg_sequence_last_value(oid) {SEQUENCES}").fetchall()
        (kept / "numbers").write_bytes(pickle.dumps([pair for pair in numbers if pair[1]]))


def _load_postgresql(url: str, kept: Path) -> None:
    with _raw(url) as connection:
        connection.execute("SET session_replication_role = replica")
        for file in kept.glob("*.rows"):
            with connection.cursor().copy(f'COPY "{file.stem}" FROM STDIN') as rows:
                rows.write(file.read_bytes())
        for pair in pickle.loads((kept / "numbers").read_bytes()):  # noqa: S301 - written above
            connection.execute("SELECT setval(%s::oid::regclass, %s)", pair)


@contextmanager
def _raw(url: str) -> Iterator[psycopg.Connection]:
    address = sa.make_url(url)
    with psycopg.connect(
        host=str(address.query["host"]), user=address.username, dbname=address.database
    ) as connection:
        yield connection


def admin(url: str, statement: str) -> None:
    """One statement outside a transaction."""
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


class Compiled(BytecodeCache):
    """Templates once translated into Python serve every application of the process."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """From memory, where the source is the same."""
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Into memory."""
        self.kept[bucket.key] = bucket.bytecode_to_string()


@lru_cache(maxsize=32)
def _made(settings: Settings) -> Flask:
    return create_app(settings)


def application(settings: Settings) -> Flask:
    """The application with these settings, the same one for every test at the same place, as if it had just started."""
    app = _made(settings)
    app.extensions["readiness_database"].close()
    app.extensions["readiness_throttle"].limiter.reset()
    return app


@lru_cache(maxsize=32)
def database_at(url: str) -> Database:
    """The database at an address; what it learnt of statements serves every test at the same place."""
    return Database(url)

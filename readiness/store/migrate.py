"""Migrations as functions: plain Alembic over its own connection, all or nothing on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy.orm import Session

from readiness.config import shipped
from readiness.errors import ConfigurationError
from readiness.store.database import is_sqlite
from readiness.store.rows import metadata
from readiness.store.types import write_json

__all__ = [
    "CommandError", "check", "current", "differences", "downgrade", "head", "known", "made_anew", "migration_engine",
    "require_current", "upgrade", "verify_foreign_keys",
]  # fmt: skip


def upgrade(url: str, revision: str = "head", *, folder: Path | None = None) -> None:
    """Bring the database to `revision`, making the file of an SQLite database where there is none."""
    command.upgrade(_config(url, folder), revision)


def downgrade(url: str, revision: str, *, folder: Path | None = None) -> None:
    """Go back to `revision`; loses what only the later form can hold."""
    command.downgrade(_config(url, folder), revision)


@contextmanager
def made_anew(url: str) -> Iterator[Session]:
    """A session in whose one transaction every table is removed and made empty again: all of it is kept, or nothing."""
    with migration_engine(url) as engine, engine.begin() as connection:
        config = _config(url, None)
        config.attributes["connection"] = connection
        if MigrationContext.configure(connection).get_current_revision() is not None:
            command.downgrade(config, "base")
        command.upgrade(config, "head")
        with Session(connection) as session:
            yield session
            session.flush()
        verify_foreign_keys(connection)


def known(revision: object) -> bool:
    """True for a revision that the migrations of this version can start from."""
    script = ScriptDirectory.from_config(_config("sqlite://", None))
    return revision in {found.revision for found in script.walk_revisions()}


def current(url: str) -> str | None:
    """The revision the database is at, None for an empty one."""
    with migration_engine(url) as engine, engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def head(folder: Path | None = None) -> str | None:
    """The newest revision in the migrations."""
    return ScriptDirectory.from_config(_config("sqlite://", folder)).get_current_head()


def check(url: str) -> list[str]:
    """What is not as this version expects, one sentence each; empty when database and program agree."""
    have, need = current(url), head()
    if have != need:
        return [f"the database is at {have}, this version needs {need}: run readiness db upgrade"]
    return [str(difference) for difference in differences(url)]


def require_current(url: str) -> None:
    """Raise ConfigurationError, with the way on, unless the database is at the newest revision."""
    have, need = current(url), head()
    if have != need:
        raise ConfigurationError(
            f"the database is at {have}, this version needs {need}: run readiness db upgrade"
        )


def differences(url: str) -> list[Any]:
    """What autogenerate would still change; empty when rows and migrations agree."""
    with migration_engine(url) as engine, engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))


@contextmanager
def migration_engine(url: str) -> Iterator[sa.Engine]:
    """An engine for changes of the schema.

    SQLite: foreign keys off, because a rebuilt table would otherwise delete its children, and the transaction is
    ours, because the driver would commit before each change of the schema.
    """
    engine = sa.create_engine(url, poolclass=sa.NullPool, json_serializer=write_json)
    if is_sqlite(url):
        Path(sa.make_url(url).database or "").parent.mkdir(parents=True, exist_ok=True)
        sa.event.listen(engine, "connect", _prepare_sqlite)
        sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        yield engine
    finally:
        engine.dispose()


def verify_foreign_keys(connection: sa.Connection) -> None:
    """Raise inside the migration's transaction if a row has lost what it points to (SQLite only)."""
    if connection.dialect.name == "sqlite":
        orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if orphans:
            raise ConfigurationError(f"the migration would leave rows without their parent: {orphans[:5]}")


def _prepare_sqlite(connection: Any, record: object) -> None:
    connection.isolation_level = None
    for pragma in ("foreign_keys = OFF", "busy_timeout = 60000", "journal_mode = WAL", "synchronous = FULL"):
        connection.execute(f"PRAGMA {pragma}")


def _config(url: str, folder: Path | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(folder or shipped("migrations")).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["url"] = url
    return config

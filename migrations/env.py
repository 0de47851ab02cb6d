"""Alembic's entry: used by readiness.store.migrate, and by the `alembic` command with READINESS_DATABASE set."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection
from sqlalchemy.types import TypeDecorator

from readiness.config import Settings
from readiness.store.migrate import migration_engine, verify_foreign_keys
from readiness.store.rows import metadata


def render_plain(kind: str, value: object, autogen: object) -> str | bool:
    """Write plain SQLAlchemy types into migrations, so that they never change with our own classes."""
    if kind == "type" and isinstance(value, TypeDecorator):
        return f"sa.{value.impl_instance!r}"
    return False


def migrate(connection: Connection) -> None:
    """Run everything that is due in one transaction."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        render_item=render_plain,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()
        verify_foreign_keys(connection)


def url() -> str:
    """The address given by the caller, else the one of the settings."""
    given = context.config.attributes.get("url")
    return str(given) if given else Settings.from_environment().database_url


given = context.config.attributes.get("connection")
if isinstance(given, Connection):  # the caller's transaction
    migrate(given)
else:
    with migration_engine(url()) as engine, engine.connect() as connection:
        migrate(connection)

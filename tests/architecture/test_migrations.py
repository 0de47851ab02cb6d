"""Rows in Python and tables in the database say the same, and history is one line."""

from __future__ import annotations

from alembic.config import Config
from alembic.script import ScriptDirectory

from readiness.store import migrate
from tests.architecture.source import ROOT


def test_models_equal_migrations(database_url: str) -> None:
    assert migrate.differences(database_url) == []


def test_a_fresh_database_is_at_the_newest_revision(database_url: str) -> None:
    migrate.check(database_url)


def test_migrations_are_one_line_with_one_head() -> None:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations").replace("%", "%%"))
    history = ScriptDirectory.from_config(config)
    assert len(history.get_heads()) == 1
    assert [script.revision for script in history.walk_revisions() if script.is_branch_point] == []

"""`readiness prepare`: what stands before the first page."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from click.testing import CliRunner

from readiness.cli import main
from readiness.store import migrate


def runner(folder: Path, environment: str) -> CliRunner:
    secret = "only for this test, and long enough for it"
    return CliRunner(
        env={
            "READINESS_ENVIRONMENT": environment,
            "READINESS_DATA": str(folder),
            "READINESS_SECRET_KEY": secret,
        }
    )


def firms(folder: Path) -> list[str]:
    engine = sa.create_engine(f"sqlite:///{folder / 'readiness.db'}", poolclass=sa.NullPool)
    with engine.connect() as connection:
        return list(connection.scalars(sa.text("SELECT key FROM firm ORDER BY id")))


def test_second_start_keeps_the_firms_of_the_first(tmp_path: Path) -> None:
    program = runner(tmp_path, "development")
    program.invoke(main, ["db", "upgrade"])
    program.invoke(main, ["demo", "--firms", "3"])
    before = firms(tmp_path)
    result = program.invoke(main, ["prepare"])
    assert result.exit_code == 0, result.output
    assert "in order" in result.output
    assert "firm@demo.example" in result.output
    assert firms(tmp_path) == before


def test_production_gets_tables_but_no_firms_and_no_logins(tmp_path: Path) -> None:
    result = runner(tmp_path, "production").invoke(main, ["prepare"])
    assert result.exit_code == 0, result.output
    assert migrate.check(f"sqlite:///{tmp_path / 'readiness.db'}") == []
    assert "demo.example" not in result.output
    assert firms(tmp_path) == []

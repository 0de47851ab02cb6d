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


def rounds(folder: Path) -> list[tuple[str, bool, str]]:
    engine = sa.create_engine(f"sqlite:///{folder / 'readiness.db'}", poolclass=sa.NullPool)
    with engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT name, practice, state FROM round ORDER BY id"))
        return [(row.name, bool(row.practice), row.state) for row in rows]


def audit_seeds(folder: Path) -> list[tuple[str, str]]:
    engine = sa.create_engine(f"sqlite:///{folder / 'readiness.db'}", poolclass=sa.NullPool)
    with engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT state, audit_seed FROM assessment ORDER BY id"))
        return [(row.state, row.audit_seed) for row in rows]


def test_same_seed_of_the_demo_draws_the_same_audit_samples(tmp_path: Path) -> None:
    found = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        program = runner(folder, "development")
        program.invoke(main, ["db", "upgrade"])
        program.invoke(main, ["demo", "--firms", "4", "--seed", "7"])
        found.append(audit_seeds(folder))
    assert found[0] == found[1]
    assert {state for state, seed in found[0] if not seed} == {"draft"}
    assert len({seed for _, seed in found[0] if seed}) == len([seed for _, seed in found[0] if seed]) > 1


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


def test_production_has_a_practice_round_from_the_first_start_and_no_second_one_from_the_next(
    tmp_path: Path,
) -> None:
    program = runner(tmp_path, "production")
    assert "practice round" in program.invoke(main, ["prepare"]).output
    assert "practice round" not in program.invoke(main, ["prepare"]).output
    assert rounds(tmp_path) == [("练习批次", True, "open")]

"""What may be expected to go wrong is told in one plain message, without a trace."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from readiness.cli import main
from tests.architecture.source import ROOT
from tests.cli.test_prepare import runner

MILL = str(ROOT / "samples" / "wujiang-dyeing-mill.yaml")
PERSON = ["user", "add", "--email", "office@example.com", "--name", "Office", "--role", "officer"]
GOOD = "four words with rivers"


@pytest.mark.parametrize("command", ["score", "rank", "report"])
def test_result_cannot_be_written_into_a_folder_that_is_not_there(tmp_path: Path, command: str) -> None:
    out = tmp_path / "nowhere" / "result.csv"
    result = CliRunner().invoke(main, [command, MILL, "--out", str(out)])
    assert (result.exit_code, result.output) == (1, f"{out}: No such file or directory\n")


def test_backup_cannot_be_written_into_a_folder_that_is_not_there(tmp_path: Path) -> None:
    program = runner(tmp_path, "development")
    program.invoke(main, ["db", "upgrade"])
    out = tmp_path / "nowhere" / "all.zip"
    result = program.invoke(main, ["backup", str(out)])
    assert (result.exit_code, result.output) == (1, f"{out}: No such file or directory\n")


@pytest.mark.parametrize("command", [[*PERSON, "--password", GOOD], ["replay"]])
def test_database_without_tables_leads_to_the_command_that_makes_them(
    tmp_path: Path, command: list[str]
) -> None:
    result = runner(tmp_path, "development").invoke(main, command)
    assert result.exit_code == 1
    assert result.output.startswith("the database cannot be used: no such table: ")
    assert "`readiness db upgrade`" in result.output


@pytest.mark.parametrize(
    ("password", "told"),
    [("x", "at least 12 characters"), ("office office", "too easy"), ("password1234", "tried first")],
)
def test_officer_gets_no_password_that_the_pages_would_refuse(
    tmp_path: Path, password: str, told: str
) -> None:
    program = runner(tmp_path, "development")
    program.invoke(main, ["db", "upgrade"])
    result = program.invoke(main, [*PERSON, "--password", password])
    assert result.exit_code == 1
    assert result.output.startswith("password: ")
    assert told in result.output
    assert program.invoke(main, [*PERSON, "--password", GOOD]).exit_code == 0


@pytest.mark.parametrize("city", ["苏州", "苏州市", "Suzhou"])
def test_officer_is_limited_to_a_city_by_its_name_in_any_language(tmp_path: Path, city: str) -> None:
    program = runner(tmp_path, "development")
    program.invoke(main, ["db", "upgrade"])
    result = program.invoke(main, [*PERSON, "--password", GOOD, "--city", city])
    assert (result.exit_code, result.output) == (0, "office@example.com: officer\n")
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'readiness.db'}", poolclass=sa.NullPool)
    with engine.connect() as connection:
        assert connection.scalars(sa.text("SELECT city FROM user")).all() == ["Suzhou"]


def test_city_that_is_not_there_is_named(tmp_path: Path) -> None:
    program = runner(tmp_path, "development")
    program.invoke(main, ["db", "upgrade"])
    result = program.invoke(main, [*PERSON, "--password", GOOD, "--city", "Atlantis"])
    assert result.exit_code == 1
    assert result.output.startswith("city: Atlantis is no city of the questionnaire")

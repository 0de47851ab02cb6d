"""The overview of commands: quick, complete and in agreement with the commands."""

from __future__ import annotations

import subprocess
import sys

import click
from click.testing import CliRunner

from readiness.cli import COMMANDS, main


def test_overview_loads_neither_numpy_nor_the_database() -> None:
    program = (
        "import sys; from readiness.cli import main; main(['--help'], standalone_mode=False);"
        "print(sorted({'numpy', 'sqlalchemy', 'alembic', 'flask', 'weasyprint', 'pydantic'} & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.splitlines()[-1] == "[]"


def test_checking_questionnaires_loads_no_database() -> None:
    program = (
        "import sys; from readiness.cli import main; main(['check'], standalone_mode=False);"
        "print(sorted({'sqlalchemy', 'alembic', 'flask', 'weasyprint'} & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.splitlines()[-1] == "[]"


def test_overview_names_every_command_once() -> None:
    shown = CliRunner().invoke(main, ["--help"], prog_name="readiness").output
    lines = shown.split("Commands:")[1].splitlines()
    assert [line.split()[0] for line in lines if line.startswith("  ") and line[2] != " "] == list(COMMANDS)


def test_every_command_is_found_under_its_own_name() -> None:
    context = click.Context(main)
    found = {name: main.get_command(context, name) for name in COMMANDS}
    assert {name: command.name for name, command in found.items() if command} == {
        name: name for name in COMMANDS
    }


def test_unknown_command_is_told_in_one_line() -> None:
    result = CliRunner().invoke(main, ["grade"])
    assert result.exit_code == 2
    assert "No such command 'grade'" in result.output


def test_error_of_the_program_is_one_message_without_a_trace() -> None:
    result = CliRunner(env={"READINESS_ENVIRONMENT": "production"}).invoke(main, ["db", "check"])
    assert result.exit_code == 1
    assert "READINESS_SECRET_KEY" in result.output
    assert "Traceback" not in result.output

"""What people read about the program agrees with the program."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click

from readiness.cli import main
from readiness.config import VARIABLES
from tests.architecture.source import ROOT


def test_every_setting_is_documented_with_its_default() -> None:
    rows = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8").splitlines()
    wanted = {v.name: f"| `{v.name}` | {f'`{v.default}`' if v.default else 'empty'} |" for v in VARIABLES}
    assert {name for name, row in wanted.items() if not any(line.startswith(row) for line in rows)} == set()


def test_no_setting_is_documented_that_does_not_exist() -> None:
    documents = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    named = {
        name for path in documents for name in re.findall(r"READINESS_[A-Z_]*[A-Z]", path.read_text("utf-8"))
    }
    assert named - {v.name for v in VARIABLES} - {"READINESS_TEST_WORKERS"} == set()


def test_every_command_is_documented() -> None:
    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert [name for name in _commands(main) if not re.search(rf"`readiness {name}\b", text)] == []


def test_every_command_explains_itself_and_its_options() -> None:
    silent = [name for name, command in _commands(main).items() if not command.help]
    silent += [
        f"{name} {option.opts[0]}"
        for name, command in _commands(main).items()
        for option in command.params
        if isinstance(option, click.Option) and not option.help
    ]
    assert silent == []


def _commands(group: click.Group, before: str = "") -> dict[str, click.Command]:
    context = click.Context(group)

    def walk() -> Iterator[tuple[str, click.Command]]:
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            if isinstance(command, click.Group):
                yield from _commands(command, f"{before}{name} ").items()
            elif command:
                yield f"{before}{name}", command

    return dict(walk())


def test_every_target_of_the_makefile_says_what_it_does() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z]+):(.*)$", text, flags=re.MULTILINE)
    assert [name for name, rest in targets if "## " not in rest] == []


def test_links_between_documents_lead_somewhere() -> None:
    broken = [
        f"{path.name}: {target}"
        for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", path.read_text(encoding="utf-8"))
        if not (path.parent / target).exists()
    ]
    assert broken == []

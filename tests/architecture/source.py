"""What the guard tests read: our own files, and the words that belong to questionnaires."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "readiness"
STATIC = PACKAGE / "web" / "static"


def code(*packages: str) -> list[Path]:
    """The Python files of the named packages, of all of them without a name."""
    folders = [PACKAGE / name for name in packages] or [PACKAGE]
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


def templates(*, pages_only: bool = False) -> list[Path]:
    """Our templates; pages are those a browser gets, so neither report nor email."""
    found = sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())
    return [path for path in found if not pages_only or shown(path).split("/")[1] not in {"report", "email"}]


def shown(path: Path) -> str:
    """A path as people write it, from the top of the checkout."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call in a file with its name as written, e.g. 'session.commit'."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def imports(path: Path) -> Iterator[tuple[str, str]]:
    """Every import as (module, name); name is '' for `import module`."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.module or "", alias.name) for alias in node.names)


@cache
def questionnaire_codes() -> tuple[frozenset[str], frozenset[str]]:
    """(short, long) codes of all questionnaires.

    Short ones (pillars, sub-sectors, statements) may be English or SQL words too and count only as a whole string;
    long ones (dimensions, questions, processes) count wherever they stand.
    """
    short: set[str] = set()
    long: set[str] = set()
    for path in (ROOT / "questionnaires").rglob("questionnaire.yaml"):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        short |= {entry["code"] for entry in [*data["pillars"], *data["statements"]]} | set(
            data["sub_sectors"]
        )
        long |= {entry["code"] for entry in data["processes"]}
        for dimension in (path.parent / "dimensions").glob("*.yaml"):
            content = yaml.safe_load(dimension.read_text(encoding="utf-8"))
            long |= {content["code"]} | {question["code"] for question in content["questions"]}
    return frozenset(short), frozenset(long)

"""What the guard tests read: our own files, and the words that belong to questionnaires."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "readiness"
STATIC = PACKAGE / "web" / "static"
NO_ENGLISH_WORD = re.compile(r"[_0-9]")


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


class QuestionnaireCodes(NamedTuple):
    """Codes of all questionnaires, by how surely a text that equals or holds one means it.

    `long` ones count wherever they stand: dimensions, questions, processes, any other with digit or underscore.
    `short` ones may be English or SQL words too and count as a whole string: pillars, sub-sectors, statements.
    `words` are plain English and count where something is decided by them: figures of the profile, sizes of firms.
    Plain English option codes are in none: roles and environments are called the same.
    """

    short: frozenset[str]
    long: frozenset[str]
    words: frozenset[str]


@cache
def questionnaire_codes() -> QuestionnaireCodes:
    """The codes of every questionnaire that comes with the service."""
    short, long, words, options = set[str](), set[str](), set[str](), set[str]()
    for path in (ROOT / "questionnaires").rglob("questionnaire.yaml"):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        short |= _codes(data["pillars"], data["statements"]) | set(data["sub_sectors"])
        long |= _codes(data["processes"])
        words |= _codes(data["profile"], data["sizes"])
        options |= {choice for field in data["profile"] for choice in field.get("choices", [])}
        for dimension in (path.parent / "dimensions").glob("*.yaml"):
            content = yaml.safe_load(dimension.read_text(encoding="utf-8"))
            long |= {content["code"]} | _codes(content["questions"])
            for question in content["questions"]:
                options |= _codes(question.get("options", [])) | set(question.get("parts", []))
    long |= {found for found in words | options if NO_ENGLISH_WORD.search(found)}
    return QuestionnaireCodes(frozenset(short), frozenset(long), frozenset(words - long))


def _codes(*lists: list[dict[str, Any]]) -> set[str]:
    return {entry["code"] for entries in lists for entry in entries}


def deciding(path: Path) -> Iterator[ast.Constant]:
    """Every text in a file that something is compared with, matched against, looked up by or kept under."""
    for node in ast.walk(tree(path)):
        parts: list[ast.expr | None] = []
        match node:
            case ast.Compare():
                parts = [node.left, *node.comparators]
            case ast.MatchValue():
                parts = [node.value]
            case ast.Subscript():
                parts = [node.slice]
            case ast.Dict():
                parts = [*node.keys]
            case ast.Call(func=ast.Attribute(attr="get" | "pop" | "setdefault")):
                parts = node.args[:1]
        for part in parts:
            if isinstance(part, ast.Tuple | ast.List | ast.Set):
                yield from (found for found in part.elts if isinstance(found, ast.Constant))
            elif isinstance(part, ast.Constant):
                yield part

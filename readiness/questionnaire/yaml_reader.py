"""YAML 1.2 read strictly: `no` stays a word, a key twice is an error, and every value knows its line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from readiness.errors import Problem

Place = tuple[str | int, ...]


class _Loader(yaml.CSafeLoader):
    """The C parser with the scalars of the YAML 1.2 core schema only."""


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"true|false", "tf"),
    ("null", r"~|null|", ["~", "n", ""]),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), list(_first))


@dataclass(frozen=True)
class Document:
    """Plain data of one file and the line of each value, by its place (keys and list positions from the top)."""

    file: Path
    data: Any
    lines: dict[Place, int]

    def line(self, place: Place) -> int:
        """The line of the value, or of the nearest parent that has one."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def read_yaml(file: Path) -> tuple[Document, list[Problem]]:
    """Read one file; problems are syntax errors and repeated keys, never raised."""
    try:
        node = yaml.compose(file.read_text(encoding="utf-8"), Loader=_Loader)
    except (OSError, UnicodeDecodeError) as error:
        return Document(file, {}, {}), [Problem(file, 0, "", f"cannot be read: {error}")]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or str(error)
        return Document(file, {}, {}), [Problem(file, mark.line + 1 if mark else 1, "", f"is not YAML: {what}")]
    lines: dict[Place, int] = {}
    problems: list[Problem] = []
    data = _plain(node, (), file, lines, problems) if node is not None else {}
    return Document(file, data, lines), problems


def _plain(node: Any, place: Place, file: Path, lines: dict[Place, int], problems: list[Problem]) -> Any:
    line = node.start_mark.line + 1
    lines[place] = line
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, (*place, i), file, lines, problems) for i, child in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        found: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            at = key_node.start_mark.line + 1
            if key in found:
                problems.append(Problem(file, at, "", f"key {key!r} stands twice; keep one"))
            found[key] = _plain(value_node, (*place, key), file, lines, problems)
            lines[*place, key] = at
        return found
    return _scalar(node.tag.rsplit(":", 1)[-1], node.value)


def _scalar(tag: str, value: str) -> Any:
    if tag == "bool":
        return value == "true"
    if tag == "null":
        return None
    if tag == "int":
        return int(value)
    return float(value) if tag == "float" else value

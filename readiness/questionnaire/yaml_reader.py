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


_SCALARS = {
    "bool": (r"true|false", ["t", "f"]),
    "null": (r"~|null|", ["~", "n", ""]),
    "int": (r"[-+]?[0-9]{1,30}", list("-+0123456789")),
    "float": (r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", list("-+.0123456789")),
}
_TAG = "tag:yaml.org,2002:"
_PLAIN_TAGS = {_TAG + name for name in (*_SCALARS, "str", "seq", "map")}
_Loader.yaml_implicit_resolvers = {}
for _name, (_pattern, _first) in _SCALARS.items():
    _Loader.add_implicit_resolver(_TAG + _name, re.compile(f"^(?:{_pattern})$"), _first)


@dataclass(frozen=True)
class Document:
    """Plain data of one file (None when it cannot be read) and the line of each value, by its place (keys and list
    positions from the top)."""

    file: Path
    data: Any
    lines: dict[Place, int]

    def line(self, place: Place) -> int:
        """The line of the value, or of the nearest parent that has one."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def code(self, place: Place) -> str:
        """The code of the innermost block around a place; inside a question, the question's code before it."""
        found: list[str] = []
        data = self.data
        for step in (None, *place):
            if step is not None:
                try:
                    data = data[step]
                except (KeyError, IndexError, TypeError):
                    break
            if isinstance(data, dict) and isinstance(data.get("code"), str):
                found.append(data["code"])
        return " ".join(found[-2:] if len(found) > 2 else found[-1:])


def read_yaml(file: Path) -> tuple[Document, list[Problem]]:
    """Read one file; problems are syntax errors, repeated keys and tags or aliases, never raised."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        return Document(file, None, {}), [Problem(file, 0, "", f"cannot be read: {reason}")]
    return parse_yaml(text, file)


def parse_yaml(text: str, file: Path) -> tuple[Document, list[Problem]]:
    """The plain data of a YAML text; `file` only names the place."""
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or str(error)
        return Document(file, None, {}), [
            Problem(file, mark.line + 1 if mark else 1, "", f"is not YAML: {what}")
        ]
    reader = _Reader(file)
    data = reader.plain(node, ()) if node is not None else {}
    return Document(file, data, reader.lines), reader.problems


class _Reader:
    """Walks the nodes of one file once, keeping lines and problems."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.lines: dict[Place, int] = {}
        self.problems: list[Problem] = []
        self._seen: set[int] = set()

    def plain(self, node: yaml.Node, place: Place) -> Any:
        """The node as dicts, lists and scalars."""
        line = node.start_mark.line + 1
        self.lines.setdefault(place, line)
        if node.tag not in _PLAIN_TAGS:
            self._note(line, f"tag {node.tag!r} is not used here; write the plain value")
            return None
        if id(node) in self._seen:
            self._note(line, "aliases (*name) are not used here; write the value out")
            return None
        self._seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(child, (*place, i)) for i, child in enumerate(node.value)]
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place)
        return _scalar(node.tag.removeprefix(_TAG), node.value)

    def _mapping(self, node: yaml.MappingNode, place: Place) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            line = key_node.start_mark.line + 1
            if key in found:
                self._note(line, f"key {key!r} stands twice; keep one")
            self.lines[*place, key] = line
            found[key] = self.plain(value_node, (*place, key))
        return found

    def _note(self, line: int, message: str) -> None:
        self.problems.append(Problem(self.file, line, "", message))


def _scalar(tag: str, value: str) -> Any:
    """The value of a scalar; one whose tag was forced on unfitting text stays text."""
    if tag not in _SCALARS or not re.fullmatch(_SCALARS[tag][0], value):
        return value
    if tag == "bool":
        return value == "true"
    if tag == "null":
        return None
    return int(value) if tag == "int" else float(value)

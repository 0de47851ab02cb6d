"""Every action that is recorded, and every detail of it, has words for the reader of the log."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from readiness.web.event_words import DETAILS, QUIET, SENTENCES
from tests.architecture.source import calls, code, shown, tree


def _strings(path: Path, node: ast.expr) -> set[str]:
    """The texts that an expression can be: itself, a constant of any module, or what a helper is called with."""
    if isinstance(node, ast.Constant):
        return {str(node.value)}
    if isinstance(node, ast.Name):
        return _constants(node.id) or _arguments(path, node.id)
    return set()


def _constants(name: str) -> set[str]:
    return {
        statement.value.value
        for path in code("services", "store")
        for statement in tree(path).body
        if isinstance(statement, ast.Assign)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
        and any(isinstance(target, ast.Name) and target.id == name for target in statement.targets)
    }


def _arguments(path: Path, name: str) -> set[str]:
    """What the functions of the module that take a parameter of this name are called with."""
    places = {
        function.name: [argument.arg for argument in function.args.args].index(name)
        for function in ast.walk(tree(path))
        if isinstance(function, ast.FunctionDef) and name in [a.arg for a in function.args.args]
    }
    found = set()
    for called, call in calls(path):
        if called in places and len(call.args) > places[called]:
            given = call.args[places[called]]
            if isinstance(given, ast.Constant):
                found.add(str(given.value))
    return found


def _recorded() -> Iterator[tuple[Path, ast.Call]]:
    for path in code():
        yield from ((path, call) for name, call in calls(path) if name == "record_event")


def test_every_recorded_action_has_a_sentence() -> None:
    found = {f"{shown(path)}:{call.lineno}": _strings(path, call.args[1]) for path, call in _recorded()}
    assert [place for place, actions in found.items() if not actions] == []
    actions = set().union(*found.values())
    assert actions - set(SENTENCES) == set()
    assert set(SENTENCES) - actions == set()


def test_every_recorded_detail_is_told_or_knowingly_kept_quiet() -> None:
    names = {
        key.value
        for path, call in _recorded()
        for keyword in call.keywords
        if keyword.arg == "detail"
        for node in _values(path, keyword.value)
        for key in node.keys
        if isinstance(key, ast.Constant)
    }
    assert names - set(DETAILS) - QUIET == set()


def _values(path: Path, node: ast.expr) -> list[ast.Dict]:
    """The dictionaries written in the call or assigned to the name that it gives, with those they take in."""
    if isinstance(node, ast.Dict):
        inner = [value for key, value in zip(node.keys, node.values, strict=True) if key is None]
        return [node, *(found for value in inner for found in _values(path, value))]
    if isinstance(node, ast.Name):
        return [
            statement.value
            for statement in ast.walk(tree(path))
            if isinstance(statement, ast.Assign)
            and isinstance(statement.value, ast.Dict)
            and any(isinstance(target, ast.Name) and target.id == node.id for target in statement.targets)
        ]
    return []

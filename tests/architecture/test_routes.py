"""The addresses of the service change only on purpose, and each says who may open it.

To accept a change:  .venv/bin/python -m tests.architecture.test_routes
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from flask import Flask

from readiness.app import create_app
from readiness.config import Settings

SNAPSHOT = Path(__file__).with_name("routes.txt")
UNDECLARED = "undeclared"


def _app(folder: Path) -> Flask:
    """With development pages, so that they are on the list as well."""
    return create_app(
        Settings.from_environment({"READINESS_ENVIRONMENT": "development", "READINESS_DATA": str(folder)})
    )


def _routes(app: Flask) -> list[str]:
    """One line for each address: methods, address, who may open it."""
    lines = []
    for rule in app.url_map.iter_rules():
        methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        who = getattr(app.view_functions[rule.endpoint], "access", UNDECLARED)
        lines.append(f"{methods:<9} {rule.rule:<70} {who}".rstrip())
    return sorted(lines, key=lambda line: line.split()[1:] + line.split()[:1])


def test_every_route_declares_who_may_open_it(tmp_path: Path) -> None:
    assert [line for line in _routes(_app(tmp_path)) if line.endswith(UNDECLARED)] == []


def test_the_list_of_addresses_changes_only_on_purpose(tmp_path: Path) -> None:
    assert _routes(_app(tmp_path)) == SNAPSHOT.read_text(encoding="utf-8").splitlines()


def test_addresses_with_keys_bound_them(tmp_path: Path) -> None:
    """A converter with limits, so that no odd text and no huge number reaches a query."""
    bare = [line for line in _routes(_app(tmp_path)) if "<int:" in line or "<string:" in line]
    assert bare == []


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        SNAPSHOT.write_text("\n".join(_routes(_app(Path(made)))) + "\n", encoding="utf-8")

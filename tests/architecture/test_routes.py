"""The addresses of the service change only on purpose, and each says who may open it."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from readiness.app import create_app

from readiness.config import Settings

SNAPSHOT = Path(__file__).with_name("routes.txt")


@pytest.fixture
def app(sqlite_url: str, tmp_path: Path) -> Flask:
    return create_app(
        Settings.from_environment(
            {
                "READINESS_ENVIRONMENT": "development",
                "READINESS_DATABASE": sqlite_url,
                "READINESS_DATA": str(tmp_path),
            }
        )
    )


def _routes(app: Flask) -> list[str]:
    lines = []
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        lines.append(f"{methods:<9} {rule.rule}  {getattr(view, 'access', 'undeclared')}")
    return sorted(lines)


def test_every_route_declares_who_may_open_it(app: Flask) -> None:
    assert [line for line in _routes(app) if line.endswith("undeclared")] == []


def test_the_list_of_addresses_changes_only_on_purpose(app: Flask) -> None:
    """To accept a change: write the list below into routes.txt."""
    assert _routes(app) == SNAPSHOT.read_text(encoding="utf-8").splitlines()

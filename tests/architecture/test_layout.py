"""Layout: who imports whom, how long files are, what is packed."""

from __future__ import annotations

import configparser

import pytest
from importlinter.cli import lint_imports

from tests.architecture.source import ROOT, code, imports, shown, templates

LONGEST_FILE = 400


def test_imports_follow_the_layers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(config_filename="setup.cfg", no_cache=True, no_logo=True) == 0


def test_outside_the_store_only_the_session_is_named() -> None:
    found = [
        f"{shown(path)}: {module}.{name}"
        for path in code()
        if "store" not in path.parts
        for module, name in imports(path)
        if module.split(".")[0] in {"sqlalchemy", "alembic"}
        and (module, name) != ("sqlalchemy.orm", "Session")
    ]
    assert found == []


def test_only_one_module_imports_weasyprint() -> None:
    found = {shown(p) for p in code() if any(m.split(".")[0] == "weasyprint" for m, _ in imports(p))}
    assert found == {"readiness/reports/pdf.py"}


def test_no_file_is_too_long_to_read() -> None:
    files = [*code(), *(ROOT / "tests").rglob("*.py"), *(ROOT / "migrations").rglob("*.py"), *templates()]
    lengths = {shown(path): len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_every_package_is_packed() -> None:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    listed = set(setup["options"]["packages"].split())
    here = {".".join(path.parent.relative_to(ROOT).parts) for path in code() if path.name == "__init__.py"}
    assert here - listed == set()


def test_every_package_says_what_it_is_for() -> None:
    silent = [
        shown(p) for p in code() if p.name == "__init__.py" and not p.read_text("utf-8").startswith('"""')
    ]
    assert silent == []

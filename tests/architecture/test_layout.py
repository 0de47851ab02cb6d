"""The house rules that a reviewer should not have to look for."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from click import Group
from importlinter.cli import lint_imports

from readiness.cli import main
from readiness.config import VARIABLES

ROOT = Path(__file__).resolve().parents[2]
CODE = sorted((ROOT / "readiness").rglob("*.py"))
TEMPLATES = sorted(p for p in (ROOT / "templates").rglob("*") if p.is_file())


def test_imports_follow_the_layers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(config_filename="setup.cfg", no_cache=True) == 0


def test_no_file_has_over_400_lines() -> None:
    files = [*CODE, *(ROOT / "tests").rglob("*.py"), *TEMPLATES]
    assert [str(f) for f in files if len(f.read_text(encoding="utf-8").splitlines()) > 400] == []


def _calls(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


def test_services_never_commit() -> None:
    found = [
        (f.name, call)
        for f in (ROOT / "readiness" / "services").glob("*.py")
        for call in _calls(f)
        if call.endswith((".commit", ".rollback"))
    ]
    assert found == []


@pytest.mark.parametrize("package", ["questionnaire", "scoring", "assessment", "document"])
def test_pure_packages_read_no_clock_and_no_chance(package: str) -> None:
    forbidden = re.compile(r"(\.today|\.now|\.utcnow|time\.\w+|random\.\w+|default_rng|secrets\.\w+|uuid4)$")
    found = [
        (f.name, call)
        for f in (ROOT / "readiness" / package).glob("*.py")
        for call in _calls(f)
        if forbidden.search(call)
    ]
    assert found == []


def _questionnaire_words() -> set[str]:
    words: set[str] = set()
    for file in (ROOT / "questionnaires").rglob("questionnaire.yaml"):
        data = yaml.safe_load(file.read_text(encoding="utf-8"))
        words |= {p["code"] for p in data["pillars"]} | {d for p in data["pillars"] for d in p["dimensions"]}
        words |= set(data["sub_sectors"]) | {p["code"] for p in data["processes"]}
        words |= {s["code"] for s in data["statements"]}
    return words


def test_no_word_of_a_questionnaire_stands_in_the_code() -> None:
    words = _questionnaire_words()
    pattern = re.compile(r"(?<![\w.-])(" + "|".join(map(re.escape, sorted(words))) + r")(\.\d+)?(?![\w-])")
    found = []
    for file in CODE:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in words:
                found.append((file.name, node.value))
    for file in TEMPLATES:
        if file.suffix in {".html", ".svg"}:
            found += [(file.name, m.group()) for m in pattern.finditer(file.read_text(encoding="utf-8"))]
    assert found == []


def test_every_setting_is_documented() -> None:
    text = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert [v.name for v in VARIABLES if v.name not in text] == []


def test_every_command_is_documented() -> None:
    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    names = [
        f"readiness {name}" + (f" {sub}" if sub else "")
        for name, command in main.commands.items()
        for sub in (command.commands if isinstance(command, Group) else [""])
    ]
    assert [name for name in names if name not in text] == []


def test_only_reviewed_places_mark_html_as_safe() -> None:
    bad = re.compile(r"\|\s*safe\b|render_template_string|\bautoescape false\b")
    found = [
        f.name
        for f in [*CODE, *TEMPLATES]
        if f.suffix in {".py", ".html"} and bad.search(f.read_text("utf-8"))
    ]
    assert found == []


def test_pages_hold_no_inline_script_or_style() -> None:
    bad = re.compile(r"""\sstyle=|<style|<script(?![^>]*\bsrc=)|\son\w+=["']""")
    pages = [f for f in TEMPLATES if f.suffix == ".html" and f.parts[-2] not in {"report", "email"}]
    assert [f.name for f in pages if bad.search(f.read_text(encoding="utf-8"))] == []


def test_every_template_parses_and_is_used() -> None:
    from readiness.app import create_app

    from readiness.config import Settings

    app = create_app(Settings.from_environment({"READINESS_ENVIRONMENT": "development"}))
    sources = "\n".join(f.read_text(encoding="utf-8") for f in [*CODE, *TEMPLATES])
    unused = []
    for file in TEMPLATES:
        if file.suffix == ".html":
            name = file.relative_to(ROOT / "templates").as_posix()
            app.jinja_env.get_template(name)
            if name not in sources and file.name not in sources:
                unused.append(name)
    assert unused == []

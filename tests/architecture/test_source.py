"""What our Python never does."""

from __future__ import annotations

import ast
import re

import pytest

from tests.architecture.source import (
    ROOT,
    STATIC,
    calls,
    code,
    deciding,
    imports,
    questionnaire_codes,
    shown,
    templates,
    tree,
)

CLOCK = re.compile(r"(\.(today|now|utcnow)|\btime\.(time|monotonic|perf_counter|localtime|gmtime)\w*)$")
CHANCE = re.compile(
    r"(\brandom\.(?!default_rng|Generator|Philox|PCG64|SeedSequence)\w+|\bsecrets\.\w+|\buuid\d)$"
)
LONGEST = 45
FILES = re.compile(
    r"(^open|\.(open|read_text|read_bytes|write_text|write_bytes|iterdir|glob|rglob))$|^(input|print)$"
)


def test_no_function_is_longer_than_a_screen() -> None:
    found = [
        f"{shown(path)}:{node.lineno}: {node.name} has {length} lines"
        for path in code()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST
    ]
    assert found == []


def test_services_never_commit() -> None:
    ends = re.compile(r"\.(commit|rollback|begin|close)$")
    found = [
        f"{shown(p)}:{call.lineno}: {name}"
        for p in code("services")
        for name, call in calls(p)
        if ends.search(name)
    ]
    assert found == []


@pytest.mark.parametrize(
    "package", ["questionnaire", "scoring", "assessment", "document", "services", "exports"]
)
def test_time_is_passed_in(package: str) -> None:
    found = [
        f"{shown(p)}:{call.lineno}: {name}"
        for p in code(package)
        for name, call in calls(p)
        if CLOCK.search(name)
    ]
    assert found == []


@pytest.mark.parametrize("package", ["questionnaire", "scoring", "assessment", "document"])
def test_chance_is_passed_in(package: str) -> None:
    found = [
        f"{shown(path)}:{call.lineno}: {name}"
        for path in code(package)
        for name, call in calls(path)
        if _chance(name, call)
    ]
    assert found == []


def _chance(name: str, call: ast.Call) -> bool:
    """A generator may be made from a seed that was passed in, never without one."""
    if CHANCE.search(name):
        return True
    return name.endswith((".default_rng", ".SeedSequence", ".Philox", ".PCG64")) and not (
        call.args or call.keywords
    )


@pytest.mark.parametrize("package", ["scoring", "assessment", "document"])
def test_what_scores_and_explains_touches_no_file(package: str) -> None:
    modules = {"os", "io", "pathlib", "shutil", "socket", "subprocess", "tempfile", "urllib"}
    found = [f"{shown(p)}: {m}" for p in code(package) for m, _ in imports(p) if m.split(".")[0] in modules]
    found += [f"{shown(p)}: {name}" for p in code(package) for name, _ in calls(p) if FILES.search(name)]
    assert found == []


def test_no_code_of_a_questionnaire_stands_in_python() -> None:
    short, long, words = questionnaire_codes()
    assert short
    assert long
    assert words
    anywhere = _pattern(long)
    found = []
    for path in code():
        found += [f"{shown(path)}:{c.lineno}: {c.value}" for c in deciding(path) if c.value in words]
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                hit = node.value if node.value in short else anywhere.search(node.value)
            else:
                name = getattr(node, "id", None) or getattr(node, "attr", None) or getattr(node, "arg", None)
                hit = name if name in long else None
            if hit:
                found.append(f"{shown(path)}:{node.lineno}: {hit if isinstance(hit, str) else hit.group()}")
    assert found == []


def test_no_code_of_a_questionnaire_stands_in_templates_scripts_or_styles() -> None:
    short, long, _words = questionnaire_codes()
    anywhere, quoted = _pattern(long), re.compile(rf"""(["'.#-])({"|".join(sorted(short))})(?=["'\s{{:,])""")
    own = [
        path for path in STATIC.rglob("*") if path.suffix in {".js", ".css"} and "vendor" not in path.parts
    ]
    found = [
        f"{shown(path)}: {match.group()}"
        for path in [*templates(), *own]
        for pattern in (anywhere, quoted)
        for match in pattern.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def _pattern(codes: frozenset[str]) -> re.Pattern[str]:
    return re.compile(r"(?<![\w.-])(" + "|".join(map(re.escape, sorted(codes, reverse=True))) + r")(?![\w-])")


def test_html_is_marked_safe_only_around_a_literal() -> None:
    found = [
        f"{shown(path)}:{call.lineno}: {name}"
        for path in code()
        for name, call in calls(path)
        if name.endswith("render_template_string")
        or (name.split(".")[-1] == "Markup" and not (call.args and isinstance(call.args[0], ast.Constant)))
    ]
    assert found == []


def test_choices_of_our_forms_are_no_tuples() -> None:
    """The filter for Flask-Security's warning in setup.cfg would hide ours as well."""
    found = [
        f"{shown(path)}:{keyword.value.lineno}"
        for path in code("web")
        for name, call in calls(path)
        if name.endswith(("SelectField", "SelectMultipleField", "RadioField"))
        for keyword in call.keywords
        if keyword.arg == "choices" and any(isinstance(part, ast.Tuple) for part in ast.walk(keyword.value))
    ]
    assert found == []


def test_tests_use_real_parts_and_leave_none_out() -> None:
    bad = re.compile(
        r"unittest[.]mock|\bMagicMock\b|pytest[.](skip|importorskip|xfail)\b|mark[.](skip|skipif|xfail)\b"
    )
    files = [path for path in (ROOT / "tests").rglob("*.py") if path.name != "test_source.py"]
    assert [shown(path) for path in files if bad.search(path.read_text(encoding="utf-8"))] == []

"""Templates: all parse, all are used, none escapes the policy of its page."""

from __future__ import annotations

import re

from jinja2 import Environment

from tests.architecture.source import code, shown, templates

INLINE = re.compile(
    r"""\sstyle\s*=|<style\b|<script\b(?![^>]*\bsrc=)|\son[a-z]+\s*=\s*["'{]|["']javascript:""", re.IGNORECASE
)
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
UNSAFE = re.compile(r"\|\s*safe\b|\bMarkup\b|autoescape\s+false")


def _texts() -> dict[str, str]:
    return {shown(p): p.read_text("utf-8") for p in templates() if p.suffix in {".html", ".txt", ".svg"}}


def test_every_template_parses() -> None:
    """Unknown filters and tests of ours are found when pages are drawn; here only the grammar counts."""
    grammar = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)
    for text in _texts().values():
        grammar.parse(text)


def test_every_template_is_used() -> None:
    """Named in full somewhere, or its folder is named with a placeholder, e.g. f"report/{section}.html"."""
    sources = {**_texts(), **{shown(path): path.read_text(encoding="utf-8") for path in code()}}
    unused = []
    for name in _texts():
        short = name.removeprefix("templates/")
        folder, _, file = short.rpartition("/")
        dynamic = re.compile(rf"{re.escape(folder)}/(\{{|%s)|[\"']{re.escape(folder)}/[\"']\s*[+~]")
        others = [text for source, text in sources.items() if source != name]
        stem = re.compile(rf"[\"']{re.escape(file.split('.')[0])}[\"']")
        if any(short in text for text in others):
            continue
        if any(dynamic.search(text) for text in others) and any(stem.search(text) for text in others):
            continue
        unused.append(short)
    assert unused == []


def test_no_page_holds_inline_script_or_style() -> None:
    found = [
        f"{shown(path)}: {match.group()}"
        for path in templates(pages_only=True)
        if path.suffix == ".html"
        for match in INLINE.finditer(COMMENT.sub("", path.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_no_template_marks_html_as_safe() -> None:
    assert [name for name, text in _texts().items() if UNSAFE.search(text)] == []


def test_no_page_is_long() -> None:
    """A template over 150 lines hides a macro or an include."""
    lengths = {name: text.count("\n") for name, text in _texts().items()}
    assert {name: length for name, length in lengths.items() if length > 150} == {}

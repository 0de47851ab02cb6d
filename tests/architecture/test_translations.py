"""Every word of pages, mails, reports and messages stands in three languages."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator

import pytest
import yaml
from babel.messages.pofile import read_po
from jinja2 import Environment

from readiness.questionnaire.wording_rules import wording_rules
from tests.architecture.source import PACKAGE, calls, code, shown, templates

LANGUAGES = ("zh_Hans", "vi")  # the ids themselves are English
TRANSLATIONS = PACKAGE / "translations"
PARTS = TRANSLATIONS / "parts"
PLACE = re.compile(r"%\(\w+\)[sd]")
NAMES = {"Excel", "Higg", "Idempotency", "Key", "Match", "com", "example", "name", "xlsx"}
"""What Chinese pages call by its foreign name: programs, schemes, headers of requests, an address as an example."""
MARKS = {"_", "gettext", "lazy_gettext", "ngettext", "lazy_ngettext", "translate", "mark"}


def _words_in_code() -> Iterator[tuple[str, str]]:
    for path in code():
        for name, call in calls(path):
            if name.split(".")[-1] in MARKS:
                count = 2 if "ngettext" in name else 1
                for part in call.args[:count]:
                    if isinstance(part, ast.Constant) and isinstance(part.value, str):
                        yield part.value, f"{shown(path)}:{part.lineno}"


def _words_in_templates() -> Iterator[tuple[str, str]]:
    jinja = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)
    for path in templates():
        if path.suffix in {".html", ".txt", ".svg"}:
            for line, _, message in jinja.extract_translations(path.read_text(encoding="utf-8")):
                for word in (message,) if isinstance(message, str) else message:
                    if word:
                        yield word, f"{shown(path)}:{line}"


def _used() -> dict[str, str]:
    """Every message id with one place where it stands."""
    return {word: place for word, place in [*_words_in_code(), *_words_in_templates()] if word.strip()}


def _parts() -> dict[str, list[dict[str, str]]]:
    """Every message id with its entries; the same word may stand in several parts if it says the same."""
    found = defaultdict(list)
    for path in sorted(PARTS.glob("*.yaml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8")) or []:
            found[entry["en"]].append(entry)
    return found


def test_every_word_in_use_has_an_entry() -> None:
    parts = _parts()
    assert {word: place for word, place in _used().items() if word not in parts} == {}


def test_every_entry_has_all_languages() -> None:
    found = [
        (word, language)
        for word, entries in _parts().items()
        for entry in entries
        for language in LANGUAGES
        if word.strip() and not str(entry.get(language) or "").strip()
    ]
    assert found == []


def test_translations_keep_the_places_of_values() -> None:
    found = [
        (word, language)
        for word, entries in _parts().items()
        for entry in entries
        for language in LANGUAGES
        if set(PLACE.findall(str(entry.get(language, "")))) != set(PLACE.findall(word))
    ]
    assert found == []


def test_chinese_page_words_hold_no_stray_english() -> None:
    foreign = wording_rules().languages["zh_Hans"].foreign
    assert foreign
    pattern = re.compile(foreign.pattern)
    found = {
        (word, strange)
        for word, entries in _parts().items()
        for entry in entries
        for strange in pattern.findall(PLACE.sub("", str(entry.get("zh_Hans") or "")))
        if strange not in NAMES
    }
    assert found == set()


def test_one_word_is_translated_one_way() -> None:
    parts = _parts()
    assert [
        w
        for w, entries in parts.items()
        for lang in LANGUAGES
        if len({str(e.get(lang)) for e in entries}) > 1
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_holds_every_word_in_use(language: str) -> None:
    with (TRANSLATIONS / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalogue = {str(message.id): message for message in read_po(file) if isinstance(message.id, str)}
    missing = [word for word in _used() if word not in catalogue or not catalogue[word].string]
    unsure = [word for word, message in catalogue.items() if message.fuzzy and word]
    assert (missing, unsure) == ([], [])

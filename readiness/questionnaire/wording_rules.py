"""The rules of wording.yaml, read once: lengths, banned words, claims, foreign words, marks."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from readiness.questionnaire.schema import Strict
from readiness.questionnaire.yaml_reader import read_yaml

FILE = Path(__file__).with_name("wording.yaml")


class LengthFile(Strict):
    """Longest text, characters by language, for the paths that `texts` means."""

    texts: str
    longest: dict[str, Annotated[int, Field(ge=1)]]


class EndFile(Strict):
    """Texts that end with one of the marks."""

    texts: str
    marks: str


class BannedFile(Strict):
    """A word that may stand inside the allowed phrases only; with `texts` it is banned on those paths alone."""

    word: str
    texts: str | None = None
    allowed: list[str] = Field(default_factory=list)


class ForeignFile(Strict):
    """A pattern of foreign words and those that are terms."""

    pattern: str
    allowed: list[str] = Field(default_factory=list)


class LettersFile(Strict):
    """Letters of which a text of so many words has at least one."""

    letters: str
    from_words: Annotated[int, Field(ge=1)]


class LanguageFile(Strict):
    """What holds for one language."""

    banned: list[BannedFile] = Field(default_factory=list)
    claims: list[str] = Field(default_factory=list)
    foreign: ForeignFile | None = None
    half_width: str = ""
    own_letters: LettersFile | None = None


class WordingFile(Strict):
    """wording.yaml."""

    lengths: list[LengthFile]
    ends: list[EndFile]
    placeholders: str
    quoted: list[str]
    units_without_sign: list[str]
    languages: dict[str, LanguageFile]


@cache
def wording_rules() -> WordingFile:
    """The rules as shipped; ValidationError when the file does not fit."""
    document, _ = read_yaml(FILE)
    return WordingFile.model_validate(document.data)


@cache
def path_pattern(texts: str) -> re.Pattern[str]:
    """The paths that a written path with * means; * is one step."""
    return re.compile(re.escape(texts).replace(r"\*", r"[^.]+"))


def is_han(text: str) -> bool:
    """True when a Chinese character stands in the text."""
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


@cache
def banned_patterns(language: str) -> tuple[tuple[str | None, re.Pattern[str]], ...]:
    """By path (None: everywhere), what finds allowed phrases whole (no group) and banned words (group 1)."""
    banned = wording_rules().languages.get(language, LanguageFile()).banned
    places = dict.fromkeys(entry.texts for entry in banned)
    return tuple((place, _pattern([entry for entry in banned if entry.texts == place])) for place in places)


def _pattern(banned: list[BannedFile]) -> re.Pattern[str]:
    """The longest allowed phrase first; Latin words only as whole words."""
    phrases = sorted(
        {phrase for entry in banned for phrase in entry.allowed}, key=lambda text: (-len(text), text)
    )
    words = [re.escape(entry.word) for entry in banned]
    whole = [word if is_han(word) else rf"(?<!\w){word}(?!\w)" for word in words]
    return re.compile("|".join([*map(re.escape, phrases), f"({'|'.join(whole)})"]), re.IGNORECASE)

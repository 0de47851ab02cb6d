"""How words read: length, adjectives nobody can check, foreign words, marks, units, claims, placeholders."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from readiness.errors import Problem
from readiness.questionnaire import schema
from readiness.questionnaire.texts import FALLBACK, path
from readiness.questionnaire.word_checks import flatten, joined, text_problem
from readiness.questionnaire.wording_rules import (
    LanguageFile,
    WordingFile,
    banned_patterns,
    is_han,
    path_pattern,
    wording_rules,
)

if TYPE_CHECKING:
    from readiness.questionnaire.loader import Sources

HAN = "[\u3400-\u9fff]"
WORD = re.compile(r"[^\W\d_]{2,}")
UNIT_STEPS = re.compile(r"[/／（）()·\s]+|\bper\b|\btrên\b|\bmỗi\b")


def wording(sources: Sources, dimensions: Mapping[str, schema.DimensionFile]) -> list[Problem]:
    """Every text that reads against wording.yaml; a questionnaire without guidance.yaml is not asked."""
    if sources.guidance is None:
        return []
    rules = wording_rules()
    problems: list[Problem] = []
    words = {language: joined(documents) for language, documents in sources.texts.items()}
    for language, documents in sources.texts.items():
        units = dict(_units(rules, language, words, dimensions))
        for document in documents:
            for place, text in flatten(document.data).items():
                findings = [*_text(rules, language, place, text), *_unit(units, place, text)]
                findings += _placeholders(rules, words, language, place, text)
                problems += [text_problem(document, place, f"'{place}' {message}") for message in findings]
    return problems


def _text(rules: WordingFile, language: str, place: str, text: str) -> Iterator[str]:
    """What one text breaks by itself."""
    own = rules.languages.get(language, LanguageFile())
    for length in rules.lengths:
        longest = length.longest.get(language)
        if longest is not None and len(text) > longest and path_pattern(length.texts).fullmatch(place):
            yield f"has {len(text)} characters; at most {longest} fit"
    for end in rules.ends:
        if path_pattern(end.texts).fullmatch(place) and not text.rstrip().endswith(tuple(end.marks)):
            yield f"ends without a mark; expected one of: {' '.join(end.marks)}"
    yield from _marks(own, text)
    if place.split(".", maxsplit=1)[0] not in rules.quoted:
        yield from _adjectives(language, place, text)
        yield from _foreign(own, text)
        for claim in own.claims:
            if found := re.search(claim, text):
                yield f"says {found.group(0)!r}: no result is another scheme's grade, nothing an official limit"


def _adjectives(language: str, place: str, text: str) -> Iterator[str]:
    for texts, pattern in banned_patterns(language):
        if texts is not None and not path_pattern(texts).fullmatch(place):
            continue
        for word in dict.fromkeys(
            match.group(1).lower() for match in pattern.finditer(text) if match.group(1)
        ):
            yield f"says {word!r}, which nobody can check or which reads badly; say what one sees"


def _marks(own: LanguageFile, text: str) -> Iterator[str]:
    if not own.half_width:
        return
    marks = f"[{re.escape(own.half_width)}]"
    if found := re.search(f"(?<={HAN}){marks}|{marks}(?={HAN})|(?<={HAN})\\.(?!\\w)", text):
        yield f"has the half-width mark {found.group(0)!r} beside Chinese; write the full-width one"


def _foreign(own: LanguageFile, text: str) -> Iterator[str]:
    if own.foreign:
        strange = [word for word in re.findall(own.foreign.pattern, text) if word not in own.foreign.allowed]
        if strange:
            yield f"has the foreign words {', '.join(dict.fromkeys(strange))}; translate them"
    letters = own.own_letters
    if (
        letters
        and len(WORD.findall(text)) >= letters.from_words
        and not set(text.lower()) & set(letters.letters)
    ):
        yield "has no letter of its language; it seems to be left in another one"


def _placeholders(
    rules: WordingFile, words: Mapping[str, Mapping[str, str]], language: str, place: str, text: str
) -> list[str]:
    """Words in braces or %(…)s must be those of the fallback language."""
    other = words.get(FALLBACK, {}).get(place)
    if language == FALLBACK or other is None:
        return []
    here, there = (set(re.findall(rules.placeholders, found)) for found in (text, other))
    if here == there:
        return []
    return [f"has the placeholders {_list(here)}, but {FALLBACK} has {_list(there)}; they must be the same"]


def _list(names: set[str]) -> str:
    return ", ".join(sorted(names)) or "none"


def _units(
    rules: WordingFile,
    language: str,
    words: Mapping[str, Mapping[str, str]],
    dimensions: Mapping[str, schema.DimensionFile],
) -> Iterator[tuple[str, list[list[str]]]]:
    """Path of a formula or example → sets of unit signs, of which the text must hold one set whole."""
    for file in dimensions.values():
        for question in file.questions:
            base = f"questions.{path(question.code)}"
            signs: list[list[str]] = []
            for variant in question.variants:
                if variant.unit in rules.units_without_sign:
                    continue
                worded = words[language].get(f"units.{variant.unit}", variant.unit)
                both = [_signs(worded), _signs(variant.unit)]
                yield f"{base}.examples.{variant.code}", both
                signs += [[sign] for sign in (*both[0], *both[1])]
            if signs:
                yield f"{base}.formula", signs


def _signs(unit: str) -> list[str]:
    """The parts of a unit that a sentence may hold apart; of '% first pass' the sign alone."""
    if unit.lstrip().startswith("%"):
        return ["%"]
    return [step for step in UNIT_STEPS.split(unit) if step]


def _unit(units: Mapping[str, list[list[str]]], place: str, text: str) -> list[str]:
    base, _, leaf = place.partition(".examples.")
    wanted = units.get(place, units.get(f"{base}.formula") if leaf else None)  # of a sub-sector: any unit
    if wanted is None or any(all(_holds(text, sign) for sign in signs) for signs in wanted):
        return []
    return [f"names no unit; expected {' '.join(wanted[0])}"]


def _holds(text: str, sign: str) -> bool:
    """A sign in Latin letters stands alone: the t of tonnes is not found in 'that'."""
    low, sign = text.lower(), sign.lower()
    start = low.find(sign)
    while start >= 0:
        around = f"{low[start - 1 : start]}{low[start + len(sign) : start + len(sign) + 1]}"
        if is_han(sign) or not any(letter.isalpha() and not is_han(letter) for letter in around):
            return True
        start = low.find(sign, start + 1)
    return False

"""Words of a questionnaire: which paths must exist, which languages may still have gaps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from readiness.errors import Problem
from readiness.questionnaire import schema
from readiness.questionnaire.guidance_words import guidance_names, guidance_paths
from readiness.questionnaire.model import Kind, Question, Questionnaire
from readiness.questionnaire.texts import FALLBACK, path
from readiness.questionnaire.yaml_reader import Document, Place

if TYPE_CHECKING:
    from readiness.questionnaire.loader import Sources

OPTIONAL_PARTS = (
    "help",
    "note",
    "list",
    "variants",
    "unit",
    "formula",
    "period",
    "counts",
    "excluded",
    "examples",
    "audit",
)
BY_TRADE = {
    "list": (False, True),
    "variants": (True, False),
    "examples": (True, True),
    "why_for": (False, True),
}
"""Parts with an entry for each scale, each sub-sector, or both."""
CORE_NAME = "groups.core"  # what the core questions are called here, such as "scenarios"
OPTIONAL_ACTION_PARTS = ("why_for", "support")


def flatten(data: Any, prefix: str = "") -> dict[str, str]:
    """Nested blocks as 'a.b.c' → text; list entries count from 0."""
    found: dict[str, str] = {}
    entries = data.items() if isinstance(data, Mapping) else enumerate(data) if isinstance(data, list) else ()
    for key, value in entries:
        place = f"{prefix}.{key}" if prefix else str(key)
        if isinstance(value, Mapping | list):
            found |= flatten(value, place)
        elif value is not None:
            found[place] = str(value)
    return found


def joined(documents: Sequence[Document]) -> dict[str, str]:
    """The words of all files of one language."""
    found: dict[str, str] = {}
    for document in documents:
        found |= flatten(document.data)
    return found


def words(sources: Sources, head: schema.QuestionnaireFile, found: Questionnaire) -> list[Problem]:
    """Missing words of complete languages, missing names of partial ones, words for nothing and words given twice."""
    names = {*_names(found), *guidance_names(found)}
    asked = {place for question in found.questions for place in _question_paths(question)}
    asked |= set(guidance_paths(found))
    cited, optional = set(_sources(found)), _optional(found)
    complete = [language for language in found.languages if language not in head.partial_languages]
    some = {
        place
        for language in complete
        for place in found.texts.words[language]
        if place.split(".", maxsplit=1)[0] in optional and _is_optional(place, found, optional)
    }  # words that nobody must give, but that one language has the others have too
    problems: list[Problem] = []
    for language in found.languages:
        documents = sources.texts[language]
        needed = names if language in head.partial_languages else names | asked | some
        if language not in (FALLBACK, *head.partial_languages):
            needed |= cited  # the fallback's words of a source are its key
        for place in sorted(needed - set(found.texts.words[language])):
            document = _home(documents, place)
            problems.append(text_problem(document, place, f"no words for '{place}'; add them in {language}"))
        given: set[str] = set()
        for document in documents:
            here = set(flatten(document.data))
            problems += [
                text_problem(document, place, f"'{place}' has words in another file of {language} already")
                for place in sorted(here & given)
            ]
            problems += [
                text_problem(document, place, f"'{place}' names nothing in this questionnaire")
                for place in sorted(here - names - asked - cited)
                if not _is_optional(place, found, optional)
            ]
            given |= here
    return problems


def text_problem(document: Document, place: str, message: str) -> Problem:
    """The problem of one text, at the line of its path such as 'questions.<code>.text'."""
    return Problem(document.file, document.line(_steps(place)), "", message)


def _home(documents: Sequence[Document], place: str) -> Document:
    """The file where missing words belong: the one that knows most of their place."""

    def depth(document: Document) -> int:
        steps = _steps(place)
        while steps and steps not in document.lines:
            steps = steps[:-1]
        return len(steps)

    return max(documents, key=depth)


def _steps(place: str) -> Place:
    return tuple(_typed(step) for step in place.split("."))


def _typed(step: str) -> str | int:
    return int(step) if step.isdigit() else step


def _names(found: Questionnaire) -> Iterator[str]:
    yield "questionnaire.name"
    yield from (f"pillars.{p.code}" for p in found.pillars)
    yield from (f"dimensions.{d.code}" for d in found.dimensions)
    for level in found.levels:
        yield f"levels.{level.number}"
        yield f"levels.{level.number}_meaning"
    yield from (f"evidence.{g.code}" for g in found.grades)
    yield from (f"sub_sectors.{code}" for code in found.sub_sectors)
    yield from (f"processes.{path(p.code)}" for p in found.processes)
    yield from (f"statements.{s.code}" for s in found.statements)
    yield from (f"sizes.{s.code}" for s in found.sizes)
    yield from (f"measures.{m.code}" for m in found.measures)
    yield from (f"plausibility.{rule.code}" for rule in found.plausibility)
    yield from (f"groups.{group}" for question in found.questions for group in question.groups)
    yield from (f"areas.{city}" for city in found.areas)
    yield from (f"districts.{district}" for districts in found.areas.values() for district in districts)
    for entry in found.profile:
        yield f"profile.{entry.code}"
        yield f"profile_groups.{entry.group}"
        yield from (f"choices.{entry.code}.{choice}" for choice in entry.choices)
    for question in found.questions:
        if question.grading:
            yield from (f"grading.{code}" for code in (*question.grading.shares, question.grading.absent))
        yield from (f"units.{variant.unit}" for variant in question.variants)


def _sources(found: Questionnaire) -> Iterator[str]:
    """Sources stand in the dimension files; their text there is the key of their words in another language."""
    texts = {variant.source.text for question in found.questions for variant in question.variants}
    texts |= {entry.source.text for entry in found.benchmarks}
    yield from (f"sources.{text}" for text in sorted(texts) if text)


def _question_paths(question: Question) -> Iterator[str]:
    base = f"questions.{path(question.code)}"
    yield f"{base}.text"
    yield f"{base}.evidence"
    if question.kind is Kind.LADDER:
        yield from (f"{base}.ladder.{step}" for step in range(question.levels + 1))
    yield from (f"{base}.options.{option.code}" for option in question.options)
    yield from (f"{base}.parts.{part}" for part in question.parts)


Optional = Mapping[str, tuple[Mapping[str, set[str]], Sequence[str]]]


def _optional(found: Questionnaire) -> Optional:
    """Block → its codes as path steps, each with the scales it has, and the parts that any of them may have; levels
    may mean something of its own in each sub-sector."""
    scales = {path(q.code): {variant.code for variant in q.variants} for q in found.questions}
    return {
        "questions": (scales, OPTIONAL_PARTS),
        "actions": ({path(action.code): set() for action in found.actions}, OPTIONAL_ACTION_PARTS),
        "level_meanings": (
            {code: set() for code in found.sub_sectors},
            [str(level.number) for level in found.levels],
        ),
    }


def _is_optional(place: str, found: Questionnaire, optional: Optional) -> bool:
    """Help, notes and lists may be there for any question; units of profile fields may be worded too."""
    steps = place.split(".")
    if place == CORE_NAME:
        return True
    if steps[0] == "units":
        return place.removeprefix("units.") in {entry.unit for entry in found.profile}
    if steps[0] == "benchmark_units":
        return place.removeprefix("benchmark_units.") in {entry.unit for entry in found.benchmarks}
    codes, parts = optional.get(steps[0], ({}, ()))
    if len(steps) < 3 or steps[1] not in codes or steps[2] not in parts:
        return False
    if len(steps) < 4 or steps[2] not in BY_TRADE:
        return True
    of_scale, of_trade = BY_TRADE[steps[2]]
    return (of_scale and steps[3] in codes[steps[1]]) or (of_trade and steps[3] in found.sub_sectors)

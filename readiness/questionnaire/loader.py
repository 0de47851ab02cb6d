"""Load a questionnaire folder strictly: every problem at once, each with file, line, code and what was expected."""

from __future__ import annotations

import typing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from readiness.errors import Problem, QuestionnaireError
from readiness.questionnaire import (
    checks,
    completeness_checks,
    guidance_checks,
    outlook_checks,
    priority_checks,
    schema,
    word_checks,
    wording_checks,
)
from readiness.questionnaire.guidance_schema import AdviceFile, BenchmarksFile, GuidanceFile
from readiness.questionnaire.model import Questionnaire
from readiness.questionnaire.outlook_schema import OutlookFile
from readiness.questionnaire.parts import Parts
from readiness.questionnaire.yaml_reader import Document, Place, read_yaml

Schema = TypeVar("Schema", bound=BaseModel)

WORDS = {
    "missing": "is missing",
    "string_type": "must be text; put it in quotes",
    "float_type": "must be a number",
    "int_type": "must be a whole number",
    "bool_type": "must be true or false",
    "list_type": "must be a list",
    "dict_type": "must be a block of keys",
    "model_type": "must be a block of keys",
}


@dataclass
class Sources:
    """The files of one version as read: documents for line numbers, checked parts, and all problems so far."""

    folder: Path
    main: Document
    measures: Document
    dimensions: dict[str, Document] = field(default_factory=dict)
    guidance: Document | None = None
    benchmarks: Document | None = None
    outlook: Document | None = None
    advice: dict[str, Document] = field(default_factory=dict)
    texts: dict[str, list[Document]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def load(folder: Path) -> Questionnaire:
    """The questionnaire in `folder`; raises QuestionnaireError with every problem found.

    Files that do not fit their schema hide rules that need them; all others are checked and reported together.
    """
    return checked(folder)[1]


def checked(folder: Path) -> tuple[Parts, Questionnaire]:
    """The same, with the checked parts it was put together from."""
    if not (folder / "questionnaire.yaml").is_file():
        raise QuestionnaireError([Problem(folder, 0, "", "holds no questionnaire.yaml")])
    main, problems = read_yaml(folder / "questionnaire.yaml")
    measures, more = read_yaml(folder / "measures.yaml")
    sources = Sources(folder, main, measures, problems=problems + more)
    parts = _parts_of(sources)
    style: list[Problem] = []  # alone they do not hide missing words
    if parts and len(parts.dimensions) == len(sources.dimensions):
        sources.problems += _structure(sources, parts)
        style = wording_checks.wording(sources, parts.dimensions)
    if sources.problems or parts is None:
        raise QuestionnaireError(_ordered(sources.problems + style))
    found = parts.questionnaire()
    problems = word_checks.words(sources, parts.head, found) + style
    if problems:
        raise QuestionnaireError(_ordered(problems))
    return parts, found


def _parts_of(sources: Sources) -> Parts | None:
    """What the files say, as far as they fit their schema; None without the head or the measures."""
    head = _validated(schema.QuestionnaireFile, sources.main, sources)
    measure_list = _validated(schema.MeasuresFile, sources.measures, sources)
    dimensions = _parts(schema.DimensionFile, "dimensions", sources.dimensions, sources)
    sources.guidance, guidance = _extra(GuidanceFile, "guidance.yaml", sources)
    sources.benchmarks, benchmarks = _extra(BenchmarksFile, "benchmarks.yaml", sources)
    sources.outlook, outlook = _extra(OutlookFile, "outlook.yaml", sources)
    advice = _parts(AdviceFile, "advice", sources.advice, sources)
    if head is None or measure_list is None:
        return None
    _texts(sources, head.languages)
    words = {language: word_checks.joined(documents) for language, documents in sources.texts.items()}
    return Parts(head, measure_list, dimensions, guidance, advice, benchmarks, outlook, words)


def _structure(sources: Sources, parts: Parts) -> list[Problem]:
    """Every rule that needs no words."""
    return [
        *checks.structure(sources, parts.head, parts.measures, parts.dimensions),
        *guidance_checks.guidance(sources, parts.head, parts.guidance, parts.dimensions, parts.advice),
        *guidance_checks.benchmarks(sources, parts.head, parts.dimensions, parts.benchmarks),
        *priority_checks.priorities(sources, parts.head, parts.measures, parts.dimensions, parts.guidance),
        *outlook_checks.outlook(sources, parts.head, parts.dimensions, parts.outlook),
        *completeness_checks.completeness(
            sources, parts.head, parts.measures, parts.dimensions, parts.benchmarks
        ),
    ]


def _ordered(problems: list[Problem]) -> list[Problem]:
    return sorted(set(problems), key=lambda p: (str(p.file), p.line, p.message))


def _extra(kind: type[Schema], name: str, sources: Sources) -> tuple[Document | None, Schema | None]:
    """A file that a questionnaire may do without."""
    file = sources.folder / name
    if not file.is_file():
        return None, None
    document, problems = read_yaml(file)
    sources.problems += problems
    return document, _validated(kind, document, sources)


def _parts(
    kind: type[Schema], folder: str, documents: dict[str, Document], sources: Sources
) -> dict[str, Schema]:
    """The files of one sub-folder by their stem; those that do not fit their schema are left out."""
    found: dict[str, Schema] = {}
    for file in sorted((sources.folder / folder).glob("*.yaml")):
        document, problems = read_yaml(file)
        sources.problems += problems
        documents[file.stem] = document
        part = _validated(kind, document, sources)
        if part is not None:
            found[file.stem] = part
    return found


def _texts(sources: Sources, languages: list[str]) -> None:
    """A language's words are one file, a folder of files, or both."""
    for language in languages:
        single = sources.folder / "texts" / f"{language}.yaml"
        files = sorted((sources.folder / "texts" / language).glob("*.yaml"))
        sources.texts[language] = []
        for file in [single, *files] if single.is_file() or not files else files:
            document, problems = read_yaml(file)
            sources.problems += problems
            sources.texts[language].append(document)


def _validated(kind: type[Schema], document: Document, sources: Sources) -> Schema | None:
    if document.data is None:
        return None  # its own problem stands already
    try:
        return kind.model_validate(document.data)
    except ValidationError as error:
        for item in error.errors():
            sources.problems.append(_problem(kind, document, item["loc"], item["type"], item["msg"]))
        return None


def _problem(kind: type[BaseModel], document: Document, place: Place, what: str, message: str) -> Problem:
    code = document.code(place)
    if what == "extra_forbidden":
        known = ", ".join(sorted(_model_at(kind, place[:-1]).model_fields))
        text = f"unknown key {str(place[-1])!r}; expected one of: {known}"
    else:
        where = ".".join(str(step) for step in place)
        text = f"{where}: {WORDS.get(what, message.replace('Input should be', 'must be'))}"
    return Problem(document.file, document.line(place), code, text)


def _model_at(kind: type[BaseModel], place: Place) -> type[BaseModel]:
    """The schema class that governs a place, found by following annotations."""
    found: type[BaseModel] = kind
    for step in place:
        if isinstance(step, str) and step in found.model_fields:
            inner = _inner_model(found.model_fields[step].annotation)
            found = inner or found
    return found


def _inner_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in typing.get_args(annotation):
        inner = _inner_model(argument)
        if inner:
            return inner
    return None

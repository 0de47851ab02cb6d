"""What a schema cannot say: codes that exist, knots that rise, words in every complete language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from readiness.errors import Problem
from readiness.questionnaire import schema, word_checks
from readiness.questionnaire.build import selects
from readiness.questionnaire.yaml_reader import Document, Place

if TYPE_CHECKING:
    from readiness.questionnaire.loader import Sources

flatten = word_checks.flatten
words = word_checks.words


def structure(
    sources: Sources,
    head: schema.QuestionnaireFile,
    measures: schema.MeasuresFile,
    dimensions: Mapping[str, schema.DimensionFile],
) -> list[Problem]:
    """Every broken reference and rule in the structure."""
    problems = list(_head(sources.main, head, dimensions))
    pillars = [p.code for p in head.pillars]
    for i, measure in enumerate(measures.measures):
        if measure.pillar not in pillars:
            place: Place = ("measures", i, "pillar")
            problems.append(
                _problem(sources.measures, place, measure.code, _unknown("pillar", measure.pillar, pillars))
            )
    questions = [q.code for d in dimensions.values() for q in d.questions]
    problems += _twice(sources.main, questions, "question")
    known = _Known(head, [m.code for m in measures.measures], questions)
    for stem, dimension in dimensions.items():
        document = sources.dimensions[stem]
        if dimension.code != stem:
            problems.append(_problem(document, ("code",), dimension.code, f"stands in a file named {stem}.yaml"))
        for i, question in enumerate(dimension.questions):
            problems += (
                _problem(document, ("questions", i, *place), question.code, message)
                for place, message in _question(known, question)
            )
    return problems


class _Known:
    """The codes a question may name."""

    def __init__(self, head: schema.QuestionnaireFile, measures: list[str], questions: list[str]) -> None:
        self.head = head
        self.measures = measures
        self.questions = questions
        self.sub_sectors = head.sub_sectors
        self.processes = [p.code for p in head.processes]
        self.profile = [f.code for f in head.profile]


def _problem(document: Document, place: Place, code: str, message: str) -> Problem:
    return Problem(document.file, document.line(place), code, message)


def _unknown(what: str, name: str, known: Iterable[str]) -> str:
    return f"unknown {what} {name!r}; expected one of: {', '.join(known)}"


def _twice(document: Document, codes: Iterable[str], what: str) -> Iterator[Problem]:
    for code, count in Counter(codes).items():
        if count > 1:
            yield _problem(document, (), code, f"{what} {code!r} stands {count} times; codes are unique")


def _head(
    document: Document, head: schema.QuestionnaireFile, dimensions: Mapping[str, schema.DimensionFile]
) -> Iterator[Problem]:
    for what, codes in (
        ("pillar", [p.code for p in head.pillars]),
        ("process", [p.code for p in head.processes]),
        ("statement", [s.code for s in head.statements]),
        ("profile field", [f.code for f in head.profile]),
        ("evidence grade", [g.code for g in head.evidence]),
        ("dimension", [d for p in head.pillars for d in p.dimensions]),
    ):
        yield from _twice(document, codes, what)
    named = {d for p in head.pillars for d in p.dimensions}
    for i, pillar in enumerate(head.pillars):
        for j, code in enumerate(pillar.dimensions):
            if code not in dimensions:
                place: Place = ("pillars", i, "dimensions", j)
                yield _problem(document, place, pillar.code, f"dimension {code!r} has no file dimensions/{code}.yaml")
    for code in sorted(set(dimensions) - named):
        yield _problem(document, ("pillars",), code, f"dimensions/{code}.yaml is named by no pillar")
    for i, process in enumerate(head.processes):
        if process.sub_sector not in head.sub_sectors:
            message = _unknown("sub-sector", process.sub_sector, head.sub_sectors)
            yield _problem(document, ("processes", i, "sub_sector"), process.code, message)
    yield from _levels(document, head)
    yield from _sizes(document, head)


def _levels(document: Document, head: schema.QuestionnaireFile) -> Iterator[Problem]:
    caps = [g.cap for g in head.evidence]
    if caps != sorted(caps):
        yield _problem(document, ("evidence",), "", "caps must not fall; write the grades in rising trust")
    asked = [*(g.code for g in head.evidence), "audit"]
    previous: schema.LevelFile | None = None
    for i, level in enumerate(head.levels):
        name = f"level {level.number}"
        if level.number != i:
            yield _problem(document, ("levels", i, "number"), name, f"expected number {i}: levels count from 0")
        if previous is not None and level.threshold <= previous.threshold:
            message = f"threshold {level.threshold} must lie above {previous.threshold}, that of the level before"
            yield _problem(document, ("levels", i, "threshold"), name, message)
        if level.evidence not in asked:
            yield _problem(document, ("levels", i, "evidence"), name, _unknown("evidence", level.evidence, asked))
        previous = level
    if head.levels[0].threshold != 0:
        yield _problem(document, ("levels", 0, "threshold"), "level 0", "level 0 starts at threshold 0")


def _sizes(document: Document, head: schema.QuestionnaireFile) -> Iterator[Problem]:
    bounds = [size.below for size in head.sizes]
    numbers = [bound for bound in bounds if bound is not None]
    if bounds[-1] is not None or None in bounds[:-1] or numbers != sorted(set(numbers)):
        yield _problem(document, ("sizes",), "", "'below' must rise, and only the last size has none")


Finding = tuple[Place, str]


def _question(known: _Known, question: schema.QuestionFile) -> Iterator[Finding]:
    yield from _kind_keys(question)
    yield from _selector(known, question.applies, ("applies",))
    for i, weight in enumerate(question.weights):
        yield from _selector(known, weight, ("weights", i))
    for i, measure in enumerate(question.measures):
        if measure not in known.measures:
            yield ("measures", i), _unknown("measure", measure, known.measures)
    if question.score_at_least and question.score_at_least not in known.questions:
        yield ("score_at_least",), _unknown("question", question.score_at_least, known.questions)
    if question.role == "hold" and question.weight != 0:
        yield ("weight",), "a hold question is a gate only; its weight is 0"
    yield from _options(known, question)
    yield from _figures(known, question)
    yield from _variants(known, question)


KEYS_BY_KIND: Mapping[str, set[str]] = {
    "ladder": {"levels"},
    "single": {"options"},
    "multiple": {"options"},
    "graded_multiple": {"options", "grading"},
    "number": {"variants"},
    "yes_no": set(),
}
OPTIONAL_BY_KIND: Mapping[str, set[str]] = {
    "multiple": {"scale_to_applicable"},
    "number": {"parts", "formula", "computed", "score_at_least"},
}


def _kind_keys(question: schema.QuestionFile) -> Iterator[Finding]:
    """A kind's own keys must be there, other kinds' keys must not."""
    own = KEYS_BY_KIND[question.kind]
    special = set().union(*KEYS_BY_KIND.values(), *OPTIONAL_BY_KIND.values())
    given = {key for key in special if getattr(question, key)}
    for key in sorted(own - given):
        yield ("kind",), f"a question of kind {question.kind!r} needs {key!r}"
    for key in sorted(given - own - OPTIONAL_BY_KIND.get(question.kind, set())):
        yield (key,), f"a question of kind {question.kind!r} has no {key!r}"


def _selector(known: _Known, selector: schema.SelectorFile | schema.VariantFile, place: Place) -> Iterator[Finding]:
    for i, code in enumerate(selector.sub_sectors):
        if code not in known.sub_sectors:
            yield (*place, "sub_sectors", i), _unknown("sub-sector", code, known.sub_sectors)
    for i, code in enumerate(selector.processes):
        if code not in known.processes:
            yield (*place, "processes", i), _unknown("process", code, known.processes)


def _options(known: _Known, question: schema.QuestionFile) -> Iterator[Finding]:
    for code, count in Counter(option.code for option in question.options).items():
        if count > 1:
            yield ("options",), f"option {code!r} stands {count} times; codes are unique in a question"
    for i, option in enumerate(question.options):
        if option.sub_sector and option.sub_sector not in known.sub_sectors:
            yield ("options", i, "sub_sector"), _unknown("sub-sector", option.sub_sector, known.sub_sectors)
    if question.grading and question.grading.absent in question.grading.shares:
        yield ("grading", "absent"), "the grade for a step that does not exist earns no share; take it out of 'shares'"


def _figures(known: _Known, question: schema.QuestionFile) -> Iterator[Finding]:
    if question.computed and question.formula:
        yield ("formula",), "either 'computed' (from the profile) or 'formula' (from parts), not both"
    if bool(question.parts) is not bool(question.formula):
        yield ("parts",), "'parts' and 'formula' go together"
    for key, ratio, names in (
        ("computed", question.computed, known.profile),
        ("formula", question.formula, question.parts),
    ):
        for figure in [*ratio.numerator, *ratio.denominator] if ratio else []:
            if figure not in names:
                yield (key,), _unknown("figure", figure, names)


def _variants(known: _Known, question: schema.QuestionFile) -> Iterator[Finding]:
    owners: dict[str, str] = {}
    for i, variant in enumerate(question.variants):
        place: Place = ("variants", i)
        yield from _selector(known, variant, place)
        yield from ((place + more, message) for more, message in _knots(variant))
        for process in known.head.processes:
            if not selects(variant, process):
                continue
            if process.code in owners:
                yield place, f"process {process.code!r} has knots already in variant {owners[process.code]!r}"
            owners[process.code] = variant.code


def _knots(variant: schema.VariantFile) -> Iterator[Finding]:
    values = [knot[0] for knot in variant.knots]
    scores = [knot[1] for knot in variant.knots]
    steps = [b - a for a, b in zip(values, values[1:], strict=False)]
    if not (all(step > 0 for step in steps) or all(step < 0 for step in steps)):
        yield ("knots",), f"values {values} must rise all the way or fall all the way"
    if scores != sorted(set(scores)) or scores[0] < 0 or scores[-1] > 100:
        yield ("knots",), f"scores {scores} must rise within 0 to 100"
    if variant.minimum >= variant.maximum:
        yield ("minimum",), f"minimum {variant.minimum} must lie below maximum {variant.maximum}"
    elif not all(variant.minimum <= value <= variant.maximum for value in values):
        yield ("knots",), f"values {values} must lie between minimum {variant.minimum} and maximum {variant.maximum}"

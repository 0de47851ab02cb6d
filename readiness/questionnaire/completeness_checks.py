"""What must not be left out: weights that sum, measures that are served, knots where a question applies, sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from readiness.errors import Problem
from readiness.questionnaire import schema
from readiness.questionnaire.build import selects
from readiness.questionnaire.guidance_schema import BenchmarksFile
from readiness.questionnaire.question_checks import Finding
from readiness.questionnaire.yaml_reader import Document, Place

if TYPE_CHECKING:
    from readiness.questionnaire.loader import Sources

TINY = 1e-9


def completeness(
    sources: Sources,
    head: schema.QuestionnaireFile,
    measures: schema.MeasuresFile,
    dimensions: Mapping[str, schema.DimensionFile],
    benchmarks: BenchmarksFile | None,
) -> list[Problem]:
    """Every sum that is missed, measure nobody serves, contradiction of knots, and figure without a source."""
    problems = [_at(sources.main, *finding) for finding in _sums(head, dimensions)]
    problems += [_at(sources.measures, *finding) for finding in _unserved(measures, dimensions)]
    for stem, file in dimensions.items():
        for i, question in enumerate(file.questions):
            for place, message in (*_without_knots(head, question), *_sources(question)):
                problems.append(_at(sources.dimensions[stem], ("questions", i, *place), message))
    if benchmarks is not None and sources.benchmarks is not None:
        for i, entry in enumerate(benchmarks.benchmarks):
            for missing in _missing(entry.source):
                message = f"its source has no {missing}"
                problems.append(_at(sources.benchmarks, ("benchmarks", i, "source"), message))
    return problems


def _at(document: Document, place: Place, message: str) -> Problem:
    return Problem(document.file, document.line(place), document.code(place), message)


def _sums(
    head: schema.QuestionnaireFile, dimensions: Mapping[str, schema.DimensionFile]
) -> Iterator[Finding]:
    """Asked only where the rules name the sum: weights are relative otherwise."""
    wanted = head.rules.weights_sum
    if wanted is None:
        return
    total = sum(pillar.weight for pillar in head.pillars)
    if abs(total - wanted) > TINY:
        yield ("pillars",), f"weights of the pillars sum to {total:g}; expected {wanted:g}"
    for i, pillar in enumerate(head.pillars):
        total = sum(dimensions[code].weight for code in pillar.dimensions if code in dimensions)
        if abs(total - wanted) > TINY:
            message = f"weights of its dimensions sum to {total:g}; expected {wanted:g}"
            yield ("pillars", i, "dimensions"), message


def _unserved(
    measures: schema.MeasuresFile, dimensions: Mapping[str, schema.DimensionFile]
) -> Iterator[Finding]:
    served = {
        code for file in dimensions.values() for question in file.questions for code in question.measures
    }
    for i, measure in enumerate(measures.measures):
        if measure.code not in served:
            yield ("measures", i), f"measure {measure.code!r} is served by no question"


def _without_knots(head: schema.QuestionnaireFile, found: schema.QuestionFile) -> Iterator[Finding]:
    """A sub-sector named in 'applies' of which no process has knots: would it be asked or not?"""
    if not found.variants:
        return
    for i, code in enumerate(found.applies.sub_sectors):
        processes = [process for process in head.processes if process.sub_sector == code]
        if processes and not any(selects(v, process) for v in found.variants for process in processes):
            message = f"applies to {code!r}, but no variant has knots for any of its processes"
            yield ("applies", "sub_sectors", i), message


def _sources(found: schema.QuestionFile) -> Iterator[Finding]:
    for i, variant in enumerate(found.variants):
        for missing in _missing(variant.source):
            yield ("variants", i, "source"), f"its source has no {missing}"


def _missing(source: schema.SourceFile) -> list[str]:
    return [key for key in ("text", "grade", "year") if not getattr(source, key)]

"""What a quick scan must keep: known questions without figures, and some of every pillar for every process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from readiness.errors import Problem
from readiness.questionnaire import schema
from readiness.questionnaire.build import process_weights
from readiness.questionnaire.outlook_schema import OutlookFile
from readiness.questionnaire.question_checks import Finding, repeated, unknown

if TYPE_CHECKING:
    from readiness.questionnaire.loader import Sources

PLACE = ("quick_scan", "questions")


def outlook(
    sources: Sources,
    head: schema.QuestionnaireFile,
    dimensions: Mapping[str, schema.DimensionFile],
    found: OutlookFile | None,
) -> list[Problem]:
    """Every rule broken; a questionnaire may do without the file, and the file without a quick scan."""
    document = sources.outlook
    if found is None or found.quick_scan is None or document is None:
        return []
    questions = {question.code: question for file in dimensions.values() for question in file.questions}
    codes = found.quick_scan.questions
    findings = [*_each(questions, codes), *_everybody(head, dimensions, questions, codes)]
    return [Problem(document.file, document.line(place), "", message) for place, message in findings]


def _each(questions: Mapping[str, schema.QuestionFile], codes: Sequence[str]) -> Iterator[Finding]:
    """Questions that exist, once each, that count and can be answered without looking anything up."""
    for i, code in repeated(codes):
        yield (*PLACE, i), f"question {code!r} stands twice in the quick scan"
    for i, code in enumerate(codes):
        question = questions.get(code)
        if question is None:
            yield (*PLACE, i), unknown("question", code, questions)
        elif question.kind == "number":
            yield (
                (*PLACE, i),
                f"{code} asks for a figure; a quick scan asks what is known without looking it up",
            )
        elif question.role != "none" and not question.weight:
            yield (*PLACE, i), f"{code} has no weight and tells nothing of the result"


def _everybody(
    head: schema.QuestionnaireFile,
    dimensions: Mapping[str, schema.DimensionFile],
    questions: Mapping[str, schema.QuestionFile],
    codes: Sequence[str],
) -> Iterator[Finding]:
    """Processes that the scan would ask nothing of a pillar."""
    chosen = [questions[code] for code in codes if code in questions]
    applying = {question.code: process_weights(head, question) for question in chosen}
    for pillar in head.pillars:
        own = [q.code for stem in pillar.dimensions if stem in dimensions for q in dimensions[stem].questions]
        asked = {process for code in own for process in applying.get(code, {})}
        missed = [process.code for process in head.processes if process.code not in asked]
        if missed:
            yield PLACE, f"the quick scan asks nothing of pillar {pillar.code!r} for {', '.join(missed)}"

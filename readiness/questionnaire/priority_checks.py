"""What the priority list's data must keep: figures, questions and measures that exist, weights within bounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from readiness.errors import Problem
from readiness.questionnaire import schema
from readiness.questionnaire.guidance_schema import CostsFile, GuidanceFile, PriorityFile
from readiness.questionnaire.question_checks import Finding, repeated, unknown

if TYPE_CHECKING:
    from readiness.questionnaire.loader import Sources

PLACE = ("plan", "priority")
FIGURES = ("number", "integer")


def priorities(
    sources: Sources,
    head: schema.QuestionnaireFile,
    measures: schema.MeasuresFile,
    dimensions: Mapping[str, schema.DimensionFile],
    allowed: GuidanceFile | None,
) -> list[Problem]:
    """Every rule broken; nothing where the questionnaire has no plans."""
    if allowed is None or allowed.plan is None or sources.guidance is None:
        return []
    found, document = allowed.plan.priority, sources.guidance
    findings = list(_policy(found, [measure.code for measure in measures.measures]))
    if found.costs:
        figures = [field.code for field in head.profile if field.kind in FIGURES]
        questions = [question.code for file in dimensions.values() for question in file.questions]
        findings += _costs(found.costs, figures, questions)
    return [
        Problem(document.file, document.line((*PLACE, *place)), document.code((*PLACE, *place)), message)
        for place, message in findings
    ]


def _costs(found: CostsFile, figures: list[str], questions: list[str]) -> Iterator[Finding]:
    for code in found.base:
        if code not in figures:
            yield ("costs", "base", code), unknown("figure of the profile", code, figures)
    for i, code in repeated(kind.code for kind in found.kinds):
        yield ("costs", "kinds", i, "code"), f"kind of costs {code!r} stands twice; codes are unique"
    for i, kind in enumerate(found.kinds):
        for code in kind.yuan:
            if code not in figures:
                yield ("costs", "kinds", i, "yuan", code), unknown("figure of the profile", code, figures)
        for j, code in enumerate(kind.questions):
            if code not in questions:
                yield ("costs", "kinds", i, "questions", j), unknown("question", code, questions)


def _policy(found: PriorityFile, measures: list[str]) -> Iterator[Finding]:
    least, most = found.policy_least, found.policy_most
    for code, weight in (found.policy.weights if found.policy else {}).items():
        place = ("policy", "weights", code)
        if code not in measures:
            yield place, unknown("measure", code, measures)
        elif not least <= weight <= most:
            yield place, f"a weight lies between {least:g} and {most:g}; this is {weight:g}"

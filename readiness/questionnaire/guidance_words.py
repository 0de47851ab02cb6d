"""The words that guidance and advice need: names of roles and kinds, help of each question, the text of each action."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from readiness.questionnaire.guidance import Action
from readiness.questionnaire.model import Kind, Question, Questionnaire
from readiness.questionnaire.texts import path

QUESTION_PARTS = ("help", "period", "counts", "excluded", "audit")
FIGURE_PARTS = ("name", "found")
"""Of a figure that a question asks: a short name, and where it is usually found. Profile fields have their own name."""
ACTION_PARTS = ("title", "what", "why", "steps.0", "steps.1", "steps.2", "keep")


def guidance_names(found: Questionnaire) -> Iterator[str]:
    """Paths of the names of all codes that guidance lists, and of benchmarks and their units."""
    yield from (f"benchmarks.{entry.code}" for entry in found.benchmarks)
    if found.guidance is None:
        return
    for block in ("evidence_kinds", "roles", "places", "goals"):
        yield from (f"{block}.{code}" for code in getattr(found.guidance, block))
    yield from (f"cost_bands.{band.number}" for band in found.guidance.cost_bands)
    if found.guidance.plan:
        yield from (f"cost_kinds.{kind.code}" for kind in found.guidance.plan.priority.cost_kinds)


def guidance_paths(found: Questionnaire) -> Iterator[str]:
    """Paths of the help of every question and of every action; nothing without guidance."""
    if found.guidance is None:
        return
    yield from (f"figures.{path(code)}.found" for code in found.guidance.figures)
    trades = {process.code: process.sub_sector for process in found.processes}
    for question in found.questions:
        yield from _question_paths(question, trades)
        if found.guidance.figures and question.kind is Kind.NUMBER and not question.computed:
            yield from (f"figures.{path(question.code)}.{part}" for part in FIGURE_PARTS)
    for action in found.actions:
        yield from _action_paths(found.question[action.question], action)


def _question_paths(question: Question, trades: Mapping[str, str]) -> Iterator[str]:
    base = f"questions.{path(question.code)}"
    yield from (f"{base}.{part}" for part in QUESTION_PARTS)
    if question.kind is Kind.NUMBER:
        yield f"{base}.formula"
        yield from (f"{base}.examples.{code}" for code in _examples(question, trades))


def _examples(question: Question, trades: Mapping[str, str]) -> Iterator[str]:
    """One for each variant; where it serves several sub-sectors, one with figures of each of these."""
    for variant in question.variants:
        served = {trades[process] for process in variant.processes}
        yield from served if len(served) > 1 else (variant.code,)


def _action_paths(question: Question, action: Action) -> Iterator[str]:
    base = f"actions.{path(action.code)}"
    yield from (f"{base}.{part}" for part in ACTION_PARTS)
    if question.kind is Kind.NUMBER:
        yield from (f"{base}.bands.{band:g}" for band in bands(question))


def bands(question: Question) -> list[float]:
    """The scores above 0 at which the question's knots stand, rising: the targets of its action."""
    return sorted({score for variant in question.variants for _, score in variant.knots if score > 0})

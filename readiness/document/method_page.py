"""The whole method of a questionnaire as one document: everything a third party needs to compute a score again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from readiness.document.blocks import MethodModel, Paragraph, Section
from readiness.document.method_example import example
from readiness.document.method_questions import chapter
from readiness.document.method_steps import steps
from readiness.document.method_tables import (
    benchmarks_section,
    entry_section,
    measures_section,
    processes_section,
    sources_section,
    weights_section,
)
from readiness.document.words import Reader
from readiness.questionnaire.answers import FirmAnswers
from readiness.questionnaire.model import Questionnaire
from readiness.scoring.scorecard import Scorecard


@dataclass(frozen=True)
class Worked:
    """The firm of the worked example: its names by script, its answers and the scorecard of what it declares."""

    name: str
    name_en: str
    answers: FirmAnswers
    card: Scorecard


def method_model(
    questionnaire: Questionnaire, language: str, translate: Callable[..., str], worked: Worked | None = None
) -> MethodModel:
    """The method in one language, with a worked example if there is a firm to work through."""
    reader = Reader(questionnaire, language, translate)
    sections = [
        _about(reader),
        weights_section(reader),
        steps(reader),
        sources_section(reader),
        processes_section(reader),
        entry_section(reader),
    ]
    if questionnaire.measures:
        sections.append(measures_section(reader))
    if questionnaire.benchmarks:
        sections.append(benchmarks_section(reader))
    if worked is not None:
        first = language == questionnaire.languages[0] or not worked.name_en
        name = worked.name if first else worked.name_en
        sections.append(example(reader, worked.answers, worked.card, name))
    return MethodModel(
        language=language,
        title=translate("Method: %(name)s", name=reader.text("questionnaire", "name")),
        notice=(
            translate(
                "A result of this assessment is never a CMMM, SIRI, Higg or smart-factory grade and no certificate of "
                "any standard."
            ),
            translate(
                "The measures named here are a working grouping of the action plan's measures. No threshold is an "
                "official limit."
            )
            if questionnaire.measures
            else translate("No threshold is an official limit."),
        ),
        sections=tuple(sections),
        chapters=tuple(chapter(reader, pillar) for pillar in questionnaire.pillars),
    )


def _about(reader: Reader) -> Section:
    translate, asked = reader.translate, reader.questionnaire
    return Section(
        title=translate("What it is"),
        anchor="about",
        blocks=(
            Paragraph(
                translate(
                    "%(questions)s questions in %(dimensions)s dimensions and %(pillars)s pillars are scored from 0 to "
                    "100 and joined by weights to one index; levels with gates are read from it.",
                    questions=len(asked.questions),
                    dimensions=len(asked.dimensions),
                    pillars=len(asked.pillars),
                )
            ),
            Paragraph(
                translate(
                    "Questionnaire %(version)s; scoring digest %(digest)s. A published version never changes its "
                    "scores.",
                    version=f"{asked.code} {asked.version}",
                    digest=asked.digest[:16],
                )
            ),
        ),
    )

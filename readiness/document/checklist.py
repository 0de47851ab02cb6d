"""The figures that firms of one sub-sector gather before they start: by whoever usually knows, with their place."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from readiness.document.checklist_model import ChecklistFigure, ChecklistModel, ChecklistPart
from readiness.document.method_words import unit_word
from readiness.document.words import Reader
from readiness.errors import NotFoundError
from readiness.questionnaire.guidance import Guidance
from readiness.questionnaire.model import Kind, ProfileField, Question, Questionnaire
from readiness.questionnaire.texts import path

CHECKLIST_WORDS = ("Figure", "Notes", "Questions", "Unit", "Usually found in", "Value", "Who usually knows")
"""The fixed words of the template and of the workbook."""


def has_checklist(questionnaire: Questionnaire) -> bool:
    """True where the questionnaire says who knows its figures."""
    return questionnaire.guidance is not None and bool(questionnaire.guidance.figures)


def checklist_model(
    questionnaire: Questionnaire, sub_sector: str, language: str, translate: Callable[..., str]
) -> ChecklistModel:
    """The model; NotFoundError for a sub-sector that the questionnaire does not know, or one that names no figures."""
    if sub_sector not in questionnaire.sub_sectors:
        raise NotFoundError(f"sub-sector {sub_sector!r}; there are: {', '.join(questionnaire.sub_sectors)}")
    guidance = questionnaire.guidance
    if guidance is None or not guidance.figures:
        raise NotFoundError("a checklist of figures: the questionnaire does not say who knows them")
    reader = Reader(questionnaire, language, translate)
    parts = tuple(_parts(reader, guidance, sub_sector))
    trade = reader.name("sub_sectors", sub_sector)
    return ChecklistModel(
        language=language.replace("_", "-"),
        title=translate("Figures to have ready: %(sub_sector)s", sub_sector=trade),
        sub_sector=trade,
        service=reader.text("questionnaire", "name"),
        version=translate("Version %(version)s", version=questionnaire.version),
        intro=translate(
            "Unless something else is said: of the last full year. What is not measured may stay so: not measured is "
            "an answer. Certificates and permits as PDF or photo make an answer count more."
        ),
        parts=parts,
        words={word: translate(word) for word in CHECKLIST_WORDS},
    )


def _parts(reader: Reader, guidance: Guidance, sub_sector: str) -> Iterator[ChecklistPart]:
    """Roles in the order of the questionnaire; figures of the profile before those of questions."""
    asked = reader.questionnaire
    processes = {process.code for process in asked.processes if process.sub_sector == sub_sector}
    questions = [question for question in asked.questions if processes & question.weights.keys()]
    profile = [
        entry
        for entry in asked.profile
        if entry.code in guidance.figures and _needed(asked, questions, entry)
    ]
    figures = [question for question in questions if question.kind is Kind.NUMBER and not question.computed]
    for role in guidance.roles:
        own = [_of_profile(reader, entry) for entry in profile if guidance.figures[entry.code] == role]
        own += [
            _of_question(reader, question, processes)
            for question in figures
            if question.known_by and question.known_by[0] == role
        ]
        if own:
            yield ChecklistPart(reader.name("roles", role), tuple(own))


def _needed(asked: Questionnaire, questions: list[Question], entry: ProfileField) -> bool:
    """False for a figure that only computed questions of other trades use."""
    users = [q for q in asked.questions if q.computed and q.formula and entry.code in _figures_of(q)]
    return not users or any(question in questions for question in users)


def _figures_of(question: Question) -> tuple[str, ...]:
    return question.formula.numerator + question.formula.denominator if question.formula else ()


def _of_profile(reader: Reader, entry: ProfileField) -> ChecklistFigure:
    return ChecklistFigure(
        "", reader.name("profile", entry.code), unit_word(reader, entry.unit), _found(reader, entry.code)
    )


def _of_question(reader: Reader, question: Question, processes: set[str]) -> ChecklistFigure:
    """With the units of the scales that fit these processes, each once; parts of a figure are counted."""
    fitting = [variant for variant in question.variants if processes & set(variant.processes)]
    units = (
        dict.fromkeys(unit_word(reader, variant.unit) for variant in fitting) if not question.parts else {}
    )
    return ChecklistFigure(
        question.code,
        reader.text("figures", path(question.code), ".name"),
        reader.translate("; ").join(units),
        _found(reader, question.code),
    )


def _found(reader: Reader, code: str) -> str:
    return reader.text("figures", path(code), ".found")

"""The columns of a table of firms: one list for reading, exports and the docs."""

from __future__ import annotations

from dataclasses import dataclass

from readiness.questionnaire.document_reader import IDENTITY
from readiness.questionnaire.model import Kind, ProfileField, Question, Questionnaire
from readiness.questionnaire.yaml_reader import Place

SIGNED_ON = "verification.signed_on"
VERDICT_COLUMNS = (
    ("verdict", "verdict"),
    ("verdict_value", "value"),
    ("verdict_grade", "grade"),
    ("verdict_reason", "reason"),
)


@dataclass(frozen=True)
class Column:
    """A column and where its cell stands in the answer document; `form` says how the cell is read."""

    name: str
    place: Place
    form: str
    question: Question | None = None


def columns(questionnaire: Questionnaire, *, verification: bool = False) -> list[str]:
    """Every column's name in order; with the consultant's columns when `verification` is asked for."""
    return [column.name for column in column_list(questionnaire, verification=verification)]


def column_list(questionnaire: Questionnaire, *, verification: bool) -> list[Column]:
    """Every column in order."""
    found = [Column(name, ("firm", name), "text") for name in IDENTITY]
    found += [Column(field.code, ("firm", field.code), _form(field)) for field in questionnaire.profile]
    found += [
        Column(f"process.{process.code}", ("firm", "processes", process.code), "number")
        for process in questionnaire.processes
    ]
    found += [Column(s.code, ("statements", s.code), "truth") for s in questionnaire.statements]
    for question in questionnaire.questions:
        found += _answer_columns(question)
    if verification:
        found.append(Column(SIGNED_ON, ("verification", "signed_on"), "text"))
        for question in questionnaire.questions:
            found += _verdict_columns(question)
    return found


def _form(field: ProfileField) -> str:
    return "number" if field.kind in ("number", "integer") else "code" if field.kind == "choice" else "text"


def _answer_columns(question: Question) -> list[Column]:
    code, place = question.code, ("answers", question.code)
    found = [Column(code, (*place, "value"), "value", question)]
    if (
        question.kind is Kind.NUMBER
        and not question.computed
        and not question.parts
        and len(question.variants) > 1
    ):
        found += [
            Column(f"{code}@{process}", (*place, "value", process), "number", question)
            for process in question.weights
        ]
    found += [
        Column(f"{code}.{part}", (*place, "value", part), "number", question) for part in question.parts
    ]
    found.append(Column(f"{code}.evidence", (*place, "documents"), "documents", question))
    if question.na_allowed:
        found.append(Column(f"{code}.na", (*place, "not_applicable"), "text", question))
    return found


def _verdict_columns(question: Question) -> list[Column]:
    place: Place = ("verification", "verdicts", question.code)
    return [
        Column(f"{question.code}.{name}", (*place, key), "value" if key == "value" else "text", question)
        for name, key in VERDICT_COLUMNS
    ]

"""The answers of one assessment as a table with one line for each column of the codec, to fill in and read back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from readiness.document.answer_words import answer_words
from readiness.document.method_questions import option_text
from readiness.document.method_words import figure_word, unit_word
from readiness.document.words import Reader
from readiness.questionnaire.answers import Answer, FirmAnswers, State
from readiness.questionnaire.columns import Column, column_list
from readiness.questionnaire.model import Kind, Question
from readiness.questionnaire.question_checks import NOT_MEASURED
from readiness.questionnaire.table import table_row

CODE, ANSWER, REVISION, ASSESSMENT = "code", "answer", "revision", "assessment"
READ_BACK = (CODE, ANSWER, REVISION, ASSESSMENT)
"""The columns that are read back; all others are there to be read by people."""


@dataclass(frozen=True)
class Saved:
    """The revision an answer stands at, who saved it and when."""

    revision: int
    by: str
    at: dt.datetime


@dataclass(frozen=True)
class AnswerLine:
    """One cell to fill in: the codec's `column`, what it asks, what can be typed, and what stands."""

    column: str
    text: str
    how: str
    answer: str | float | None
    words: str
    saved: Saved | None


def headings(translate: Callable[..., str]) -> dict[str, str]:
    """Column → its heading, in the order of the sheet."""
    return {
        CODE: translate("Code"),
        "question": translate("Question"),
        "how": translate("How to answer"),
        ANSWER: translate("Answer"),
        "words": translate("The answer in words"),
        REVISION: translate("Revision"),
        "by": translate("Saved by"),
        "at": translate("Saved at"),
        ASSESSMENT: translate("Number of the assessment"),
    }


def answer_lines(reader: Reader, answers: FirmAnswers, saved: Mapping[str, Saved]) -> Iterator[AnswerLine]:
    """A line for each column of each question that is asked of the firm or was answered; `saved` by question."""
    known: dict[str, list[Column]] = {}
    for column in column_list(reader.questionnaire, verification=False):
        if column.question is not None and column.form != "documents":
            known.setdefault(column.question.code, []).append(column)
    for question in reader.questionnaire.questions:
        answer = answers.answers.get(question.code, Answer())
        asked = set(question.weights) & set(answers.shares)
        if question.computed or not (asked or answer.state is not State.UNANSWERED):
            continue
        columns = [c for c in known[question.code] if _is_shown(c, question, answers)]
        names = [column.name for column in columns]
        cells = table_row(reader.questionnaire, {}, answers, names)
        words = answer_words(reader, question, answers)
        for column, cell in zip(columns, cells, strict=True):
            yield AnswerLine(
                column.name, _text(reader, column, question), _how(reader, column, question, len(columns)),
                _typed(column, cell), words if column.name == question.code else "", saved.get(question.code),
            )  # fmt: skip


def _is_shown(column: Column, question: Question, answers: FirmAnswers) -> bool:
    """Of the processes that share a scale only the one with the largest share, and any that has a number already."""
    if column.name == question.code or "@" not in column.name:
        return True
    process = str(column.place[-1])
    value = answers.answers.get(question.code, Answer()).value
    if isinstance(value, Mapping):
        return process in value
    if process not in answers.shares:
        return False
    scale = question.variant_of.get(process)
    same = [code for code in answers.shares if question.variant_of.get(code) is scale]
    return scale is not None and process == min(same, key=lambda code: (-answers.shares[code], code))


def _typed(column: Column, cell: str) -> str | float | None:
    """Figures and steps as numbers, so that a spreadsheet treats them so."""
    question = column.question
    if not cell or column.form == "text" or question is None:
        return cell or None
    if question.kind not in (Kind.NUMBER, Kind.LADDER) or cell == NOT_MEASURED or "=" in cell:
        return cell
    return float(cell)


def _text(reader: Reader, column: Column, question: Question) -> str:
    text = reader.question(question.code)
    if column.name == question.code:
        return text
    if column.form == "text":
        what = reader.translate("Why it does not apply")
    elif "@" in column.name:
        what = reader.name("processes", column.place[-1])
    else:
        what = figure_word(reader, question, str(column.place[-1]))
    return reader.translate("%(name)s: %(value)s", name=text, value=what)


def _how(reader: Reader, column: Column, question: Question, columns: int) -> str:
    """What can be typed into the cell, one choice a line."""
    translate = reader.translate
    if column.form == "text":
        return translate("Only where the question does not apply: the reason, and no answer above.")
    if column.name != question.code:
        return _unit(reader, question, str(column.place[-1]))
    if question.kind is Kind.NUMBER:
        alone = columns == 1 or not (question.parts or len(question.variants) > 1)
        typed = translate("%(code)s, where nobody measures it", code=NOT_MEASURED)
        return f"{_unit(reader, question, '') if alone else ''}\n{typed}".strip()
    return "\n".join(_choices(reader, question))


def _choices(reader: Reader, question: Question) -> list[str]:
    """How several are written, and every code with its words."""
    translate = reader.translate
    options = [(option.code, option_text(reader, question, option)) for option in question.options]
    match question.kind:
        case Kind.LADDER:
            return _named(
                reader,
                [(str(n), reader.text("questions", question.code, f".ladder.{n}")) for n in _steps(question)],
            )
        case Kind.YES_NO:
            return _named(reader, [("true", translate("Yes")), ("false", translate("No"))])
        case Kind.MULTIPLE:
            several = translate("Several with ; between them; [] for none of them.")
            return [several, *_named(reader, options)]
        case Kind.GRADED_MULTIPLE:
            grades = [*question.grading.shares, question.grading.absent] if question.grading else []
            graded = [(grade, reader.name("grading", grade)) for grade in grades]
            several = translate("Option=grade, several with ; between them.")
            return [several, *_named(reader, graded), *_named(reader, options)]
        case _:
            return _named(reader, options)


def _steps(question: Question) -> range:
    return range(question.levels + 1)


def _named(reader: Reader, pairs: Sequence[tuple[str, str]]) -> list[str]:
    return [
        reader.translate("%(name)s: %(value)s", name=code, value=words) if words else code
        for code, words in pairs
    ]


def _unit(reader: Reader, question: Question, process: str) -> str:
    variant = question.variant_of.get(process) or (
        question.variants[0] if len(question.variants) == 1 else None
    )
    return unit_word(reader, variant.unit) if variant else ""

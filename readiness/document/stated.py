"""All that a firm stated, in words: figures, processes, statements, and every answer that applies or was given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from readiness.document.answer_words import answer_words
from readiness.document.method_words import unit_word
from readiness.document.words import Reader, plain, safe_text
from readiness.questionnaire.answers import Answer, FirmAnswers, State
from readiness.questionnaire.model import Dimension, Kind, ProfileField, Question


@dataclass(frozen=True)
class StatedRow:
    """One thing that was asked; `reason` why it does not apply, `files` what was attached, both as it was typed."""

    code: str
    text: str
    answer: str
    reason: str = ""
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class StatedPart:
    """A group of the profile, the processes, the statements, or a dimension."""

    title: str
    rows: tuple[StatedRow, ...]


def stated_parts(
    reader: Reader, answers: FirmAnswers, files: Mapping[str, Sequence[str]]
) -> tuple[StatedPart, ...]:
    """In the order of the questionnaire, without parts that hold nothing; `files`: question → names."""
    found = [
        *_profile(reader, answers),
        StatedPart(reader.translate("Processes"), tuple(_processes(reader, answers))),
        StatedPart(reader.translate("Statements"), tuple(_statements(reader, answers))),
        *(
            StatedPart(
                f"{dimension.code} {reader.name('dimensions', dimension.code)}",
                tuple(_answers(reader, answers, files, dimension)),
            )
            for dimension in reader.questionnaire.dimensions
        ),
    ]
    return tuple(part for part in found if part.rows)


def _profile(reader: Reader, answers: FirmAnswers) -> Iterator[StatedPart]:
    fields = [
        field for field in reader.questionnaire.profile if answers.profile.get(field.code) not in (None, "")
    ]
    for group in dict.fromkeys(field.group for field in fields):
        yield StatedPart(
            reader.name("profile_groups", group),
            tuple(
                StatedRow("", reader.name("profile", field.code), _figure(reader, field, answers))
                for field in fields
                if field.group == group
            ),
        )


def _figure(reader: Reader, field: ProfileField, answers: FirmAnswers) -> str:
    value = answers.profile[field.code]
    if field.choices:
        return reader.text("choices", field.code, f".{value}") or safe_text(str(value))
    shown = plain(value) if isinstance(value, int | float) else safe_text(str(value))
    return f"{shown} {unit_word(reader, field.unit) if field.unit else ''}".strip()


def _processes(reader: Reader, answers: FirmAnswers) -> Iterator[StatedRow]:
    for code, share in answers.shares.items():
        yield StatedRow("", reader.name("processes", code), reader.in_percent(plain(round(100 * share, 6))))


def _statements(reader: Reader, answers: FirmAnswers) -> Iterator[StatedRow]:
    words = {True: reader.translate("Yes"), False: reader.translate("No")}
    for statement in reader.questionnaire.statements:
        if statement.code in answers.statements:
            said = words[bool(answers.statements[statement.code])]
            yield StatedRow(statement.code, reader.name("statements", statement.code), said)


def _answers(
    reader: Reader, answers: FirmAnswers, files: Mapping[str, Sequence[str]], dimension: Dimension
) -> Iterator[StatedRow]:
    for question in dimension.questions:
        answer = answers.answers.get(question.code, Answer())
        if answer.state is State.UNANSWERED and not set(answers.shares) & set(question.weights):
            continue
        yield StatedRow(
            code=question.code,
            text=reader.question(question.code),
            answer=_answer(reader, question, answers),
            reason=safe_text(answer.reason),
            files=tuple(safe_text(name) for name in files.get(question.code, ())),
        )


def _answer(reader: Reader, question: Question, answers: FirmAnswers) -> str:
    """The answer; a step of a ladder with its wording."""
    words = answer_words(reader, question, answers)
    value = answers.answers.get(question.code, Answer()).value
    if question.kind is not Kind.LADDER or value is None:
        return words
    step = reader.text("questions", question.code, f".ladder.{value}")
    return reader.translate("%(name)s: %(value)s", name=words, value=step)

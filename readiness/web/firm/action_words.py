"""A firm's actions in the reader's words: titles, answers to reach, states, and what was changed when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from readiness.document.answer_words import value_words
from readiness.document.plans import action_title, yuan_words
from readiness.document.words import Reader, signed
from readiness.questionnaire.answers import Answer, FirmAnswers, State
from readiness.questionnaire.texts import path
from readiness.scoring.plan_items import ItemKind
from readiness.services.firm_actions import unpack_answer
from readiness.services.list_actions import ActionLine, Period, Sums
from readiness.services.list_events import EventLine
from readiness.services.take_over_plan import TakenLine
from readiness.store.rows import FirmAction
from readiness.web.event_words import sentence
from readiness.web.filters import NOTHING, day, qt
from readiness.web.i18n import language, mark, translate

STATES = {
    "open": (mark("To do"), "plain"),
    "in_work": (mark("In work"), "busy"),
    "done": (mark("Done"), "done"),
    "dropped": (mark("Dropped"), "plain"),
}
WAITING = (mark("Done, answer waiting"), "warn")
FIELDS = {
    "target": mark("Answer to reach"),
    "documented": mark("With a document"),
    "points_planned": mark("Points planned"),
    "yuan_planned": mark("Cost planned"),
    "yuan_spent": mark("Cost so far"),
    "due_on": mark("To be done by"),
    "owner": mark("Who does it"),
    "state": mark("Status"),
    "title": mark("Action"),
}


@dataclass(frozen=True)
class ActionWords:
    """One action as pages show it; `question`: the wording of its question, `step` of the ladder step to reach."""

    line: ActionLine
    title: str
    question: Markup | str
    step: Markup | str
    target: str
    owner: str
    due: str
    planned: str
    spent: str
    points: str
    reached: str
    state: tuple[str, str]

    @property
    def row(self) -> FirmAction:
        """The action itself."""
        return self.line.row


@dataclass(frozen=True)
class SumWords:
    """What several actions come to."""

    count: str
    planned: str
    spent: str
    points: str
    reached: str


@dataclass(frozen=True)
class HistoryLine:
    """Who did what when; `changes`: sentences."""

    who: str
    at: dt.datetime
    words: str
    changes: tuple[str, ...]


def reader_of(line: ActionLine) -> Reader:
    """The questionnaire that the action was planned by, in the reader's language."""
    return Reader(line.questionnaire, language(), translate)


def action_words(line: ActionLine) -> ActionWords:
    """The action with everything that stands in its row."""
    row, reader = line.row, reader_of(line)
    return ActionWords(
        line=line,
        title=title_of(reader, row.kind, row.code, row.question, row.title),
        question=qt(f"questions.{path(row.question)}.text", line.questionnaire) if row.question else "",
        step=_step(line),
        target=kept_words(reader, row.question, row.target, line.answers) or document_words(row.documented),
        owner=row.owner.name if row.owner else NOTHING,
        due=day(row.due_on),
        planned=yuan_words(reader, row.yuan_planned),
        spent=NOTHING if row.yuan_spent is None else yuan_words(reader, row.yuan_spent),
        points=points_words(row.points_planned),
        reached=points_words(row.points_reached),
        state=state_words(row),
    )


def _step(line: ActionLine) -> Markup | str:
    """The words of the ladder step aimed at, '' for every other kind of question."""
    asked = line.questionnaire.question.get(line.row.question)
    answer = unpack_answer(line.row.target)
    if asked is None or not asked.levels or answer is None or not isinstance(answer.value, int):
        return ""
    return qt(f"questions.{path(asked.code)}.ladder.{answer.value}", line.questionnaire)


def title_of(reader: Reader, kind: str, code: str, question: str, own: str = "") -> str:
    """What is to be done, in one line."""
    if kind == ItemKind.AUDIT:
        return translate("Prepare and go through an audit on site")
    if kind == ItemKind.DOCUMENT:
        return translate("Put a document behind the answer to %(code)s", code=question)
    found = next((action for action in reader.questionnaire.actions if action.code == code), None)
    return own or (action_title(reader, found) if found else code or question)


def document_words(documented: bool) -> str:
    """Beside an answer to reach."""
    return translate("with a document as evidence") if documented else NOTHING


def kept_words(reader: Reader, question: str, kept: Mapping[str, Any] | None, answers: FirmAnswers) -> str:
    """An answer that a row keeps, in words; '' where it keeps none."""
    answer, asked = unpack_answer(kept), reader.questionnaire.question.get(question)
    if answer is None or asked is None:
        return ""
    others = {State.NOT_MEASURED: mark("Not measured"), State.NOT_APPLICABLE: mark("Not applicable")}
    if answer.state in others:
        return translate(others[answer.state])
    return "" if answer.value is None else value_words(reader, asked, answer.value, answers)


def answer_to_offer(row: FirmAction) -> Answer | None:
    """What was reached, else what was aimed at."""
    return unpack_answer(row.reached) or unpack_answer(row.target)


def state_words(row: FirmAction) -> tuple[str, str]:
    """Words and tone of the state."""
    words, tone = WAITING if row.waiting else STATES[row.state]
    return translate(words), tone


def points_words(points: float | None) -> str:
    """Points of the index with two decimals and their sign, to be added up; a dash where nobody reckoned."""
    return NOTHING if points is None else signed(f"{abs(points):.2f}", points)


def sum_words(reader: Reader, sums: Sums) -> SumWords:
    """The sums of a period or of all."""
    return SumWords(
        count=translate("%(done)s of %(count)s done", done=sums.done, count=sums.actions),
        planned=yuan_words(reader, sums.yuan_planned),
        spent=yuan_words(reader, sums.yuan_spent),
        points=points_words(sums.points_planned),
        reached=points_words(sums.points_reached),
    )


def period_words(period: Period) -> str:
    """The name of a period."""
    if period.first is None:
        return translate("Without a day")
    if period.last is None:
        return translate("After month %(month)s", month=period.first)
    return translate("Month %(first)s to %(last)s", first=period.first, last=period.last)


def difference_words(reader: Reader, line: TakenLine, answers: FirmAnswers) -> tuple[str, ...]:
    """What taking the planned values over would change, a sentence for each field."""
    question = line.item.question
    return tuple(
        _changed(name, *(_value(reader, name, value, question, answers) for value in pair))
        for name, pair in line.changes.items()
    )


def history_words(
    line: ActionLine, events: Sequence[EventLine], people: Mapping[str, str]
) -> tuple[HistoryLine, ...]:
    """The history of an action, newest first."""
    reader = reader_of(line)

    def said(name: str, value: Any) -> str:
        if name == "owner":
            return people.get(value, value) or NOTHING
        read = dt.date.fromisoformat(value) if name == "due_on" and value else value
        return _value(reader, name, read, line.row.question, line.answers)

    return tuple(
        HistoryLine(
            who=event.who.name if event.who else "",
            at=event.at,
            words=sentence(event.action),
            changes=(
                *(_changed(name, said(name, was), said(name, now)) for name, (was, now) in _told(event)),
                *(
                    (translate("Reason: %(value)s", value=event.detail["reason"]),)
                    if event.detail["reason"]
                    else ()
                ),
            ),
        )
        for event in events
    )


def _told(event: EventLine) -> list[tuple[str, tuple[Any, Any]]]:
    return [(name, pair) for name, pair in event.detail["changes"].items() if name in FIELDS]


def _changed(name: str, was: str, now: str) -> str:
    return translate("%(field)s: %(was)s → %(now)s", field=translate(FIELDS[name]), was=was, now=now)


def _value(reader: Reader, name: str, value: Any, question: str, answers: FirmAnswers) -> str:
    """One field of an action in words."""
    if value is None or value == "":
        return NOTHING
    match name:
        case "target":
            return kept_words(reader, question, value, answers) or NOTHING
        case "documented":
            return translate("Yes") if value else translate("No")
        case _:
            speak = SPOKEN.get(name)
            return speak(reader, value) if speak else str(value)


SPOKEN: Mapping[str, Callable[[Reader, Any], str]] = {
    "points_planned": lambda _reader, value: points_words(value),
    "yuan_planned": yuan_words,
    "yuan_spent": yuan_words,
    "due_on": lambda _reader, value: day(value),
    "state": lambda _reader, value: translate(STATES[value][0]),
}

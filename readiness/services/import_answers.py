"""Take answers from a sheet that comes back: first every difference is shown, then those that were chosen are saved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, dimension_allowed
from readiness.assessment.states import Step
from readiness.errors import InputError
from readiness.questionnaire.answer_checks import ERROR, Notice, check_answers
from readiness.questionnaire.answers import Answer, State
from readiness.questionnaire.cells import read_cell
from readiness.questionnaire.columns import Column, column_list
from readiness.questionnaire.model import Questionnaire
from readiness.questionnaire.question_checks import NOT_MEASURED
from readiness.services.context import Services
from readiness.services.editing import Held, hold, subject
from readiness.services.read_answer_file import AnswerCell
from readiness.services.save_answers import LATER, merged, read_answer, save_answers
from readiness.store.answers import answers_until, latest_answers
from readiness.store.events import record_event
from readiness.store.rows import AnswerRow


@dataclass(frozen=True)
class SentAnswer:
    """What a file says of one question: its first row, the revision it was based on, and the answer as it was typed."""

    row: int
    code: str
    base: int
    answer: Answer
    trouble: InputError | None = None


@dataclass(frozen=True)
class Difference:
    """An answer that differs from what stands and can be taken; `doubts` are remarks that want a second look."""

    row: int
    code: str
    base: int
    old: Answer
    new: Answer
    saved: AnswerRow | None
    doubts: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class RefusedAnswer:
    """One that cannot be taken and why; `new` is None where it could not be read."""

    row: int
    code: str
    error: InputError
    old: Answer
    new: Answer | None
    saved: AnswerRow | None


@dataclass
class AnswerLook:
    """What would happen: `unchanged` counts the questions that stand as the file has them, or as it had them."""

    held: Held
    differences: list[Difference] = field(default_factory=list)
    refused: list[RefusedAnswer] = field(default_factory=list)
    unchanged: int = 0


def look_at_answers(
    services: Services,
    session: Session,
    assessment_key: str,
    cells: Sequence[AnswerCell],
    *,
    by: Person,
    at: dt.datetime,
) -> AnswerLook:
    """Every difference between the rows of `read_answer_file` and what stands; nothing is written."""
    held = hold(services, session, assessment_key, Action.EDIT_ANSWERS, Step.SAVE, by=by, at=at)
    return _judge(session, held, _sent(held.questionnaire, cells), by=by)


def look_again(
    services: Services,
    session: Session,
    assessment_key: str,
    sent: Sequence[SentAnswer],
    *,
    by: Person,
    at: dt.datetime,
) -> AnswerLook:
    """The same for answers that were looked at before, as everything stands now."""
    held = hold(services, session, assessment_key, Action.EDIT_ANSWERS, Step.SAVE, by=by, at=at)
    return _judge(session, held, sent, by=by)


def take_answers(
    services: Services,
    session: Session,
    assessment_key: str,
    sent: Sequence[SentAnswer],
    *,
    client_id: str,
    by: Person,
    at: dt.datetime,
) -> int:
    """Save these answers like any others, all or none; how many were sent.

    Everything is checked again under the assessment's lock: InputErrors and ConflictError as `save_answers` has them.
    The same `client_id` again writes nothing.
    """
    held = hold(services, session, assessment_key, Action.EDIT_ANSWERS, Step.SAVE, by=by, at=at)
    before = held.assessment.revision
    receipt = save_answers(
        services, session, assessment_key, {one.code: one.answer for one in sent},
        base={one.code: one.base for one in sent}, client_id=client_id, by=by, at=at,
    )  # fmt: skip
    if receipt.revision > before:
        detail = {"questions": sorted(one.code for one in sent)}
        record_event(session, "import_answers", subject(held.assessment), by_id=by.id, at=at, detail=detail)
    return len(sent)


def _sent(questionnaire: Questionnaire, cells: Sequence[AnswerCell]) -> list[SentAnswer]:
    """The rows joined by question, in the order of the file."""
    known = {column.name: column for column in column_list(questionnaire, verification=False)}
    joined: dict[str, list[tuple[AnswerCell, Column]]] = {}
    found = []
    for cell in cells:
        column = known.get(cell.column)
        if column is None or column.question is None or column.form == "documents":
            trouble = InputError(cell.column, "question_unknown", question=cell.column)
            found.append(SentAnswer(cell.row, cell.column, 0, Answer(), trouble))
        else:
            joined.setdefault(column.question.code, []).append((cell, column))
    return [*found, *(_join(code, rows) for code, rows in joined.items())]


def _join(code: str, rows: Sequence[tuple[AnswerCell, Column]]) -> SentAnswer:
    entry: dict[str, Any] = {}
    troubles = [cell.trouble for cell, _ in rows if cell.trouble]
    for cell, column in rows:
        if cell.answer and not _put(
            entry, [str(step) for step in column.place[2:]], read_cell(column, cell.answer)
        ):
            troubles.append("answer_twice")
    bases = {cell.revision for cell, _ in rows}
    if None in bases or len(bases) > 1:
        troubles.append("row_revision")
    answer = _answer(entry)
    if answer is None:
        troubles.append("tick_or_value")
    base = min((found for found in bases if found is not None), default=0)
    trouble = InputError(code, troubles[0]) if troubles else None
    return SentAnswer(rows[0][0].row, code, base, answer or Answer(), trouble)


def _put(entry: dict[str, Any], place: Sequence[str], value: Any) -> bool:
    """Set the value at its place below the answer; False where another row has said something else."""
    for step in place[:-1]:
        inner = entry.setdefault(step, {})
        if not isinstance(inner, dict):
            return False
        entry = inner
    if place[-1] in entry:
        return False
    entry[place[-1]] = value
    return True


def _answer(entry: Mapping[str, Any]) -> Answer | None:
    """As typed: `save_answers` says what of it is no answer. None for a value and a reason at once."""
    value, reason = entry.get("value"), str(entry.get("not_applicable") or "")
    if reason:
        return None if value is not None else Answer(State.NOT_APPLICABLE, None, reason)
    if value is None:
        return Answer()
    return Answer(State.NOT_MEASURED) if value == NOT_MEASURED else Answer(State.ANSWERED, value)


def _judge(session: Session, held: Held, sent: Sequence[SentAnswer], *, by: Person) -> AnswerLook:
    look = AnswerLook(held)
    rows = latest_answers(session, held.assessment)
    new = _readable(held, sent, look, rows)
    stale = {one.code: one.base for one in sent if one.code in new and one.base != _revision(rows, one.code)}
    seen = answers_until(session, held.assessment, stale)
    for one in sent:
        if one.code not in new:
            continue
        old, saved = _standing(held, one.code), rows.get(one.code)
        answer = new[one.code]
        if answer == old or (one.code in stale and answer == seen.get(one.code, Answer())):
            look.unchanged += 1
        elif error := _refusal(held, one, stale, by=by):
            look.refused.append(RefusedAnswer(one.row, one.code, error, old, answer, saved))
        else:
            look.differences.append(Difference(one.row, one.code, one.base, old, answer, saved))
    _check_together(look)
    look.refused.sort(key=lambda entry: entry.row)
    return look


def _readable(
    held: Held, sent: Sequence[SentAnswer], look: AnswerLook, rows: Mapping[str, AnswerRow]
) -> dict[str, Answer]:
    """Code → answer as it would be stored; those that cannot be read are refused."""
    found: dict[str, Answer] = {}
    for one in sent:
        question = held.questionnaire.question.get(one.code)
        try:
            if question is None:
                raise InputError(one.code, "question_unknown", question=one.code)
            found[one.code] = read_answer(question, one.answer)
        except InputError as error:
            old, saved = _standing(held, one.code), rows.get(one.code)
            look.refused.append(RefusedAnswer(one.row, one.code, one.trouble or error, old, None, saved))
    return found


def _refusal(held: Held, one: SentAnswer, stale: Collection[str], *, by: Person) -> InputError | None:
    if one.trouble:
        return one.trouble
    dimension = held.questionnaire.question[one.code].dimension
    if not dimension_allowed(by, held.assessment.firm_id, dimension):
        return InputError(one.code, "dimension_not_yours", dimension=dimension)
    return InputError(one.code, "answer_changed_since") if one.code in stale else None


def _check_together(look: AnswerLook) -> None:
    """Refuse what cannot stand beside the other answers, and say of the rest what wants a second look."""
    questionnaire, answers = look.held.questionnaire, look.held.answers
    while True:
        new = {one.code: one.new for one in look.differences}
        notices = [n for n in check_answers(questionnaire, merged(answers, new)) if n.code in new]
        wrong = {n.code: n for n in notices if n.severity == ERROR and n.key not in LATER}
        if not wrong:
            break
        for one in [one for one in look.differences if one.code in wrong]:
            notice = wrong[one.code]
            error = InputError(one.code, notice.key, place=notice.field, **notice.values)
            look.differences.remove(one)
            look.refused.append(RefusedAnswer(one.row, one.code, error, one.old, one.new, one.saved))
    look.differences = [
        replace(one, doubts=tuple(notice for notice in notices if notice.code == one.code))
        for one in look.differences
    ]


def _standing(held: Held, code: str) -> Answer:
    """What stands, without the names of files."""
    found = held.answers.answers.get(code, Answer())
    return Answer(found.state, found.value, found.reason)


def _revision(rows: Mapping[str, AnswerRow], code: str) -> int:
    return rows[code].revision if code in rows else 0

"""From answers, one firm at a time, to the columns of a sheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from readiness.errors import AnswerError, Problem
from readiness.questionnaire.answers import Answer, FirmAnswers, State, Value, Verdict, VerdictEntry
from readiness.questionnaire.figures import ratio_value
from readiness.questionnaire.model import Kind, Question, Questionnaire, Ratio
from readiness.scoring.arrays import (
    ANSWERED,
    NOT_APPLICABLE,
    NOT_MEASURED,
    UNANSWERED,
    VERDICT_NUMBER,
    AnswerSheet,
    Audit,
    empty_audit,
    empty_sheet,
    normalise_shares,
)
from readiness.scoring.layout import grade_codes, layout_of

Cells = NDArray[Any]
NOTHING = float("nan")


def sheet_of(questionnaire: Questionnaire, firms: Sequence[FirmAnswers]) -> AnswerSheet:
    """The sheet of these firms in this order; computed numbers come from the profiles.

    Raises AnswerError when a value does not fit its question.
    """
    sheet = empty_sheet(questionnaire, len(firms))
    audit = empty_audit(questionnaire, len(firms)) if any(firm.verification for firm in firms) else None
    place = {process.code: number for number, process in enumerate(questionnaire.processes)}
    for number, firm in enumerate(firms):
        for code, share in firm.shares.items():
            if code not in place:
                raise _problem(code, "is not a process of the questionnaire")
            sheet.shares[place[code], number] = share
        for row, statement in enumerate(questionnaire.statements):
            if statement.code in firm.statements:
                sheet.statements[row, number] = bool(firm.statements[statement.code])
        _put_answers(questionnaire, sheet, number, firm)
        if audit is not None and firm.verification is not None:
            _put_audit(questionnaire, audit, number, firm)
    normalise_shares(sheet.shares)
    return AnswerSheet(sheet.shares, sheet.state, sheet.grade, sheet.values, sheet.statements, audit)


def _put_answers(questionnaire: Questionnaire, sheet: AnswerSheet, number: int, firm: FirmAnswers) -> None:
    documented = layout_of(questionnaire).documented
    for row, question in enumerate(questionnaire.questions):
        answer = firm.answers.get(question.code)
        if answer is None:
            if not question.computed:
                continue
            answer = Answer()
        sheet.grade[row, number] = documented if answer.documents else 0
        sheet.state[row, number] = _put_answer(
            question, sheet.values[row][..., number : number + 1], answer, firm
        )


def _put_answer(question: Question, cells: Cells, answer: Answer, firm: FirmAnswers) -> int:
    """Writes the value of one answer and returns the number of its state."""
    if answer.state is State.NOT_APPLICABLE:
        return UNANSWERED if answer.na_refused else NOT_APPLICABLE
    if question.computed and question.formula:
        value = ratio(question.formula, firm.profile)
        if np.isfinite(value):
            cells[:] = value
            return ANSWERED
        return NOT_MEASURED if answer.state is State.NOT_MEASURED else UNANSWERED
    if answer.state is State.NOT_MEASURED:
        return NOT_MEASURED
    if answer.state is State.ANSWERED and answer.value is not None:
        return ANSWERED if _put_value(question, cells, answer.value, firm.shares) else UNANSWERED
    return UNANSWERED


def _put_audit(questionnaire: Questionnaire, audit: Audit, number: int, firm: FirmAnswers) -> None:
    layout = layout_of(questionnaire)
    verification = firm.verification
    if verification is None:
        return
    if verification.signed_on is not None:
        audit.signed_on[number] = np.datetime64(verification.signed_on)
    for code, entry in verification.verdicts.items():
        if code not in layout.position:
            raise _problem(code, "is not a question of the questionnaire")
        row = layout.position[code]
        audit.verdict[row, number] = VERDICT_NUMBER[entry.verdict]
        audit.grade[row, number] = _grade(questionnaire, code, entry)
        if entry.verdict in (Verdict.LOWERED, Verdict.RAISED) and entry.value is not None:
            cells = audit.values[row][..., number : number + 1]
            audit.state[row, number] = _audited(layout.questions[row], cells, entry.value, firm)


def _grade(questionnaire: Questionnaire, code: str, entry: VerdictEntry) -> int:
    if entry.verdict is Verdict.NOT_VERIFIABLE:
        return 0
    if entry.grade not in questionnaire.grade_number:
        raise _problem(code, f"unknown evidence grade {entry.grade!r}")
    return questionnaire.grade_number[entry.grade]


def _audited(question: Question, cells: Cells, value: Value, firm: FirmAnswers) -> int:
    if value == State.NOT_MEASURED.value:
        return NOT_MEASURED
    return ANSWERED if _put_value(question, cells, value, firm.shares) else UNANSWERED


def ratio(formula: Ratio, figures: Mapping[str, object]) -> float:
    """`figures.ratio_value`, NaN where it is None."""
    found = ratio_value(formula, figures)
    return NOTHING if found is None else found


def _figure(value: object) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else NOTHING


def _put_value(question: Question, cells: Cells, value: Value, shares: Mapping[str, float]) -> bool:
    """Write one firm's value into its cells (last axis of length 1); False when it holds nothing."""
    return _WRITERS[question.kind](question, cells, value, shares)


def _ladder(question: Question, cells: Cells, value: Value, _shares: Mapping[str, float]) -> bool:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= question.levels:
        raise _problem(question.code, f"{value!r} is not a level from 0 to {question.levels}")
    cells[0] = value
    return True


def _single(question: Question, cells: Cells, value: Value, _shares: Mapping[str, float]) -> bool:
    cells[0] = _option(question, value)
    return True


def _yes_no(question: Question, cells: Cells, value: Value, _shares: Mapping[str, float]) -> bool:
    if not isinstance(value, bool):
        raise _problem(question.code, f"{value!r} is neither true nor false")
    cells[0] = value
    return True


def _multiple(question: Question, cells: Cells, value: Value, _shares: Mapping[str, float]) -> bool:
    if not isinstance(value, list | tuple):
        raise _problem(question.code, f"{value!r} is not a list of options")
    for code in value:
        cells[_option(question, code), 0] = True
    return True


def _graded(question: Question, cells: Cells, value: Value, _shares: Mapping[str, float]) -> bool:
    if not isinstance(value, Mapping):
        raise _problem(question.code, f"{value!r} is not a grade for each option")
    codes = grade_codes(question)
    for option, grade in value.items():
        if grade not in codes:
            raise _problem(question.code, f"unknown grade {grade!r}; expected one of: {', '.join(codes)}")
        cells[_option(question, option), 0] = codes.index(str(grade))
    return True


def _number(question: Question, cells: Cells, value: Value, shares: Mapping[str, float]) -> bool:
    if isinstance(value, int | float) and not isinstance(value, bool):
        for row in _rows_of_plain(question, len(cells), shares):
            cells[row, 0] = value
    elif isinstance(value, Mapping) and question.parts and not question.computed:
        cells[:, 0] = ratio(question.formula, value) if question.formula else NOTHING
    elif isinstance(value, Mapping):
        _put_by_process(question, cells, value, shares)
    else:
        raise _problem(question.code, f"{value!r} is not a number")
    cells[~np.isfinite(cells)] = NOTHING
    return bool(np.isfinite(cells).any())


def _put_by_process(
    question: Question, cells: Cells, value: Mapping[str, object], shares: Mapping[str, float]
) -> None:
    """One number per set of knots; where several processes of one set are given, that with most output counts."""
    for process in value:
        if process not in question.variant_of:
            raise _problem(question.code, f"has no knots for process {process!r}")
    by_output = sorted(value, key=lambda code: (-shares.get(code, 0.0), code))
    for row in range(len(cells)):
        own = question.variants[row].processes if len(cells) > 1 else tuple(question.variant_of)
        given = next((process for process in by_output if process in own), None)
        if given is not None:
            cells[row, 0] = _figure(value[given])


def _rows_of_plain(question: Question, rows: int, shares: Mapping[str, float]) -> list[int]:
    """The variants a bare number is meant for: that of the process with most output, and all in the same unit."""
    if rows == 1:
        return [0]
    mine = {code: share for code, share in shares.items() if share > 0 and code in question.weights}
    if not mine:
        return list(range(rows))
    unit = question.variant_of[min(mine, key=lambda code: (-mine[code], code))].unit
    return [row for row, variant in enumerate(question.variants) if variant.unit == unit]


def _option(question: Question, code: object) -> int:
    for number, option in enumerate(question.options):
        if option.code == code:
            return number
    raise _problem(question.code, f"unknown option {code!r}")


def _problem(code: str, message: str) -> AnswerError:
    return AnswerError([Problem("answers", 0, code, message)])


_WRITERS: dict[Kind, Callable[[Question, Cells, Value, Mapping[str, float]], bool]] = {
    Kind.LADDER: _ladder,
    Kind.SINGLE: _single,
    Kind.YES_NO: _yes_no,
    Kind.MULTIPLE: _multiple,
    Kind.GRADED_MULTIPLE: _graded,
    Kind.NUMBER: _number,
}

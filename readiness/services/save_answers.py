"""Save answers to questions, one or many at once."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person
from readiness.assessment.states import Step
from readiness.errors import InputError, InputErrors
from readiness.questionnaire.answer_checks import ERROR, check_answers
from readiness.questionnaire.answers import Answer, FirmAnswers, State
from readiness.questionnaire.asked import with_resting
from readiness.questionnaire.expected import UnfitError
from readiness.questionnaire.model import Question, Questionnaire
from readiness.questionnaire.values import read_value
from readiness.services.append_changes import (
    append_changes,
    keep_given_up,
    renew_declaration,
    without_verdicts,
)
from readiness.services.context import Services
from readiness.services.editing import hold, require_dimensions, write_sheet
from readiness.services.sendings import SaveReceipt

REASON_LENGTH = 2000
LATER = frozenset({"contradiction"})
"""Remarks that stop a submission but not a save: they concern two answers, and either may be put right."""


def save_answers(
    services: Services,
    session: Session,
    assessment_key: str,
    changes: Mapping[str, Answer],
    *,
    base: Mapping[str, int],
    client_id: str,
    by: Person,
    at: dt.datetime,
    given_up: Mapping[str, Answer] | None = None,
) -> SaveReceipt:
    """Append what differs from what stands; the same `client_id` again gives the same receipt and writes nothing.

    `base` is the revision of each code that the sender has seen; `given_up` holds what the sender typed and gave up
    for somebody else's answer: it goes into the history, and the other's stands. Documents in `changes` are ignored:
    evidence has its own services. InputErrors names each answer that cannot be taken; ConflictError carries
    (standing, sent).
    """
    held = hold(services, session, assessment_key, Action.EDIT_ANSWERS, Step.SAVE, by=by, at=at)
    given_up = given_up or {}
    require_dimensions(held, {*changes, *given_up}, by=by)
    read = read_changes(held.questionnaire, held.answers, changes)
    possible = _possible(held.questionnaire, held.answers, given_up)
    kept = keep_given_up(session, held, possible, client_id=client_id, by=by, at=at)
    appended = append_changes(session, held, read, base=base, client_id=client_id, by=by, at=at)
    if appended.changed:
        renew_declaration(held)
    if appended.changed or kept:
        write_sheet(session, held, without_verdicts(merged(held.answers, read), appended.changed))
    return appended.receipt


def _possible(
    questionnaire: Questionnaire, answers: FirmAnswers, given_up: Mapping[str, Answer]
) -> dict[str, Answer]:
    """Those that could have been kept; what is no possible answer has no place in the history either."""
    found: dict[str, Answer] = {}
    for code, answer in given_up.items():
        with contextlib.suppress(InputError):
            found |= read_changes(questionnaire, answers, {code: answer})
    return found


def read_changes(
    questionnaire: Questionnaire, answers: FirmAnswers, changes: Mapping[str, Answer]
) -> dict[str, Answer]:
    """The changes as they are stored, or InputErrors with one error for each answer that cannot be taken."""
    found: dict[str, Answer] = {}
    refused: list[InputError] = []
    for code, answer in changes.items():
        try:
            question = questionnaire.question[code]
            found[code] = _with_resting(question, read_answer(question, answer), answers)
        except InputError as error:
            refused.append(error)
    refused += [
        InputError(notice.code, notice.key, place=notice.field, **notice.values)
        for notice in check_answers(questionnaire, merged(answers, found))
        if notice.code in found and notice.severity == ERROR and notice.key not in LATER
    ]
    if refused:
        raise InputErrors(refused)
    return found


def read_answer(question: Question, answer: Answer) -> Answer:
    """One answer as it is stored, by itself; InputError where it is none to this question."""
    if answer.state is State.NOT_APPLICABLE:
        reason = answer.reason.strip()
        if not reason:
            raise InputError(question.code, "reason_missing")
        if len(reason) > REASON_LENGTH:
            raise InputError(question.code, "text_too_long", length=REASON_LENGTH)
        return Answer(State.NOT_APPLICABLE, None, reason)
    if answer.state is not State.ANSWERED or (answer.value is None and question.computed):
        return Answer(answer.state)
    if question.computed:
        raise InputError(question.code, "answer_computed")
    try:
        return Answer(State.ANSWERED, read_value(question, answer.value))
    except UnfitError as error:
        raise InputError(question.code, "answer_invalid", expected=error) from error


def _with_resting(question: Question, answer: Answer, answers: FirmAnswers) -> Answer:
    standing = answers.answers.get(question.code, Answer())
    return replace(answer, value=with_resting(question, answer.value, standing.value, answers.shares))


def merged(answers: FirmAnswers, changes: Mapping[str, Answer]) -> FirmAnswers:
    """The same with these answers in place, each keeping the documents it had."""
    kept = {
        code: replace(answer, documents=answers.answers.get(code, Answer()).documents)
        for code, answer in changes.items()
    }
    return replace(answers, answers={**answers.answers, **kept})

"""Save the firm's figures and the shares of its processes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, cast

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person
from readiness.assessment.states import Step
from readiness.errors import InputError, InputErrors
from readiness.questionnaire.answer_checks import ERROR, check_answers
from readiness.questionnaire.answers import Answer, FirmAnswers, State, Value
from readiness.questionnaire.asked import basis_of
from readiness.questionnaire.document_reader import profile_value
from readiness.questionnaire.expected import UnfitError
from readiness.questionnaire.model import Questionnaire
from readiness.questionnaire.values import number
from readiness.services.append_changes import (
    PROCESSES,
    PROFILE,
    append_changes,
    renew_declaration,
    without_verdicts,
)
from readiness.services.context import Services
from readiness.services.editing import Held, hold, subject, write_sheet
from readiness.services.foresee_processes import QuestionsChangeError, foresee_processes
from readiness.services.peer_group import peer_group
from readiness.services.sendings import SaveReceipt
from readiness.store.events import record_event
from readiness.store.rows import Firm
from readiness.store.types import check_text

TEXT_LENGTH = 500
LATER = frozenset({"required", "shares_missing"})
"""Gaps stop a submission, not a save."""


def save_profile(
    services: Services,
    session: Session,
    assessment_key: str,
    *,
    profile: Mapping[str, object] | None = None,
    processes: Mapping[str, float] | None = None,
    agreed: str | None = None,
    base: Mapping[str, int],
    client_id: str,
    by: Person,
    at: dt.datetime,
) -> SaveReceipt:
    """Store the whole profile (field code → value, None or '' for empty) and the percents of output by process; a part
    that is None stays as it stands.

    `base` and the receipt use the codes '@profile' and '@processes'. InputErrors names fields by their codes and the
    shares by 'processes'; the percents must sum to 100. ConflictError as with answers. `agreed` is the mark of the
    change of questions that the sender has seen and wants ('' for none seen): QuestionsChangeError where the processes
    change them in another way; None asks nobody. Answers to questions that are no longer asked stay.
    """
    held = hold(services, session, assessment_key, Action.EDIT_PROFILE, Step.SAVE, by=by, at=at)
    changes, answers = _read(held, profile, processes)
    if agreed is not None and (change := foresee_processes(held, answers.shares)).mark not in ("", agreed):
        raise QuestionsChangeError(change)
    appended = append_changes(session, held, changes, base=base, client_id=client_id, by=by, at=at)
    if appended.changed:
        renew_declaration(held)
        write_sheet(session, held, _drop_verdicts(session, held, answers, by=by, at=at))
        if not held.assessment.round.practice:
            describe_firm(held.assessment.firm, held.questionnaire, answers)
    return appended.receipt


def _read(
    held: Held, profile: Mapping[str, object] | None, processes: Mapping[str, float] | None
) -> tuple[dict[str, Answer], FirmAnswers]:
    """The parts that were sent, as they are kept, and the firm's answers with them; InputErrors for what cannot be."""
    answers, changes = held.answers, dict[str, Answer]()
    own: set[str] = set()
    wrong: list[InputError] = []
    if profile is not None:
        figures, wrong = _figures(held.questionnaire, profile)
        answers, own = replace(answers, profile=figures), set(figures)
        changes[PROFILE] = Answer(State.ANSWERED, cast(Value, figures))
    if processes is not None:
        percents, wrong_percents = _percents(held.questionnaire, processes)
        answers = replace(answers, shares={code: value / 100 for code, value in percents.items()})
        changes[PROCESSES] = Answer(State.ANSWERED, percents)
        own |= set() if wrong_percents else {"processes"}
        wrong = wrong + wrong_percents
    wrong = wrong + _impossible(held.questionnaire, answers, own)
    if wrong:
        raise InputErrors(wrong)
    return changes, answers


def _figures(
    questionnaire: Questionnaire, profile: Mapping[str, object]
) -> tuple[dict[str, Any], list[InputError]]:
    """The fields that hold something, in the questionnaire's order, and what cannot be kept."""
    known = {entry.code for entry in questionnaire.profile}
    errors = [InputError(code, "field_unknown") for code in profile if code not in known]
    found: dict[str, Any] = {}
    for entry in questionnaire.profile:
        value = profile.get(entry.code)
        if value is None or value == "":
            continue
        try:
            found[entry.code] = profile_value(entry, value)
            if isinstance(value, str):
                check_text(value, entry.code, TEXT_LENGTH)
        except UnfitError as error:
            errors.append(InputError(entry.code, "answer_invalid", expected=error))
        except InputError as error:
            errors.append(error)
    return found, errors


def _percents(
    questionnaire: Questionnaire, processes: Mapping[str, float]
) -> tuple[dict[str, float], list[InputError]]:
    """The percents above zero, and what is wrong; each must be a number up to 100 and belong to a known process."""
    errors: list[InputError] = []
    found: dict[str, float] = {}
    for code, value in processes.items():
        try:
            percent = number(value)
        except ValueError:
            percent = -1.0
        if code not in questionnaire.process:
            errors.append(InputError("processes", "process_unknown", process=code))
        elif not 0 <= percent <= 100:
            errors.append(InputError("processes", "percent_invalid", process=code))
        elif percent > 0:
            found[code] = percent
    return found, errors


def _impossible(questionnaire: Questionnaire, answers: FirmAnswers, own: Collection[str]) -> list[InputError]:
    """What cannot be in these parts of the profile; gaps are left to the submission."""
    return [
        InputError(notice.code, notice.key, place=notice.field, **notice.values)
        for notice in check_answers(questionnaire, answers)
        if notice.code in own and notice.severity == ERROR and notice.key not in LATER
    ]


def _drop_verdicts(
    session: Session, held: Held, after: FirmAnswers, *, by: Person, at: dt.datetime
) -> FirmAnswers:
    """Without the verdicts on questions that are not asked as before; their rows stay, and the log names them."""
    codes = frozenset(
        question.code
        for question in held.questionnaire.questions
        if basis_of(held.questionnaire, question, held.answers)
        != basis_of(held.questionnaire, question, after)
    )
    standing = after.verification.verdicts if after.verification else {}
    if dropped := sorted(codes & standing.keys()):
        detail = {"verdicts": dropped, "revision": held.assessment.revision}
        record_event(session, "drop_verdicts", subject(held.assessment), by_id=by.id, at=at, detail=detail)
    return without_verdicts(after, codes)


def describe_firm(firm: Firm, questionnaire: Questionnaire, answers: FirmAnswers) -> None:
    """Repeat on the firm what lists need: its principal sub-sector and its size."""
    firm.sub_sector, firm.size = peer_group(questionnaire, answers)

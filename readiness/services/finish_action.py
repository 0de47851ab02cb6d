"""An action is done: what it reached becomes an answer like any other, with evidence, and only that moves the score."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person
from readiness.errors import InputError
from readiness.questionnaire.answers import Answer
from readiness.scoring.engine import scorecard
from readiness.scoring.scenario import SUPPOSED
from readiness.scoring.scorecard import Basis
from readiness.services.add_evidence import NOTHING, KeptFile, attach_file
from readiness.services.context import Services
from readiness.services.describe_evidence import About
from readiness.services.editing import Held, read_held, view_held
from readiness.services.firm_actions import (
    action_subject,
    clean_yuan,
    find_editable,
    mark_changed,
    pack_answer,
    require_change,
)
from readiness.services.get_dimension import QuestionSheet
from readiness.services.link_evidence import link_evidence
from readiness.services.save_answers import read_changes, save_answers
from readiness.services.score_assessment import compute_scorecard
from readiness.store.actions import get_action
from readiness.store.assessments import get_assessment
from readiness.store.events import record_event
from readiness.store.evidence import list_evidence
from readiness.store.firms import get_firm
from readiness.store.rows import Assessment, FirmAction


@dataclass(frozen=True)
class Done:
    """What was reached. `answer`: None where the question takes none here; `base`: the revision of the standing answer
    that the sender has seen; `given_up`: what was typed and given up for a colleague's, for the history. `files`,
    `links`: new files, and keys of those beside other answers; `bare`: said that there is no evidence yet."""

    answer: Answer | None
    base: int
    client_id: str
    yuan_spent: float | None
    files: Sequence[KeptFile] = ()
    links: Sequence[str] = ()
    about: About = NOTHING
    given_up: Mapping[str, Answer] = field(default_factory=dict)
    bare: bool = False


@dataclass(frozen=True)
class Finished:
    """The action, the assessment that took the answer (None: it waits), and the index before and after."""

    row: FirmAction
    assessment: Assessment | None
    index: tuple[float, float] | None


@dataclass(frozen=True)
class Foreseen:
    """The index as it stands, with an answer in place, and with a document behind that answer."""

    today: float
    answered: float
    documented: float


def finish_action(
    services: Services,
    session: Session,
    firm_key: str,
    action_key: str,
    done: Done,
    *,
    by: Person,
    at: dt.datetime,
) -> Finished:
    """Save the answer into the firm's present assessment by the way of every answer; without one it waits for the next.

    The same sending again changes nothing. InputError: 'state' action_over; 'file' evidence_or_tick; what the answer
    and the files are refused for. ConflictError as of `save_answers`.
    """
    firm = get_firm(session, firm_key, person=by)
    row = get_action(session, firm, action_key, lock=True)
    require_change(services, row, by=by)
    if row.state == "done" and done.client_id == row.sending:
        return Finished(row, row.answered, None)
    if row.state == "dropped" or (row.state == "done" and not row.waiting):
        raise InputError("state", "action_over")
    was = row.state, row.yuan_spent
    spent = clean_yuan(done.yuan_spent, "yuan_spent")
    practice = row.assessment.round.practice
    present = find_editable(services, session, firm, practice=practice, by=by, at=at)
    index = None
    if done.answer is not None and present is not None:
        index = _give(services, session, row, done, done.answer, present.key, by=by, at=at)
        row.points_reached = index[1] - index[0]
    elif done.answer is not None:
        row.reached = _checked(services, row, done.answer)
    if present is not None:
        row.answered = get_assessment(session, present.key, person=by)
    row.state, row.yuan_spent, row.sending, row.reason = "done", spent, done.client_id, ""
    changes = {"state": (was[0], "done"), "yuan_spent": (was[1], spent)}
    told = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    detail = mark_changed(session, row, told, by=by, at=at, index=index[1] if index else None)
    record_event(session, "finish_action", action_subject(row), by_id=by.id, at=at, detail=detail)
    return Finished(row, row.answered, index)


def foresee(sheet: QuestionSheet, code: str, answer: Answer) -> Foreseen:
    """What the answer would make of the self-declared result that the sheet has now."""
    documents = sheet.answers.answers.get(code, Answer()).documents

    def index(found: Answer) -> float:
        answers = replace(sheet.answers, answers={**sheet.answers.answers, code: found}, verification=None)
        card = scorecard(sheet.questionnaire, answers, basis=Basis.DECLARED, on=sheet.round.closes_on)
        return card.index

    return Foreseen(
        today=index(sheet.answers.answers.get(code, Answer())),
        answered=index(replace(answer, documents=documents)),
        documented=index(replace(answer, documents=documents or SUPPOSED)),
    )


def _give(
    services: Services,
    session: Session,
    row: FirmAction,
    done: Done,
    answer: Answer,
    key: str,
    *,
    by: Person,
    at: dt.datetime,
) -> tuple[float, float]:
    """Save answer and evidence; the index before and after."""
    code = row.question
    before = _index(view_held(services, session, key, Action.EDIT_ANSWERS, by=by))
    save_answers(
        services,
        session,
        key,
        {code: answer},
        base={code: done.base},
        client_id=done.client_id,
        given_up=done.given_up,
        by=by,
        at=at,
    )
    for file in done.files:
        attach_file(services, session, key, code, file, by=by, at=at, about=done.about)
    if done.links:
        link_evidence(services, session, key, code, done.links, by=by, at=at)
    held = view_held(services, session, key, Action.EDIT_ANSWERS, by=by)
    if not done.bare and not list_evidence(session, held.assessment, [code]):
        raise InputError("file", "evidence_or_tick")
    row.reached = pack_answer(held.answers.answers.get(code, Answer()))
    return before, _index(held)


def _index(held: Held) -> float:
    return compute_scorecard(held, Basis.DECLARED).index


def _checked(services: Services, row: FirmAction, answer: Answer) -> dict[str, object]:
    """The answer as the questionnaire that it was planned by reads it, kept until it can be given."""
    held = read_held(services, row.assessment)
    return pack_answer(read_changes(held.questionnaire, held.answers, {row.question: answer})[row.question])

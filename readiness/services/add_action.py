"""Add an action of the firm's own to its plan, for any question of the questionnaire."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, Role, dimension_allowed, require
from readiness.errors import ForbiddenError, InputError, NotFoundError
from readiness.questionnaire.answers import Answer, State
from readiness.services.change_action import TITLE_LENGTH
from readiness.services.clean_input import clean_line
from readiness.services.context import Services
from readiness.services.editing import Held, local_day, read_held
from readiness.services.firm_actions import action_subject, clean_yuan, find_owner, mark_changed, pack_answer
from readiness.services.save_answers import read_changes
from readiness.store.actions import add_action as add_row
from readiness.store.actions import find_sent, lock_firm
from readiness.store.assessments import find_newest
from readiness.store.events import record_event
from readiness.store.firms import get_firm, list_members
from readiness.store.rows import Firm, FirmAction, Membership


@dataclass(frozen=True)
class OwnAction:
    """What the firm writes down; `target`: the answer to reach, None while nobody knows it."""

    question: str
    title: str
    target: Answer | None
    owner: str
    due_on: dt.date | None
    yuan_planned: float | None


@dataclass(frozen=True)
class ActionDesk:
    """What an own action can be made of: the firm's newest assessment and its members."""

    firm: Firm
    held: Held
    members: tuple[Membership, ...]


def open_action_desk(services: Services, session: Session, firm_key: str, *, by: Person) -> ActionDesk:
    """NotFoundError while the firm has no assessment, whose questions it could improve."""
    firm = get_firm(session, firm_key, person=by)
    require(by, Action.CHANGE_ACTIONS, firm_id=firm.id if by.role is Role.FIRM else None)
    newest = find_newest(session, firm, person=by)
    if newest is None:
        raise NotFoundError("the firm has no assessment yet")
    return ActionDesk(firm, read_held(services, newest), tuple(list_members(session, firm)))


def add_action(
    services: Services,
    session: Session,
    firm_key: str,
    own: OwnAction,
    *,
    client_id: str,
    by: Person,
    at: dt.datetime,
) -> FirmAction:
    """Keep it; the same sending again adds nothing.

    InputError: 'title', 'question' question_unknown, (code) what the target cannot be, 'owner', 'yuan_planned'.
    """
    firm = lock_firm(session, firm_key, person=by)
    desk = open_action_desk(services, session, firm_key, by=by)
    asked = desk.held.questionnaire.question.get(own.question)
    if asked is None:
        raise InputError("question", "question_unknown", question=own.question)
    if not dimension_allowed(by, firm.id, asked.dimension):
        raise ForbiddenError(f"{own.question} is outside this person's dimensions")
    known = find_sent(session, firm, client_id)
    if known is not None:
        return known
    row = FirmAction(
        firm_id=firm.id,
        assessment=desk.held.assessment,
        kind="own",
        question=own.question,
        title=clean_line(own.title, "title", TITLE_LENGTH),
        target=_target(desk.held, own),
        yuan_planned=clean_yuan(own.yuan_planned, "yuan_planned") or 0.0,
        owner_id=find_owner(session, firm, own.owner),
        due_on=own.due_on,
        start_on=local_day(services, at),
        sending=client_id,
        by_id=by.id,
        at=at,
        changed_by_id=by.id,
        changed_at=at,
    )
    add_row(session, row)
    detail = mark_changed(session, row, {}, by=by, at=at)
    record_event(session, "add_action", action_subject(row), by_id=by.id, at=at, detail=detail)
    return row


def _target(held: Held, own: OwnAction) -> dict[str, object] | None:
    if own.target is None or own.target.state is State.UNANSWERED:
        return None
    return pack_answer(
        read_changes(held.questionnaire, held.answers, {own.question: own.target})[own.question]
    )

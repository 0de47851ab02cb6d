"""What all that people do with a firm's actions has in common: days, rights, answers as they are kept, the log."""

from __future__ import annotations

import calendar
import datetime as dt
import math
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from readiness.assessment.permissions import (
    Action,
    Person,
    Role,
    agreed,
    dimension_allowed,
    disclosed,
    may,
    require,
)
from readiness.assessment.states import AssessmentState
from readiness.errors import ForbiddenError, InputError
from readiness.questionnaire.answers import Answer, State
from readiness.services.context import Services
from readiness.services.editing import UNSENT, local_day, questionnaire_of
from readiness.store.assessments import find_present, list_assessments
from readiness.store.firms import find_member_by_key, get_firm
from readiness.store.rows import Assessment, Firm, FirmAction

LIVE = ("open", "in_work")
MOST_YUAN = 1e12
ONE_AUDIT = "audit"


def action_subject(row: FirmAction) -> str:
    """How the log of events names the action."""
    return f"action:{row.key}"


def read_firm(session: Session, firm_key: str, *, by: Person) -> Firm:
    """The firm whose actions this person may read: its people; others as far as the firm agreed to show figures, the
    office only once something was submitted. NotFoundError or ForbiddenError."""
    firm = get_firm(session, firm_key, person=by)
    require(by, Action.VIEW_ACTIONS, firm_id=firm.id if by.role is Role.FIRM else None)
    if by.role is Role.FIRM:
        return firm
    sent = [a for a in list_assessments(session, person=by, firm=firm) if a.state not in UNSENT]
    consent = sent[-1].consent if sent else None
    if not agreed(by, Action.VIEW_ACTIONS, consent):
        raise ForbiddenError("the firm has not agreed to share its figures")
    if not disclosed(by, Action.VIEW_ACTIONS, submitted=bool(sent)):
        raise ForbiddenError("the firm has not submitted anything yet")
    return firm


def dimension_of(services: Services, row: FirmAction) -> str:
    """The dimension of its question; '' without one."""
    asked = questionnaire_of(services, row.assessment.round)
    return asked.question[row.question].dimension if row.question in asked.question else ""


def may_change(by: Person, row: FirmAction, dimension: str) -> bool:
    """True for the firm's people: owners, editors of its dimension, and whoever the action is given to."""
    if by.role is not Role.FIRM or not may(by, Action.CHANGE_ACTIONS, firm_id=row.firm_id):
        return False
    if row.owner_id == by.id:
        return True
    return (
        dimension_allowed(by, row.firm_id, dimension)
        if dimension
        else may(by, Action.TAKE_OVER_PLAN, firm_id=row.firm_id)
    )


def require_change(services: Services, row: FirmAction, *, by: Person) -> None:
    """Return if `may_change`, else raise ForbiddenError."""
    require(by, Action.CHANGE_ACTIONS, firm_id=row.firm_id)
    if not may_change(by, row, dimension_of(services, row)):
        raise ForbiddenError(f"{row.question} is outside this person's dimensions")


def find_editable(
    services: Services, session: Session, firm: Firm, *, practice: bool, by: Person, at: dt.datetime
) -> Assessment | None:
    """The assessment of the firm that takes answers today; one of a practice round only where `practice` says so."""
    found = find_present(session, firm, person=by) if by.role is Role.FIRM else None
    if found is None or (found.round.practice and not practice):
        return None
    today, round_ = local_day(services, at), found.round
    in_time = round_.practice or round_.opens_on <= today <= round_.closes_on
    return found if in_time or found.state == AssessmentState.RETURNED else None


def month_end(start: dt.date, months: int) -> dt.date:
    """The last day of the month that lies so many months after `start`."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return dt.date(year, month + 1, calendar.monthrange(year, month + 1)[1])


def clean_yuan(yuan: float | None, field: str) -> float | None:
    """The amount; InputError(field, 'plan_budget') for what is none."""
    if yuan is not None and not (math.isfinite(yuan) and 0 <= yuan <= MOST_YUAN):
        raise InputError(field, "plan_budget")
    return yuan


def find_owner(session: Session, firm: Firm, user_key: str) -> int | None:
    """The id of the member with this key, None for ''; InputError('owner', 'member_unknown')."""
    if not user_key:
        return None
    seat = find_member_by_key(session, firm, user_key)
    if seat is None:
        raise InputError("owner", "member_unknown")
    return seat.user_id


def pack_answer(answer: Answer) -> dict[str, Any]:
    """As a row keeps it."""
    return {"state": answer.state.value, "value": answer.value, "reason": answer.reason}


def unpack_answer(kept: Mapping[str, Any] | None) -> Answer | None:
    """The answer kept in a row; None where none is."""
    return None if kept is None else Answer(State(kept["state"]), kept["value"], kept["reason"])


def mark_changed(
    session: Session,
    row: FirmAction,
    changes: Mapping[str, tuple[Any, Any]],
    *,
    by: Person,
    at: dt.datetime,
    reason: str = "",
    index: float | None = None,
) -> dict[str, Any]:
    """Note in the row that it was changed, by whom and when; the detail for the log: which fields from what to what."""
    row.revision += 1
    row.changed_by_id, row.changed_at = by.id, at
    session.flush()
    session.expire(row, ["changed_by"])
    return {
        "firm_action": row.code or row.title or row.kind,
        "question": row.question,
        "changes": {name: [_plain(was), _plain(now)] for name, (was, now) in changes.items()},
        "reason": reason,
        "index": index,
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value

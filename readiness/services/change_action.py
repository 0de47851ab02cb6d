"""Change who does an action, by when, for how much, and how far it is; drop it with a reason, or take it up again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Person
from readiness.errors import ConflictError, InputError, InputErrors
from readiness.services.clean_input import clean_line
from readiness.services.context import Services
from readiness.services.firm_actions import (
    LIVE,
    action_subject,
    clean_yuan,
    find_owner,
    mark_changed,
    require_change,
)
from readiness.store.actions import get_action
from readiness.store.events import record_event
from readiness.store.firms import get_firm
from readiness.store.rows import Firm, FirmAction
from readiness.store.types import check_text

TITLE_LENGTH = 200
REASON_LENGTH = 2000
TOLD = ("due_on", "yuan_planned", "yuan_spent", "state", "title")
STATES = ("open", "in_work", "dropped")
"""What can be chosen; done is what `finish_action` makes of it."""


@dataclass(frozen=True)
class Doing:
    """What people decide of an action; `owner` is a member's key ('': nobody), `reason` why it is dropped, `title` only
    of the firm's own. A done action keeps its state where 'done' is given."""

    owner: str
    due_on: dt.date | None
    yuan_planned: float | None
    yuan_spent: float | None
    state: str
    reason: str = ""
    title: str = ""


def change_action(
    services: Services,
    session: Session,
    firm_key: str,
    action_key: str,
    doing: Doing,
    *,
    base: int,
    by: Person,
    at: dt.datetime,
) -> FirmAction:
    """Keep it; the same again changes nothing. `base`: the revision that the sender has seen.

    InputErrors by field: 'owner' member_unknown; 'yuan_planned', 'yuan_spent' plan_budget; 'reason' drop_reason;
    'state' choice_unknown. ConflictError carries (stands, sent) of each field that somebody else changed since.
    """
    firm = get_firm(session, firm_key, person=by)
    row = get_action(session, firm, action_key, lock=True)
    require_change(services, row, by=by)
    wanted = _read(session, firm, row, doing)
    changes = {name: (was, now) for name, now in wanted.items() if (was := getattr(row, name)) != now}
    if not changes:
        return row
    if base != row.revision:
        raise ConflictError(dict(changes))
    told = {name: pair for name, pair in changes.items() if name in TOLD}
    if "owner_id" in changes:
        told["owner"] = (row.owner.key if row.owner else "", doing.owner)
    for name, (_, now) in changes.items():
        setattr(row, name, now)
    detail = mark_changed(session, row, told, by=by, at=at, reason=row.reason)
    record_event(session, "change_action", action_subject(row), by_id=by.id, at=at, detail=detail)
    session.expire(row, ["owner"])
    return row


def _read(session: Session, firm: Firm, row: FirmAction, doing: Doing) -> dict[str, Any]:
    """The fields as they would stand, or InputErrors with all that is wrong."""
    errors: list[InputError] = []

    def read(check: Any) -> Any:
        try:
            return check()
        except InputError as error:
            errors.append(error)
            return None

    found = {
        "owner_id": read(lambda: find_owner(session, firm, doing.owner)),
        "due_on": doing.due_on,
        "yuan_planned": read(lambda: clean_yuan(doing.yuan_planned, "yuan_planned")) or 0.0,
        "yuan_spent": read(lambda: clean_yuan(doing.yuan_spent, "yuan_spent")),
        "state": read(lambda: _state(row, doing.state)),
        "reason": read(lambda: _reason(doing)),
    }
    if row.kind == "own":
        found["title"] = read(lambda: clean_line(doing.title, "title", TITLE_LENGTH))
    if found["state"] in LIVE and row.state == "done":
        found |= {"answered_id": None, "points_reached": None, "sending": ""}
    if errors:
        raise InputErrors(errors)
    return found


def _state(row: FirmAction, state: str) -> str:
    if state not in STATES and state != row.state:
        raise InputError("state", "choice_unknown")
    return state


def _reason(doing: Doing) -> str:
    """Why it is dropped; nothing for what is not."""
    if doing.state != "dropped":
        return ""
    words = check_text(doing.reason.strip().replace("\r\n", "\n"), "reason", REASON_LENGTH)
    if not words:
        raise InputError("reason", "drop_reason")
    return words

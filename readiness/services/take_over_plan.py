"""Take a plan over into the firm's actions: what is there already is never added twice, changes are shown first."""

from __future__ import annotations

import datetime as dt
import enum
import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, require
from readiness.errors import ConflictError, InputError
from readiness.questionnaire.answers import Answer, State
from readiness.scoring.plan import Goal
from readiness.scoring.plan_items import ItemKind, PlanItem, items_of
from readiness.services.context import Services
from readiness.services.editing import local_day
from readiness.services.firm_actions import LIVE, action_subject, mark_changed, month_end, pack_answer
from readiness.services.make_plan import PlanView, make_plan, plan_start
from readiness.store.actions import add_action, list_actions, lock_firm
from readiness.store.assessments import get_assessment
from readiness.store.events import record_event
from readiness.store.firms import get_firm
from readiness.store.rows import Assessment, FirmAction
from readiness.store.types import write_json

NOTABLE = 0.05
"""Points of the index from which on a planned gain is said to be another one."""


class Fate(enum.StrEnum):
    """What becomes of an item of the plan."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True)
class PlannedItems:
    """A plan ready to be taken over. `choice`: 0 the best, then the alternatives; `digest` names these very items."""

    view: PlanView
    goal: Goal
    choice: int
    items: tuple[PlanItem, ...]
    phases: tuple[int, ...]
    digest: str


@dataclass(frozen=True)
class TakenLine:
    """An item beside the action that stands for it (None: there is none); `changes`: field → (stands, planned).

    `renewed`: whether the planned values are offered to be taken, which they are while nobody has changed the action.
    """

    item: PlanItem
    row: FirmAction | None
    fate: Fate
    due_on: dt.date
    changes: dict[str, tuple[Any, Any]]

    @property
    def renewed(self) -> bool:
        """True where the planned values stand ticked."""
        return self.row is not None and self.row.revision == 0


@dataclass(frozen=True)
class Taken:
    """How many actions are new, and how many took the planned values."""

    new: int
    changed: int


def read_plan(
    services: Services, session: Session, assessment_key: str, goal: Goal, choice: int, *, by: Person
) -> PlannedItems:
    """Make the plan and list what it asks to do; takes as long as planning does, so use a reading session.

    InputError for an impossible goal, ('choice', 'plan_gone') where there is no such plan or it asks for nothing.
    """
    view = make_plan(services, session, assessment_key, goal, by=by)
    require(by, Action.TAKE_OVER_PLAN, firm_id=view.result.firm.id)
    plans = view.plans
    found = [plan for plan in (plans.best, *plans.alternatives) if plan is not None] if plans else []
    if plans is None or not 0 <= choice < len(found):
        raise InputError("choice", "plan_gone")
    items = items_of(plan_start(view.result), found[choice], plans.phases)
    if not items:
        raise InputError("choice", "plan_gone")
    return PlannedItems(view, goal, choice, items, plans.phases, _digest(items))


def compare_plan(
    services: Services, session: Session, planned: PlannedItems, *, by: Person, at: dt.datetime
) -> tuple[TakenLine, ...]:
    """What becomes of each item beside the firm's present actions."""
    firm = get_firm(session, planned.view.result.firm.key, person=by)
    assessment = get_assessment(session, planned.view.result.key, person=by)
    return tuple(
        _lines(planned.items, list_actions(session, firm), assessment, today=local_day(services, at))
    )


def take_over_plan(
    services: Services,
    session: Session,
    planned: PlannedItems,
    *,
    digest: str,
    renew: Collection[str],
    by: Person,
    at: dt.datetime,
) -> Taken:
    """Add what is not there, and give the actions in `renew` (keys) the planned values; the same again does nothing.

    ConflictError where `digest` names another plan than this one: answers or days have changed since it was shown.
    """
    firm = lock_firm(session, planned.view.result.firm.key, person=by)
    require(by, Action.TAKE_OVER_PLAN, firm_id=firm.id)
    if digest != planned.digest:
        raise ConflictError({"plan": (planned.digest, digest)})
    assessment = get_assessment(session, planned.view.result.key, person=by)
    today = local_day(services, at)
    new = changed = 0
    for line in list(_lines(planned.items, list_actions(session, firm), assessment, today=today)):
        if line.row is None:
            add_action(session, _row(line, assessment, today=today, by=by, at=at))
            new += 1
        elif line.fate is Fate.CHANGED and line.row.key in renew:
            _renew(session, line.row, line, assessment, today=today, by=by, at=at)
            changed += 1
    if new or changed:
        detail = {"assessment": assessment.key, "new": new, "changed": changed}
        record_event(session, "take_over_plan", f"firm:{firm.key}", by_id=by.id, at=at, detail=detail)
    return Taken(new, changed)


def _digest(items: Sequence[PlanItem]) -> str:
    plain = [asdict(item) | {"points": round(item.points, 4)} for item in items]
    return hashlib.sha256(write_json(plain).encode()).hexdigest()[:32]


def _lines(
    items: Sequence[PlanItem], rows: Sequence[FirmAction], assessment: Assessment, *, today: dt.date
) -> Iterator[TakenLine]:
    """Items with the same target find their action first; then those that aim elsewhere now, in their order."""
    left = list(rows)
    exact = [_claim(left, item, partial(_stands_for, item, assessment)) for item in items]
    for item, row in zip(items, exact, strict=True):
        found = row or _claim(left, item, lambda other: other.state in LIVE)
        due_on = month_end(today, item.finish)
        changes = _changes(item, found, due_on) if found and found.state in LIVE else {}
        yield TakenLine(item, found, _fate(found, changes), due_on, changes)


def _claim(left: list[FirmAction], item: PlanItem, fits: Callable[[FirmAction], bool]) -> FirmAction | None:
    """Take the first action of the item's kind that fits out of those left."""
    for row in left:
        if (row.kind, row.code, row.question) == (item.kind, item.action, item.question) and fits(row):
            left.remove(row)
            return row
    return None


def _stands_for(item: PlanItem, assessment: Assessment, row: FirmAction) -> bool:
    """Whether the action leads to the item's answer; a done one only while the plan cannot know of its answer."""
    if row.target != _target(item):
        return False
    if row.state != "done":
        return True
    if not row.question:
        return row.assessment_id == assessment.id
    return row.answered_id is None or row.answered_id > assessment.id


def _fate(row: FirmAction | None, changes: dict[str, tuple[Any, Any]]) -> Fate:
    if row is None:
        return Fate.NEW
    if row.state in LIVE:
        return Fate.CHANGED if changes else Fate.SAME
    return Fate.DONE if row.state == "done" else Fate.DROPPED


def _changes(item: PlanItem, row: FirmAction, due_on: dt.date) -> dict[str, tuple[Any, Any]]:
    planned = _planned(item, due_on)
    found = {name: (getattr(row, name), now) for name, now in planned.items() if getattr(row, name) != now}
    was, now = found.get("points_planned", (None, None))
    if was is not None and now is not None and abs(was - now) < NOTABLE:
        del found["points_planned"]
    return found


def _planned(item: PlanItem, due_on: dt.date) -> dict[str, Any]:
    """The fields of an action that a plan sets."""
    return {
        "target": _target(item),
        "documented": item.documented,
        "points_planned": item.points,
        "yuan_planned": item.yuan,
        "due_on": due_on,
    }


def _target(item: PlanItem) -> dict[str, Any] | None:
    return pack_answer(Answer(State.ANSWERED, item.value)) if item.kind is ItemKind.STEP else None


def _row(
    line: TakenLine, assessment: Assessment, *, today: dt.date, by: Person, at: dt.datetime
) -> FirmAction:
    item = line.item
    return FirmAction(
        firm_id=assessment.firm_id,
        assessment=assessment,
        kind=item.kind.value,
        code=item.action,
        question=item.question,
        start_on=today,
        by_id=by.id,
        at=at,
        changed_by_id=by.id,
        changed_at=at,
        **_planned(item, line.due_on),
    )


def _renew(
    session: Session,
    row: FirmAction,
    line: TakenLine,
    assessment: Assessment,
    *,
    today: dt.date,
    by: Person,
    at: dt.datetime,
) -> None:
    for name, value in _planned(line.item, line.due_on).items():
        setattr(row, name, value)
    row.assessment, row.start_on = assessment, today
    detail = mark_changed(session, row, line.changes, by=by, at=at)
    record_event(session, "change_action", action_subject(row), by_id=by.id, at=at, detail=detail)

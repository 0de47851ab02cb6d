"""The actions of a firm's plan: grouped by period, with who, by when, what it costs and what it brings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, Role, may
from readiness.questionnaire.answers import FirmAnswers
from readiness.questionnaire.model import Questionnaire
from readiness.services.context import Services
from readiness.services.editing import Held, local_day, read_held
from readiness.services.firm_actions import (
    LIVE,
    action_subject,
    find_editable,
    may_change,
    month_end,
    read_firm,
)
from readiness.services.list_events import EventLine, name_events
from readiness.store import actions
from readiness.store.events import list_events
from readiness.store.firms import list_members
from readiness.store.rows import Assessment, Firm, FirmAction


@dataclass(frozen=True)
class ActionLine:
    """One action with the questionnaire and answers it was planned from. `late`: still to do past its day; `editable`:
    this person may change it."""

    row: FirmAction
    questionnaire: Questionnaire
    answers: FirmAnswers
    late: bool
    editable: bool


@dataclass(frozen=True)
class Sums:
    """Of several actions: how many, how many done, yuan planned and spent, points planned and reached."""

    actions: int
    done: int
    yuan_planned: float
    yuan_spent: float
    points_planned: float
    points_reached: float


@dataclass(frozen=True)
class Period:
    """Actions due in one period: `first` and `last` month (None: no end); without a day both are None."""

    first: int | None
    last: int | None
    lines: tuple[ActionLine, ...]
    sums: Sums


@dataclass(frozen=True)
class FirmActions:
    """The plan as it stands. `lines`: all but the dropped; months count from `start_on`. `people`: key → name of the
    members and of whoever else has an action. `planned_in`: the assessment with the plan page, '' without one."""

    firm: Firm
    lines: tuple[ActionLine, ...]
    dropped: tuple[ActionLine, ...]
    start_on: dt.date | None
    phases: tuple[int, ...]
    people: Mapping[str, str]
    may_add: bool
    planned_in: str

    def periods(self, lines: Sequence[ActionLine]) -> tuple[Period, ...]:
        """The chosen lines by period, empty periods left out; those without a day last."""
        groups: dict[int, list[ActionLine]] = {}
        for line in lines:
            groups.setdefault(self._phase(line.row.due_on), []).append(line)
        return tuple(self._period(phase, groups[phase]) for phase in sorted(groups))

    def _phase(self, day: dt.date | None) -> int:
        """The place of a day's period; one more than there are beyond the last, two more without a day."""
        if day is None or self.start_on is None:
            return len(self.phases) + 1
        start = self.start_on
        return next(
            (n for n, end in enumerate(self.phases) if day <= month_end(start, end)), len(self.phases)
        )

    def _period(self, phase: int, lines: Sequence[ActionLine]) -> Period:
        dated = phase <= len(self.phases)
        first = (self.phases[phase - 1] if phase else 0) if dated else None
        last = self.phases[phase] if phase < len(self.phases) else None
        return Period(first, last, tuple(lines), sums_of(lines))


@dataclass(frozen=True)
class ActionPage:
    """One action with its history, newest first. `present`: the assessment that takes answers now (None: none does)."""

    firm: Firm
    line: ActionLine
    history: tuple[EventLine, ...]
    people: Mapping[str, str]
    present: Assessment | None


def list_actions(
    services: Services, session: Session, firm_key: str, *, by: Person, at: dt.datetime
) -> FirmActions:
    """For the firm's people, and for others as far as the table of permissions and the firm's consent allow."""
    firm = read_firm(session, firm_key, by=by)
    rows = actions.list_actions(session, firm)
    today, held = local_day(services, at), dict[int, Held]()
    lines = [_line(services, row, held, today=today, by=by) for row in rows]
    newest = max(rows, key=lambda row: (row.start_on, row.id), default=None)
    guidance = held[newest.assessment_id].questionnaire.guidance if newest else None
    own = by.role is Role.FIRM
    return FirmActions(
        firm=firm,
        lines=tuple(line for line in lines if line.row.state != "dropped"),
        dropped=tuple(line for line in lines if line.row.state == "dropped"),
        start_on=newest.start_on if newest else None,
        phases=guidance.plan.phases if guidance and guidance.plan else (),
        people=_people(session, firm, rows),
        may_add=own and may(by, Action.CHANGE_ACTIONS, firm_id=firm.id),
        planned_in=newest.assessment.key if newest else "",
    )


def get_action(
    services: Services,
    session: Session,
    firm_key: str,
    action_key: str,
    *,
    by: Person,
    at: dt.datetime,
    whole: bool = True,
) -> ActionPage:
    """One action; NotFoundError where the firm has no such. Without `whole` neither history nor members are read."""
    firm = read_firm(session, firm_key, by=by)
    row = actions.get_action(session, firm, action_key)
    practice = row.assessment.round.practice
    return ActionPage(
        firm=firm,
        line=_line(services, row, {}, today=local_day(services, at), by=by),
        history=name_events(session, list_events(session, action_subject(row))) if whole else (),
        people=_people(session, firm, [row]) if whole else {},
        present=find_editable(services, session, firm, practice=practice, by=by, at=at),
    )


def list_waiting(session: Session, firm: Firm, *, by: Person) -> Sequence[FirmAction]:
    """Done actions whose answer is given nowhere yet, for the firm's own people."""
    return actions.list_waiting(session, firm) if by.role is Role.FIRM else ()


def sums_of(lines: Iterable[ActionLine]) -> Sums:
    """What several actions come to."""
    rows = [line.row for line in lines]
    return Sums(
        actions=len(rows),
        done=sum(row.state == "done" for row in rows),
        yuan_planned=sum(row.yuan_planned for row in rows),
        yuan_spent=sum(row.yuan_spent or 0.0 for row in rows),
        points_planned=sum(row.points_planned or 0.0 for row in rows),
        points_reached=sum(row.points_reached or 0.0 for row in rows),
    )


def _line(
    services: Services, row: FirmAction, held: dict[int, Held], *, today: dt.date, by: Person
) -> ActionLine:
    if row.assessment_id not in held:
        held[row.assessment_id] = read_held(services, row.assessment)
    found = held[row.assessment_id]
    question = found.questionnaire.question.get(row.question)
    return ActionLine(
        row=row,
        questionnaire=found.questionnaire,
        answers=found.answers,
        late=row.state in LIVE and row.due_on is not None and row.due_on < today,
        editable=may_change(by, row, question.dimension if question else ""),
    )


def _people(session: Session, firm: Firm, rows: Iterable[FirmAction]) -> dict[str, str]:
    members: dict[str, Any] = {seat.user.key: seat.user.name for seat in list_members(session, firm)}
    return members | {row.owner.key: row.owner.name for row in rows if row.owner}

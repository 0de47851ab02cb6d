"""Remind a member of the questions that are still open in the firm's present assessment."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Person
from readiness.errors import InputError
from readiness.services.context import Services
from readiness.services.list_members import managed_firm, member_parts
from readiness.services.notify import notify
from readiness.store.events import record_event
from readiness.store.firms import get_member

PAUSE = dt.timedelta(hours=20)


def remind_member(
    services: Services, session: Session, firm_key: str, user_key: str, *, by: Person, at: dt.datetime
) -> None:
    """Once a day at most. InputError: nothing_left, reminded_already; NotFoundError for no member."""
    firm = managed_firm(session, firm_key, by=by)
    seat = get_member(session, firm, user_key, person=by)
    part = member_parts(services, session, firm, [seat], by=by, at=at).get(seat.user_id)
    if part is None or not part.left:
        raise InputError("user", "nothing_left", person=seat.user.name)
    if seat.reminded_at is not None and at - seat.reminded_at < PAUSE:
        raise InputError("user", "reminded_already", person=seat.user.name)
    seat.reminded_at = at
    user = seat.user
    notify(
        services, session, user, "reminder", path=f"/assessments/{part.assessment}", at=at, firm=firm, by=by.name,
        left=str(part.left), day=seat.due_on.isoformat() if seat.due_on else "",
    )  # fmt: skip
    record_event(session, "remind_member", f"firm:{firm.key}", by_id=by.id, at=at, detail={"user": user.key})

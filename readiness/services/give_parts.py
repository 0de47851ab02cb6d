"""Give a member of a firm dimensions to answer, and a day by which."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy.orm import Session

from readiness.assessment.permissions import EDITOR, Person
from readiness.errors import InputError
from readiness.services.context import Services
from readiness.services.editing import local_day
from readiness.services.list_members import managed_firm
from readiness.services.notify import notify
from readiness.store.events import record_event
from readiness.store.firms import get_member


def give_parts(
    services: Services,
    session: Session,
    firm_key: str,
    user_key: str,
    *,
    dimensions: Sequence[str] | None,
    due_on: dt.date | None,
    by: Person,
    at: dt.datetime,
) -> None:
    """An editor answers these dimensions only (None: all), an owner always all; whoever gets something new is
    told. InputError: day_past; NotFoundError for somebody who is no member.
    """
    firm = managed_firm(session, firm_key, by=by)
    seat = get_member(session, firm, user_key, person=by)
    limit = sorted(dimensions) if dimensions and seat.kind == EDITOR else None
    if (seat.dimensions, seat.due_on) == (limit, due_on):
        return
    if due_on is not None and due_on != seat.due_on and due_on < local_day(services, at):
        raise InputError("due_on", "day_past")
    seat.dimensions, seat.due_on, seat.reminded_at = limit, due_on, None
    session.flush()
    user = seat.user
    if user.id != by.id:
        notify(
            services, session, user, "parts_given", path="/firm/", at=at, firm=firm, by=by.name,
            parts=",".join(limit or ()), day=due_on.isoformat() if due_on else "",
        )  # fmt: skip
    detail = {"user": user.key, "dimensions": limit or [], "due_on": due_on.isoformat() if due_on else ""}
    record_event(session, "give_parts", f"firm:{firm.key}", by_id=by.id, at=at, detail=detail)

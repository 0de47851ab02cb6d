"""One's own sign-ins on other devices: see them, end them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Person
from readiness.errors import ForbiddenError
from readiness.services.context import Services
from readiness.store import sessions
from readiness.store.events import record_event
from readiness.store.people import find_user_by_id

IDLE = dt.timedelta(hours=12)
ABSOLUTE = dt.timedelta(days=30)
HANDLE = 16


@dataclass(frozen=True)
class Device:
    """A sign-in that lasts: `handle` names it to its owner and opens nothing; `agent` is what the browser said."""

    handle: str
    agent: str
    began_at: dt.datetime
    seen_at: dt.datetime
    current: bool


def list_devices(
    services: Services, session: Session, *, by: Person, current: str, at: dt.datetime
) -> tuple[Device, ...]:
    """The person's sessions, this one (by its id hash `current`) first, then the one used last."""
    found = sessions.list_sessions(session, by.id, at=at, idle=IDLE, absolute=ABSOLUTE)
    devices = [
        Device(
            handle=row.id_hash[:HANDLE],
            agent=str(row.data.get("agent", "")),
            began_at=row.created_at,
            seen_at=row.seen_at,
            current=row.id_hash == current,
        )
        for row in found
    ]
    return tuple(sorted(devices, key=lambda device: not device.current))


def end_devices(
    services: Services, session: Session, *, by: Person, current: str, at: dt.datetime, handle: str = ""
) -> int:
    """End the person's session with this handle, or without one all but the present; how many have ended."""
    if handle and len(handle) != HANDLE:
        return 0
    ended = sessions.delete_sessions(session, by.id, but=current, only=handle)
    user = find_user_by_id(session, by.id)
    if user is None:
        raise ForbiddenError("this login is gone")
    if ended:
        detail = {"sessions": ended}
        record_event(session, "end_sessions", f"user:{user.key}", by_id=by.id, at=at, detail=detail)
    return ended

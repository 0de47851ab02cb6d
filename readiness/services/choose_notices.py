"""Choose what to be told by which way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy.orm import Session

from readiness.assessment.notices import SWITCHES, Kind, Way, switch
from readiness.assessment.permissions import Person
from readiness.errors import ForbiddenError
from readiness.store.events import record_event
from readiness.store.people import find_user_by_id
from readiness.store.rows import User


def choose_notices(session: Session, *, on: Collection[str], by: Person, at: dt.datetime) -> None:
    """Switches in `on` are on, the others off; names that are no switches are left out, what is essential stays."""
    user = find_user_by_id(session, by.id)
    if user is None:
        raise ForbiddenError("this login is gone")
    _mute(session, user, SWITCHES - set(on), by_id=by.id, at=at)


def stop_mails(session: Session, user: User, kind: Kind, *, at: dt.datetime) -> None:
    """No more mails of this kind to the person, who is known by the signed link alone; twice changes nothing."""
    _mute(session, user, {*(user.muted or ()), switch(kind, Way.MAIL)}, by_id=None, at=at)


def _mute(
    session: Session, user: User, names: Collection[str], *, by_id: int | None, at: dt.datetime
) -> None:
    muted = sorted(names)
    if muted == sorted(user.muted or ()):
        return
    user.muted = muted or None
    session.flush()
    record_event(session, "choose_notices", f"user:{user.key}", by_id=by_id, at=at, detail={"muted": muted})

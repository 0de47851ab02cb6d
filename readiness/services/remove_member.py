"""Take a person out of a firm."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from readiness.assessment.permissions import OWNER, Person
from readiness.errors import InputError
from readiness.services.context import Services
from readiness.services.list_members import managed_firm
from readiness.services.make_user import new_uniquifier
from readiness.services.notify import notify
from readiness.store.events import record_event
from readiness.store.firms import count_other_owners, get_member
from readiness.store.notices import drop_notices
from readiness.store.tickets import end_sessions


def remove_member(
    services: Services, session: Session, firm_key: str, user_key: str, *, by: Person, at: dt.datetime
) -> None:
    """End the membership and the person's sessions at once, and drop what the person was told about the firm.

    InputError: last_owner for the one who must stay.
    """
    firm = managed_firm(session, firm_key, by=by)
    seat = get_member(session, firm, user_key, person=by)
    user = seat.user
    if seat.kind == OWNER and not count_other_owners(session, firm, seat):
        raise InputError("user", "last_owner")
    session.delete(seat)
    user.fs_uniquifier = new_uniquifier()
    end_sessions(session, user)
    session.flush()
    drop_notices(session, user, firm)
    notify(services, session, user, "member_removed", path="/firm/", at=at, firm=firm, by=by.name)
    record_event(session, "remove_member", f"firm:{firm.key}", by_id=by.id, at=at, detail={"user": user.key})

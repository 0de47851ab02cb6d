"""Take a person out of a firm."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from readiness.assessment.permissions import OWNER, Person
from readiness.errors import InputError
from readiness.services.context import Services
from readiness.services.list_members import managed_firm
from readiness.services.make_user import new_uniquifier
from readiness.services.queue_mail import queue_mail
from readiness.store.events import record_event
from readiness.store.firms import count_other_owners, get_member
from readiness.store.tickets import end_sessions


def remove_member(
    services: Services, session: Session, firm_key: str, user_key: str, *, by: Person, at: dt.datetime
) -> None:
    """End the membership and the person's sessions at once; the last owner stays (InputError: last_owner)."""
    firm = managed_firm(session, firm_key, by=by)
    seat = get_member(session, firm, user_key, person=by)
    user = seat.user
    if seat.kind == OWNER and not count_other_owners(session, firm, seat):
        raise InputError("user", "last_owner")
    session.delete(seat)
    user.fs_uniquifier = new_uniquifier()
    end_sessions(session, user)
    session.flush()
    queue_mail(
        session, "member_removed", to=user.email, language=user.language, at=at,
        person=user.name, firm=firm.name, by=by.name,
    )  # fmt: skip
    record_event(session, "remove_member", f"firm:{firm.key}", by_id=by.id, at=at, detail={"user": user.key})

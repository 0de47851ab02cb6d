"""Take a person out of a firm."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, Role, require
from readiness.errors import InputError, NotFoundError
from readiness.services.context import Services
from readiness.services.make_user import new_uniquifier
from readiness.store.events import record_event
from readiness.store.firms import find_member, get_firm, list_members
from readiness.store.people import get_user
from readiness.store.tickets import end_sessions


def remove_member(
    services: Services, session: Session, firm_key: str, user_key: str, *, by: Person, at: dt.datetime
) -> None:
    """End the membership and the person's sessions at once; the last owner stays (InputError: last_owner)."""
    firm = get_firm(session, firm_key, person=by)
    if by.role is Role.FIRM:
        require(by, Action.MANAGE_MEMBERS, firm_id=firm.id)
    else:
        require(by, Action.INVITE_FIRM)
    user = get_user(session, user_key, person=by)
    seat = find_member(session, firm, user)
    if seat is None:
        raise NotFoundError("no member of this firm")
    owners = [member for member in list_members(session, firm) if member.kind == "owner"]
    if owners == [seat]:
        raise InputError("user", "last_owner")
    session.delete(seat)
    user.fs_uniquifier = new_uniquifier()
    end_sessions(session, user)
    session.flush()
    record_event(session, "remove_member", f"firm:{firm.key}", by_id=by.id, at=at, detail={"user": user.key})

"""Hand a firm over: another member becomes its owner, the one who hands over an editor, in one step."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from readiness.assessment.permissions import EDITOR, OWNER, Action, Person, require
from readiness.errors import InputError
from readiness.services.context import Services
from readiness.services.notify import notify
from readiness.store.events import record_event
from readiness.store.firms import get_firm, get_member, list_members, lock_firm


def hand_over(
    services: Services, session: Session, firm_key: str, user_key: str, *, by: Person, at: dt.datetime
) -> None:
    """At no moment is the firm without an owner; sent again it changes nothing more.

    InputError: heir_inactive for somebody who cannot sign in, heir_self for oneself; NotFoundError for no member.
    """
    firm = get_firm(session, firm_key, person=by)
    lock_firm(session, firm)
    require(by, Action.MANAGE_MEMBERS, firm_id=firm.id)
    heir = get_member(session, firm, user_key, person=by)
    if heir.user_id == by.id:
        raise InputError("user", "heir_self")
    if not heir.user.active:
        raise InputError("user", "heir_inactive", person=heir.user.name)
    own = next(seat for seat in list_members(session, firm) if seat.user_id == by.id)
    new = heir.kind != OWNER
    heir.kind, heir.dimensions = OWNER, None
    own.kind, own.dimensions = EDITOR, None
    session.flush()
    if new:
        notify(services, session, heir.user, "made_owner", path="/firm/", at=at, firm=firm, by=by.name)
    for seat, kind in ((heir, OWNER), (own, EDITOR)):
        detail = {"user": seat.user.key, "kind": kind}
        record_event(session, "change_member", f"firm:{firm.key}", by_id=by.id, at=at, detail=detail)

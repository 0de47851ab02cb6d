"""Give a member of a firm another seat: hand ownership on, or take it back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy.orm import Session

from readiness.assessment.permissions import EDITOR, OWNER, Person
from readiness.errors import InputError
from readiness.services.context import Services
from readiness.services.list_members import managed_firm
from readiness.services.notify import notify
from readiness.store.events import record_event
from readiness.store.firms import count_other_owners, get_member


def change_member(
    services: Services,
    session: Session,
    firm_key: str,
    user_key: str,
    *,
    kind: str,
    by: Person,
    at: dt.datetime,
    dimensions: Sequence[str] | None = None,
) -> None:
    """Make the member an owner, or an editor of all or of these dimensions; another person is told.

    InputError: choice_invalid, last_owner; NotFoundError for somebody who is no member.
    """
    if kind not in (OWNER, EDITOR):
        raise InputError("kind", "choice_invalid")
    firm = managed_firm(session, firm_key, by=by)
    seat = get_member(session, firm, user_key, person=by)
    if kind == EDITOR and seat.kind == OWNER and not count_other_owners(session, firm, seat):
        raise InputError("kind", "last_owner")
    limit = sorted(dimensions) if dimensions and kind == EDITOR else None
    if (seat.kind, seat.dimensions) == (kind, limit):
        return
    seat.kind, seat.dimensions = kind, limit
    session.flush()
    user = seat.user
    if user.id != by.id:
        notify(services, session, user, f"made_{kind}", path="/firm/", at=at, firm=firm, by=by.name)
    detail = {"user": user.key, "kind": kind}
    record_event(session, "change_member", f"firm:{firm.key}", by_id=by.id, at=at, detail=detail)

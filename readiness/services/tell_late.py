"""Tell members whose day has passed that their part is open, and the owners who is late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from readiness.assessment.permissions import OWNER
from readiness.services.context import Services
from readiness.services.editing import local_day
from readiness.services.list_members import MemberPart, member_parts
from readiness.services.notice_details import BETWEEN
from readiness.services.notify import active, notify
from readiness.store.firms import list_members, list_overdue
from readiness.store.notices import list_told
from readiness.store.people import person_of
from readiness.store.rows import Firm, Membership

MORNING = 8
WEEK = 7
LONGEST = 4 * WEEK
"""Days after the day: told on the first, then weekly, then no more."""


def is_morning(services: Services, at: dt.datetime) -> bool:
    """True once the working day has begun where the service is: nobody is told of a day that passed at night."""
    return at.astimezone(ZoneInfo(services.settings.timezone)).hour >= MORNING


def find_late(services: Services, session: Session, *, at: dt.datetime) -> list[int]:
    """Ids of firms with members whose day has passed and who were not told this week."""
    today = local_day(services, at)
    seats = list_overdue(session, since=today - dt.timedelta(days=LONGEST), before=today)
    told = list_told(session, {_once(seat, today) for seat in seats})
    return sorted({seat.firm_id for seat in seats if (seat.user_id, _once(seat, today)) not in told})


def tell_late(services: Services, session: Session, firm_id: int, *, at: dt.datetime) -> None:
    """In one transaction: each late member with open questions, and if one was told now the owners.

    The same day again tells nobody anything.
    """
    today = local_day(services, at)
    seats = list_overdue(
        session, since=today - dt.timedelta(days=LONGEST), before=today, firm_ids=[firm_id], lock=True
    )
    if not seats:
        return
    firm = seats[0].firm
    parts = member_parts(services, session, firm, seats, by=person_of(seats[0].user), at=at)
    late = [seat for seat in seats if seat.user_id in parts and parts[seat.user_id].late]
    new = sum(_tell(services, session, seat, parts[seat.user_id], today, at=at) for seat in late)
    if new:
        _tell_owners(services, session, firm, late, today, at=at)


def _tell(
    services: Services,
    session: Session,
    seat: Membership,
    part: MemberPart,
    today: dt.date,
    *,
    at: dt.datetime,
) -> bool:
    day = seat.due_on.isoformat() if seat.due_on else ""
    return notify(
        services, session, seat.user, "late", path=f"/assessments/{part.assessment}", at=at, firm=seat.firm,
        once=_once(seat, today), day=day, left=str(part.left),
    )  # fmt: skip


def _tell_owners(
    services: Services,
    session: Session,
    firm: Firm,
    late: Sequence[Membership],
    today: dt.date,
    *,
    at: dt.datetime,
) -> None:
    owners = active(seat.user for seat in list_members(session, firm) if seat.kind == OWNER)
    for owner in owners:
        names = [seat.user.name for seat in late if seat.user_id != owner.id]
        if names:
            notify(
                services, session, owner, "late_team", path=f"/firm/{firm.key}/members", at=at, firm=firm,
                once=f"late_team {firm.key} {today}", people=BETWEEN.join(names),
            )  # fmt: skip


def _once(seat: Membership, today: dt.date) -> str:
    """Another word each week after the day."""
    weeks = (today - seat.due_on).days // WEEK if seat.due_on else 0
    return f"late {seat.id} {seat.due_on} {weeks}"

"""The people of a firm and those invited, as its owners see them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, Role, may, require
from readiness.services.context import Services
from readiness.services.editing import local_day
from readiness.services.get_task_list import get_task_list
from readiness.store import firms
from readiness.store.assessments import find_present
from readiness.store.rows import Firm, Invitation, Membership
from readiness.store.tickets import list_asked, list_invitations


@dataclass(frozen=True)
class MemberPart:
    """How far a member's dimensions are in the firm's present assessment (its key); `late`: past the member's day."""

    assessment: str
    answered: int
    asked: int
    late: bool

    @property
    def left(self) -> int:
        """Questions still open."""
        return self.asked - self.answered


@dataclass(frozen=True)
class FirmPeople:
    """A firm with its members in order of joining and the invitations that are still good; `asked`: others whose
    bearers want a new one; `parts` by user id, for the firm's owners only and while an assessment is open."""

    firm: Firm
    members: Sequence[Membership]
    invitations: Sequence[Invitation]
    asked: Sequence[Invitation]
    parts: Mapping[int, MemberPart]

    @property
    def owners(self) -> int:
        """How many owners can sign in."""
        return sum(member.kind == "owner" and member.user.active for member in self.members)


def managed_firm(session: Session, firm_key: str, *, by: Person) -> Firm:
    """The firm whose people this person may manage: an owner of it, or the office; else 404 or 403."""
    firm = firms.get_firm(session, firm_key, person=by)
    if by.role is Role.FIRM:
        require(by, Action.MANAGE_MEMBERS, firm_id=firm.id)
    else:
        require(by, Action.INVITE_FIRM)
    return firm


def list_members(
    services: Services, session: Session, firm_key: str, *, by: Person, at: dt.datetime
) -> FirmPeople:
    """The people of one firm."""
    firm = managed_firm(session, firm_key, by=by)
    members = firms.list_members(session, firm)
    parts = member_parts(services, session, firm, members, by=by, at=at)
    return FirmPeople(firm, members, list_invitations(session, firm, at=at), list_asked(session, firm), parts)


def member_parts(
    services: Services,
    session: Session,
    firm: Firm,
    members: Sequence[Membership],
    *,
    by: Person,
    at: dt.datetime,
) -> dict[int, MemberPart]:
    """User id → how far the member's dimensions are; empty where nothing can be filled in now."""
    present = find_present(session, firm, person=by) if by.role is Role.FIRM else None
    if present is None:
        return {}
    tasks = get_task_list(services, session, present.key, by=by).dimensions
    today = local_day(services, at)
    found = {}
    for seat in members:
        own = [task for task in tasks if seat.dimensions is None or task.code in seat.dimensions]
        answered, asked = sum(task.answered for task in own), sum(task.asked for task in own)
        late = seat.due_on is not None and seat.due_on < today and answered < asked
        found[seat.user_id] = MemberPart(present.key, answered, asked, late)
    return found


def list_own_firms(services: Services, session: Session, *, by: Person) -> list[Firm]:
    """The firms whose people this member may manage."""
    if by.role is not Role.FIRM:
        return []
    seen = firms.list_firms(session, person=by, limit=len(by.firms) + 1)
    return [firm for firm in seen if may(by, Action.MANAGE_MEMBERS, firm_id=firm.id)]

"""The people of a firm and those invited, as its owners see them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, Role, may, require
from readiness.services.context import Services
from readiness.store import firms
from readiness.store.rows import Firm, Invitation, Membership
from readiness.store.tickets import list_invitations


@dataclass(frozen=True)
class FirmPeople:
    """A firm with its members in order of joining and the invitations that are still good."""

    firm: Firm
    members: Sequence[Membership]
    invitations: Sequence[Invitation]

    @property
    def owners(self) -> int:
        """How many members are owners; there is always one."""
        return sum(member.kind == "owner" for member in self.members)


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
    return FirmPeople(firm, firms.list_members(session, firm), list_invitations(session, firm, at=at))


def list_own_firms(services: Services, session: Session, *, by: Person) -> list[Firm]:
    """The firms whose people this member may manage."""
    if by.role is not Role.FIRM:
        return []
    seen = firms.list_firms(session, person=by, limit=len(by.firms) + 1)
    return [firm for firm in seen if may(by, Action.MANAGE_MEMBERS, firm_id=firm.id)]

"""What the bearer of an invitation code may see of it: while it is good, and afterwards."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass

from sqlalchemy.orm import Session

from readiness.assessment.permissions import OWNER, Person, Role
from readiness.store.people import find_user_by_id
from readiness.store.rows import Invitation
from readiness.store.tickets import find_any_invitation


class InvitationState(enum.StrEnum):
    """Open: works now. The others never work again."""

    OPEN = "open"
    USED = "used"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class InvitationView:
    """What stands in the letter, and no more: who used a code is never told, and of a withdrawn one neither firm nor
    person (''). `sent_to` is '' or an address with most of its name hidden: the bearer may be somebody else.
    `gains` is False where the signed-in person has the seat already; `staff` for people of the cluster, who get none.
    """

    state: InvitationState
    firm_name: str
    kind: str
    by_name: str
    by_office: bool
    sent_to: str
    expires_at: dt.datetime
    asked_at: dt.datetime | None
    other_address: bool
    gains: bool
    staff: bool


def view_invitation(
    session: Session, code: str, *, at: dt.datetime, person: Person | None = None
) -> InvitationView | None:
    """The invitation behind a code as the signed-in `person` or a visitor sees it, None for an unknown code."""
    found = find_any_invitation(session, code)
    if found is None:
        return None
    state = state_of(found, at=at)
    inviter = find_user_by_id(session, found.created_by)
    shown = state is not InvitationState.WITHDRAWN
    return InvitationView(
        state=state,
        firm_name=found.firm.name if shown else "",
        kind=found.kind,
        by_name=inviter.name if inviter is not None and shown else "",
        by_office=inviter is None or inviter.role != Role.FIRM,
        sent_to=masked(found.email),
        expires_at=found.expires_at,
        asked_at=found.asked_at,
        other_address=bool(found.email) and person is not None and person.email != found.email,
        gains=person is None or _gains(found, person),
        staff=person is not None and person.role is not Role.FIRM,
    )


def state_of(invitation: Invitation, *, at: dt.datetime) -> InvitationState:
    """What became of it; used stands before all, since a used code was good."""
    if invitation.used_at is not None:
        return InvitationState.USED
    if invitation.withdrawn_at is not None:
        return InvitationState.WITHDRAWN
    return InvitationState.OPEN if invitation.expires_at > at else InvitationState.EXPIRED


def masked(email: str) -> str:
    """'w•••@mill.example': enough to know one's own address again, too little to learn another's."""
    name, _, host = email.partition("@")
    return f"{name[:1]}•••@{host}" if host else ""


def _gains(invitation: Invitation, person: Person) -> bool:
    """False where the person's seat in the firm allows all that the invitation would."""
    seat = person.firms.get(invitation.firm_id)
    if seat is None or (invitation.kind == OWNER and seat.kind != OWNER):
        return True
    if seat.kind == OWNER or seat.dimensions is None:
        return False
    return invitation.dimensions is None or not seat.dimensions.issuperset(invitation.dimensions)

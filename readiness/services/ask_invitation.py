"""Ask for another invitation in place of one that works no more: one button, and who can invite hears it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Person, Role
from readiness.errors import InputError
from readiness.services.context import Services
from readiness.services.queue_mail import queue_mail
from readiness.services.tell_owners import owners_of
from readiness.services.view_invitation import InvitationState, state_of
from readiness.store.events import record_event
from readiness.store.people import find_user_by_id, list_office
from readiness.store.rounds import find_round_key
from readiness.store.rows import Invitation, User
from readiness.store.tickets import find_any_invitation

PAUSE = dt.timedelta(days=1)


def ask_invitation(
    services: Services, session: Session, code: str, *, by: Person | None, at: dt.datetime
) -> None:
    """Tell who invited, or who can now; once a day for each code, and nothing while the code is good.

    InputError('code', 'invitation_invalid') for an unknown code: only who was given one can ask.
    """
    found = find_any_invitation(session, code)
    if found is None:
        raise InputError("code", "invitation_invalid")
    if state_of(found, at=at) is InvitationState.OPEN or (found.asked_at and found.asked_at > at - PAUSE):
        return
    found.asked_at = at
    for user in _hearers(session, found):
        queue_mail(
            session, "invitation_asked", to=user.email, language=user.language, at=at,
            firm=found.firm.name, email=found.email, person=by.name if by else "",
            day=found.created_at.date().isoformat(), link=services.link(_page(session, found, user)),
        )  # fmt: skip
    record_event(session, "ask_invitation", f"firm:{found.firm.key}", by_id=by.id if by else None, at=at)


def _hearers(session: Session, invitation: Invitation) -> Sequence[User]:
    """Who invited, while that person may; else the firm's owners; else the office."""
    owners, inviter = owners_of(invitation.firm), find_user_by_id(session, invitation.created_by)
    if inviter is None or inviter.role == Role.FIRM:
        return [inviter] if inviter in owners else owners or list_office(session, invitation.firm.city)
    office = list_office(session, invitation.firm.city)
    return [inviter] if inviter in office else office


def _page(session: Session, invitation: Invitation, user: User) -> str:
    """Where this person invites."""
    firm = invitation.firm
    if user.role == Role.FIRM:
        return f"/firm/{firm.key}/members"
    round_key = find_round_key(session, invitation.round_id)
    return f"/office/rounds/{round_key}/firms/{firm.key}" if round_key else "/office/"

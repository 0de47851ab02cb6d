"""Take an invitation back before anybody used it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Person
from readiness.services.context import Services
from readiness.services.list_members import managed_firm
from readiness.store.events import record_event
from readiness.store.tickets import get_invitation


def withdraw_invitation(
    services: Services, session: Session, firm_key: str, invitation_key: str, *, by: Person, at: dt.datetime
) -> None:
    """From now on the code is as good as out of date; NotFoundError when it was used, is old or another firm's."""
    firm = managed_firm(session, firm_key, by=by)
    invitation = get_invitation(session, firm, invitation_key, at=at)
    invitation.expires_at = invitation.withdrawn_at = at
    record_event(
        session,
        "withdraw_invitation",
        f"firm:{firm.key}",
        by_id=by.id,
        at=at,
        detail={"kind": invitation.kind},
    )

"""Tell the owners of a firm about one of its assessments."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from readiness.assessment.permissions import OWNER
from readiness.services.context import Services
from readiness.services.notify import active, notify
from readiness.store.firms import list_members
from readiness.store.rows import Assessment


def tell_of_assessment(
    services: Services,
    session: Session,
    assessment: Assessment,
    message: str,
    *,
    at: dt.datetime,
    page: str = "",
    **details: str,
) -> None:
    """Each owner of the firm who can sign in hears it; `page` is the part of the assessment's address after its key."""
    seats = list_members(session, assessment.firm)
    for user in active(seat.user for seat in seats if seat.kind == OWNER):
        notify(
            services, session, user, message, path=f"/assessments/{assessment.key}{page}", at=at,
            firm=assessment.firm, by_mail=True, round=assessment.round.name, **details,
        )  # fmt: skip

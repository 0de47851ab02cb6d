"""The office agrees that a registered firm is who it says."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, require
from readiness.services.context import Services
from readiness.store.events import record_event
from readiness.store.firms import get_firm


def confirm_firm(services: Services, session: Session, firm_key: str, *, by: Person, at: dt.datetime) -> None:
    """From now on the firm can be ranked; twice changes nothing."""
    require(by, Action.CONFIRM_FIRM)
    firm = get_firm(session, firm_key, person=by)
    if firm.confirmed_at is None:
        firm.confirmed_at = at
        record_event(session, "confirm_firm", f"firm:{firm.key}", by_id=by.id, at=at)

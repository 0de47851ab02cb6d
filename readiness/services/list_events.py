"""The log of events, and whether its chain holds."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, require
from readiness.services.context import Services
from readiness.store import events
from readiness.store.rows import Event


def list_events(
    services: Services, session: Session, *, by: Person, subject: str = "", before: int = 0, limit: int = 100
) -> Sequence[Event]:
    """Events, newest first, from before the id `before` on; of one subject ('kind:key') or of all."""
    require(by, Action.VIEW_EVENTS)
    return events.list_events(session, subject, before=before, limit=limit)


def verify_events(session: Session) -> int | None:
    """The id of the first event that was changed behind the program's back, None when all hold."""
    return events.find_broken_event(session)

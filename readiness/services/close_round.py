"""Close a round: no new submissions; what was submitted is verified to the end."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, require, require_everywhere
from readiness.errors import TransitionError
from readiness.services.context import Services
from readiness.store.events import record_event
from readiness.store.rounds import get_round


def close_round(services: Services, session: Session, round_key: str, *, by: Person, at: dt.datetime) -> None:
    """TransitionError when the round is not open; returned assessments may still be put right.

    ForbiddenError for an officer of one city: a round is everybody's.
    """
    require(by, Action.CLOSE_ROUND)
    require_everywhere(by)
    round_ = get_round(session, round_key, person=by, lock=True)
    if round_.state != "open":
        raise TransitionError("close", round_.state)
    round_.state = "closed"
    record_event(session, "close_round", f"round:{round_.key}", by_id=by.id, at=at)

"""Look at all rounds for peer figures that have become due."""

from __future__ import annotations

import datetime as dt
import logging

from sqlalchemy.orm import Session

from readiness.errors import ReadinessError
from readiness.services.context import Services
from readiness.services.snapshot_peers import snapshot_peers
from readiness.store.rounds import list_counted_rounds


def refresh_peers(services: Services, session: Session, *, at: dt.datetime) -> int:
    """How many rounds got new figures; a round whose questionnaire is gone does not keep the others waiting."""
    made = 0
    for round_ in list_counted_rounds(session):
        try:
            made += snapshot_peers(services, session, round_, at=at) is not None
        except ReadinessError:
            logging.getLogger(__name__).exception("no peer figures of round %s", round_.key)
    return made

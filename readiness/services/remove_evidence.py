"""Take a file away from an answer."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person
from readiness.assessment.states import Step
from readiness.services.context import Services
from readiness.services.count_evidence import count_changed
from readiness.services.editing import hold, local_day, require_dimensions
from readiness.store.events import record_event
from readiness.store.evidence import get_evidence


def remove_evidence(
    services: Services,
    session: Session,
    evidence_key: str,
    *,
    by: Person,
    at: dt.datetime,
    assessment_key: str = "",
) -> None:
    """The answer no longer has it, others that it supports keep it; the row tells who removed it and when.
    NotFoundError where the address names another assessment."""
    row, assessment = get_evidence(session, evidence_key, person=by, assessment_key=assessment_key)
    held = hold(services, session, assessment.key, Action.REMOVE_EVIDENCE, Step.SAVE, by=by, at=at)
    require_dimensions(held, {row.code}, by=by)
    row, _ = get_evidence(
        session, evidence_key, person=by
    )  # again: it may be gone since the lock was asked for
    row.removed_by, row.removed_at = by.id, at
    session.flush()
    count_changed(session, held, [row.code], on=local_day(services, at))
    record_event(session, "remove_evidence", f"evidence:{row.key}", by_id=by.id, at=at)

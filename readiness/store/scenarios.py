"""Scenarios that a firm kept of an assessment; the assessment always comes from a scoped query."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from readiness.assessment.permissions import Person
from readiness.errors import NotFoundError
from readiness.store.rows import Assessment, ScenarioRow


def add_scenario(
    session: Session,
    assessment: Assessment,
    name: str,
    document: Mapping[str, Any],
    *,
    by: Person,
    at: dt.datetime,
) -> ScenarioRow:
    """A new one; IntegrityError where the name is taken (ask `list_scenarios` first, with the assessment locked)."""
    row = ScenarioRow(
        assessment_id=assessment.id,
        name=name,
        document=dict(document),
        by_id=by.id,
        created_at=at,
        changed_at=at,
    )
    session.add(row)
    session.flush()
    return row


def list_scenarios(session: Session, assessment: Assessment) -> Sequence[ScenarioRow]:
    """All, oldest first, with their authors."""
    query = sa.select(ScenarioRow).where(ScenarioRow.assessment_id == assessment.id)
    return session.scalars(query.order_by(ScenarioRow.id).options(joinedload(ScenarioRow.by))).all()


def get_scenario(session: Session, assessment: Assessment, key: str) -> ScenarioRow:
    """One of them, else NotFoundError."""
    found = next((row for row in list_scenarios(session, assessment) if row.key == key), None)
    if found is None:
        raise NotFoundError(f"no scenario {key!r} of this assessment")
    return found

"""How far a round is."""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from readiness.assessment.permissions import Person
from readiness.store.rows import Assessment, Firm, Round
from readiness.store.scope import assessments_for


class ProgressCount(NamedTuple):
    """How many firms of a round share city, sub-sector ('' before a profile) and state; `begun`: saved once."""

    city: str
    sub_sector: str
    state: str
    begun: bool
    firms: int


def count_progress(session: Session, round_: Round, *, person: Person) -> list[ProgressCount]:
    """One query, whatever the number of firms."""
    begun = Assessment.revision > 0
    query = (
        sa.select(Firm.city, Firm.sub_sector, Assessment.state, begun, sa.func.count())
        .join(Firm, Firm.id == Assessment.firm_id)
        .where(Assessment.round_id == round_.id, assessments_for(person))
        .group_by(Firm.city, Firm.sub_sector, Assessment.state, begun)
    )
    return [ProgressCount(r[0], r[1], r[2], bool(r[3]), r[4]) for r in session.execute(query)]


def firms_in_round(session: Session, round_: Round) -> set[int]:
    """Ids of the firms that have an assessment in the round."""
    return set(session.scalars(sa.select(Assessment.firm_id).where(Assessment.round_id == round_.id)))

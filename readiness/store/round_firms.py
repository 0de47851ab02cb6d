"""The firms of the office beside their assessment in one round."""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from readiness.assessment.permissions import Person
from readiness.store.rows import Assessment, Firm, Round
from readiness.store.scope import firms_for

OUTSIDE = "outside"
NOT_STARTED = "not_started"
DRAFT = "draft"


class FirmInRound(NamedTuple):
    """A firm with its assessment in the round (sheet loaded), None where it has none."""

    firm: Firm
    assessment: Assessment | None


def list_round_firms(
    session: Session,
    round_: Round,
    *,
    person: Person,
    search: str = "",
    stage: str = "",
    unconfirmed: bool = False,
    after: int = 0,
    limit: int = 50,
) -> list[FirmInRound]:
    """Firms by id from after `after` on; `stage` is a state, 'not_started' (nothing saved yet) or 'outside'."""
    own = (Assessment.firm_id == Firm.id) & (Assessment.round_id == round_.id)
    query = (
        sa.select(Firm, Assessment)
        .outerjoin(Assessment, own)
        .where(firms_for(person), Firm.id > after)
        .order_by(Firm.id)
        .limit(limit)
        .options(joinedload(Assessment.sheet))
    )
    if search:
        named = Firm.name.contains(search, autoescape=True)
        query = query.where(named | Firm.credit_code.startswith(search.upper(), autoescape=True))
    if stage:
        query = query.where(_at(stage))
    if unconfirmed:
        query = query.where(Firm.confirmed_at.is_(None))
    return [FirmInRound(row[0], row[1]) for row in session.execute(query)]


def _at(stage: str) -> sa.ColumnElement[bool]:
    if stage == OUTSIDE:
        return Assessment.id.is_(None)
    if stage == NOT_STARTED:
        return (Assessment.state == DRAFT) & (Assessment.revision == 0)
    begun = Assessment.revision > 0 if stage == DRAFT else sa.true()
    return (Assessment.state == stage) & begun

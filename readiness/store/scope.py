"""Which firms and assessments a person can see at all; every query on firm data is narrowed by one of these."""

from __future__ import annotations

import sqlalchemy as sa

from readiness.assessment.permissions import Person, Role
from readiness.store.rows import Assessment, Assignment, Firm


def firms_for(person: Person) -> sa.ColumnElement[bool]:
    """Condition on Firm: one's own; assigned ones; those of the officer's city, or all without a city."""
    match person.role:
        case Role.FIRM:
            return Firm.id.in_(person.firms)
        case Role.CONSULTANT:
            assigned = (
                sa.select(Assessment.firm_id).join(Assignment).where(Assignment.consultant_id == person.id)
            )
            return Firm.id.in_(assigned)
        case Role.OFFICER if person.city:
            return Firm.city == person.city
        case Role.OFFICER | Role.ADMINISTRATOR:
            return sa.true()


def assessments_for(person: Person) -> sa.ColumnElement[bool]:
    """Condition on Assessment; a consultant sees the assigned ones only, not a firm's other years."""
    match person.role:
        case Role.FIRM:
            return Assessment.firm_id.in_(person.firms)
        case Role.CONSULTANT:
            assigned = sa.select(Assignment.assessment_id).where(Assignment.consultant_id == person.id)
            return Assessment.id.in_(assigned)
        case Role.OFFICER if person.city:
            return Assessment.firm_id.in_(sa.select(Firm.id).where(Firm.city == person.city))
        case Role.OFFICER | Role.ADMINISTRATOR:
            return sa.true()

"""The rounds, as the office sees them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, require
from readiness.services.context import Services
from readiness.store import rounds
from readiness.store.rows import Round


def list_rounds(services: Services, session: Session, *, by: Person) -> Sequence[Round]:
    """Newest first, practice rounds last."""
    require(by, Action.LIST_ROUNDS)
    return rounds.list_rounds(session, person=by)

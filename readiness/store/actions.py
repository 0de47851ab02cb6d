"""The actions of a firm's plan."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from readiness.assessment.permissions import Person
from readiness.errors import NotFoundError
from readiness.store.rows import Assessment, Firm, FirmAction
from readiness.store.scope import firms_for

WITH = (
    joinedload(FirmAction.owner),
    joinedload(FirmAction.by),
    joinedload(FirmAction.changed_by),
    joinedload(FirmAction.assessment).joinedload(Assessment.round),
    joinedload(FirmAction.assessment).joinedload(Assessment.sheet),
    joinedload(FirmAction.answered).joinedload(Assessment.round),
)


def lock_firm(session: Session, key: str, *, person: Person) -> Firm:
    """The firm if the person can see it, else NotFoundError; who else changes its plan waits for this transaction."""
    query = sa.select(Firm).where(Firm.key == key, firms_for(person)).with_for_update()
    found = session.scalar(query)
    if found is None:
        raise NotFoundError(f"no firm {key!r} for this person")
    return found


def list_actions(session: Session, firm: Firm) -> Sequence[FirmAction]:
    """All actions of a firm that came from a scoped query: by day, those without one last."""
    query = sa.select(FirmAction).where(FirmAction.firm_id == firm.id).options(*WITH)
    order = (FirmAction.due_on.is_(None), FirmAction.due_on, FirmAction.question, FirmAction.id)
    return session.scalars(query.order_by(*order)).all()


def list_waiting(session: Session, firm: Firm) -> Sequence[FirmAction]:
    """Those that are done and whose answer is given nowhere yet, by question."""
    query = sa.select(FirmAction).where(
        FirmAction.firm_id == firm.id,
        FirmAction.state == "done",
        FirmAction.question != "",
        FirmAction.answered_id.is_(None),
    )
    loaded = joinedload(FirmAction.assessment).joinedload(Assessment.round)
    return session.scalars(query.options(loaded).order_by(FirmAction.question, FirmAction.id)).all()


def get_action(session: Session, firm: Firm, key: str, *, lock: bool = False) -> FirmAction:
    """One action of a firm that came from a scoped query, else NotFoundError; `lock` as of assessments."""
    query = sa.select(FirmAction).where(FirmAction.firm_id == firm.id, FirmAction.key == key)
    if lock:
        query = query.with_for_update(of=FirmAction).execution_options(populate_existing=True)
    found = session.scalar(query.options(*WITH))
    if found is None:
        raise NotFoundError(f"no action {key!r} of this firm")
    return found


def add_action(session: Session, row: FirmAction) -> FirmAction:
    """Keep a new one."""
    session.add(row)
    session.flush()
    return row


def find_sent(session: Session, firm: Firm, sending: str) -> FirmAction | None:
    """The action of the firm that came with this sending."""
    query = sa.select(FirmAction).where(FirmAction.firm_id == firm.id, FirmAction.sending == sending)
    return session.scalars(query.options(*WITH)).first() if sending else None

"""Results that were issued, each with its locked copy."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, contains_eager, defer, joinedload

from readiness.assessment.permissions import Person
from readiness.errors import NotFoundError
from readiness.store.rows import Assessment, IssuedResult, Round
from readiness.store.scope import assessments_for


def add_issued(session: Session, row: IssuedResult) -> None:
    """Keep it for ever."""
    session.add(row)
    session.flush()


def list_issued(session: Session, assessment: Assessment) -> Sequence[IssuedResult]:
    """All of an assessment that came from a scoped query, newest first, with who issued them, without the copies."""
    query = sa.select(IssuedResult).where(IssuedResult.assessment_id == assessment.id)
    query = query.order_by(IssuedResult.id.desc())
    return session.scalars(query.options(joinedload(IssuedResult.by), defer(IssuedResult.document))).all()


def get_issued(session: Session, key: str, *, person: Person, assessment_key: str) -> IssuedResult:
    """One with its copy, its assessment, firm and round, if the person can see that assessment; else NotFoundError."""
    query = (
        sa.select(IssuedResult)
        .join(IssuedResult.assessment)
        .where(IssuedResult.key == key, Assessment.key == assessment_key, assessments_for(person))
    )
    known = contains_eager(IssuedResult.assessment)
    found = session.scalar(
        query.options(
            joinedload(IssuedResult.by), known.joinedload(Assessment.firm), known.joinedload(Assessment.round)
        )
    )
    if found is None:
        raise NotFoundError(f"no issued result {key!r} of {assessment_key!r} for this person")
    return found


def find_newest(session: Session, assessment: Assessment) -> IssuedResult | None:
    """The newest one of an assessment that came from a scoped query, without its copy."""
    query = sa.select(IssuedResult).where(IssuedResult.assessment_id == assessment.id)
    query = query.order_by(IssuedResult.id.desc()).limit(1)
    return session.scalar(query.options(defer(IssuedResult.document)))


def find_by_digest(session: Session, number: str, digits: str) -> tuple[IssuedResult, int] | None:
    """The one of that number whose digest begins with these digits, with its assessment, and the id of the newest of
    that assessment; whoever asks. Practice rounds are left out."""
    any_one = aliased(IssuedResult)
    newest = sa.select(sa.func.max(any_one.id)).where(any_one.assessment_id == Assessment.id)
    query = (
        sa.select(IssuedResult, newest.scalar_subquery())
        .join(IssuedResult.assessment)
        .join(Assessment.round)
        .where(IssuedResult.number == number, IssuedResult.digest.startswith(digits, autoescape=True))
        .where(Round.practice.is_(False))
        .options(contains_eager(IssuedResult.assessment), defer(IssuedResult.document))
    )
    found = session.execute(query).first()
    return (found[0], found[1]) if found else None

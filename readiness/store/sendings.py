"""What an earlier arrival of the same sending has stored, for answers and verdicts alike."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session

from readiness.store.rows import AnswerRow, Assessment, VerdictRow

Kept = type[AnswerRow] | type[VerdictRow]


def find_sent(session: Session, kind: Kept, assessment: Assessment, sending: str) -> int | None:
    """The revision that this sending has made, None where it has stored nothing."""
    query = sa.select(kind.revision).where(kind.assessment_id == assessment.id, kind.client_id == sending)
    return session.scalar(query.limit(1))


def revisions_until(
    session: Session, kind: Kept, assessment: Assessment, codes: Collection[str], revision: int
) -> dict[str, int]:
    """Code → its latest revision up to this one; codes without any are left out."""
    query = (
        sa.select(kind.code, sa.func.max(kind.revision))
        .where(kind.assessment_id == assessment.id, kind.code.in_(codes), kind.revision <= revision)
        .group_by(kind.code)
    )
    return dict(session.execute(query).all())

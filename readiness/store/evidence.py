"""Evidence: what was attached to which answer, and where its bytes are."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from readiness.assessment.permissions import Person
from readiness.errors import NotFoundError
from readiness.store.rows import Assessment, Evidence
from readiness.store.scope import assessments_for


def get_evidence(
    session: Session, key: str, *, person: Person, assessment_key: str = ""
) -> tuple[Evidence, Assessment]:
    """A file that was not removed, with its assessment, if the person can see that and it is the one that the address
    names ('' where it names none); else NotFoundError."""
    query = sa.select(Evidence, Assessment).join(Assessment, Assessment.id == Evidence.assessment_id)
    query = query.where(Evidence.key == key, Evidence.removed_at.is_(None), assessments_for(person))
    row = session.execute(query.options(joinedload(Assessment.sheet, innerjoin=True))).first()
    if row is None or assessment_key not in ("", row[1].key):
        raise NotFoundError(f"no evidence {key!r} for this person")
    return row[0], row[1]


def list_evidence(session: Session, assessment: Assessment, codes: Sequence[str] = ()) -> Sequence[Evidence]:
    """The files of an assessment that were not removed, oldest first; all codes, or those named."""
    query = sa.select(Evidence).where(Evidence.assessment_id == assessment.id, Evidence.removed_at.is_(None))
    if codes:
        query = query.where(Evidence.code.in_(codes))
    return session.scalars(query.order_by(Evidence.id)).all()

"""Evidence: what was attached to which answer, and where its bytes are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from readiness.assessment.permissions import Person
from readiness.errors import NotFoundError
from readiness.store.rows import Assessment, Evidence, EvidenceFile
from readiness.store.scope import assessments_for

_ATTACHED = Evidence.removed_at.is_(None)


def get_evidence(
    session: Session, key: str, *, person: Person, assessment_key: str = ""
) -> tuple[Evidence, Assessment]:
    """A file that was not removed, with its assessment, if the person can see that and it is the one that the address
    names ('' where it names none); else NotFoundError."""
    query = sa.select(Evidence, Assessment).join(Assessment, Assessment.id == Evidence.assessment_id)
    query = query.where(Evidence.key == key, _ATTACHED, assessments_for(person))
    row = session.execute(query.options(joinedload(Assessment.sheet, innerjoin=True))).first()
    if row is None or assessment_key not in ("", row[1].key):
        raise NotFoundError(f"no evidence {key!r} for this person")
    return row[0], row[1]


def list_evidence(session: Session, assessment: Assessment, codes: Sequence[str] = ()) -> Sequence[Evidence]:
    """The files of an assessment that were not removed, oldest first; all codes, or those named."""
    query = sa.select(Evidence).where(Evidence.assessment_id == assessment.id, _ATTACHED)
    if codes:
        query = query.where(Evidence.code.in_(codes))
    query = query.options(joinedload(Evidence.file).joinedload(EvidenceFile.by))
    return session.scalars(query.order_by(Evidence.id)).all()


def list_ever_attached(session: Session, assessment: Assessment, codes: Sequence[str]) -> Sequence[Evidence]:
    """Everything that was ever attached to these answers, also what was removed, oldest first."""
    query = sa.select(Evidence).where(Evidence.assessment_id == assessment.id, Evidence.code.in_(codes))
    return session.scalars(query.order_by(Evidence.id)).all()


def find_same(session: Session, assessment: Assessment, sha256: str) -> EvidenceFile | None:
    """A file of the assessment with this content that is attached somewhere now; its bytes are surely there."""
    query = sa.select(EvidenceFile).join(Evidence, Evidence.file_id == EvidenceFile.id)
    query = query.where(EvidenceFile.assessment_id == assessment.id, EvidenceFile.sha256 == sha256, _ATTACHED)
    return session.scalars(query.order_by(EvidenceFile.id).limit(1)).first()


def list_uses(session: Session, file: EvidenceFile) -> Sequence[str]:
    """Codes of the answers that the file supports now."""
    query = sa.select(Evidence.code).where(Evidence.file_id == file.id, _ATTACHED)
    return session.scalars(query.order_by(Evidence.id)).all()


def list_expiring(
    session: Session, *, since: dt.date, until: dt.date, states: Sequence[str], ids: Sequence[int] = ()
) -> Sequence[tuple[Assessment, Evidence]]:
    """Files whose last good day lies in [since, until], with their assessments in these states; of these ids, or of
    all."""
    query = (
        sa.select(Assessment, Evidence)
        .join(Evidence, Evidence.assessment_id == Assessment.id)
        .join(EvidenceFile, EvidenceFile.id == Evidence.file_id)
        .where(Assessment.state.in_(states), EvidenceFile.valid_until.between(since, until), _ATTACHED)
        .options(joinedload(Assessment.round), joinedload(Assessment.firm))
        .order_by(Assessment.id, Evidence.id)
    )
    if ids:
        query = query.where(Assessment.id.in_(ids))
    return [(row[0], row[1]) for row in session.execute(query)]


def list_lapsed(
    session: Session, *, on: dt.date, states: Sequence[str]
) -> Sequence[tuple[Assessment, list[str]]]:
    """Assessments in these states with the codes of answers that have a file whose last good day is before that day."""
    query = (
        sa.select(Assessment, Evidence.code)
        .join(Evidence, Evidence.assessment_id == Assessment.id)
        .join(EvidenceFile, EvidenceFile.id == Evidence.file_id)
        .where(Assessment.state.in_(states), EvidenceFile.valid_until < on, _ATTACHED)
        .options(joinedload(Assessment.round), joinedload(Assessment.sheet))
        .order_by(Assessment.id, Evidence.code)
    )
    found: dict[Assessment, list[str]] = {}
    for assessment, code in session.execute(query):
        codes = found.setdefault(assessment, [])
        if code not in codes:
            codes.append(code)
    return list(found.items())

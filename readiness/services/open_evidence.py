"""Read a file that supports an answer."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, agreed, require
from readiness.errors import ForbiddenError
from readiness.services.context import Services
from readiness.store.evidence import get_evidence


@dataclass(frozen=True)
class EvidenceFile:
    """To be sent as an attachment under `name`, never shown inside a page."""

    name: str
    media_type: str
    content: bytes


def open_evidence(
    services: Services, session: Session, evidence_key: str, *, by: Person, assessment_key: str = ""
) -> EvidenceFile:
    """The file for those who see the assessment; for the office only with the firm's consent. NotFoundError where the
    address names another assessment."""
    row, assessment = get_evidence(session, evidence_key, person=by, assessment_key=assessment_key)
    require(by, Action.VIEW_EVIDENCE)
    if not agreed(by, Action.VIEW_EVIDENCE, assessment.consent):
        raise ForbiddenError("the firm has not agreed to share its evidence")
    return EvidenceFile(row.name, row.media_type, services.files.get(row.path))

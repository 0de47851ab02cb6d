"""Read a file that supports an answer."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, agreed, require
from readiness.errors import ForbiddenError, NotFoundError
from readiness.services.context import Services
from readiness.services.redraw_picture import PREVIEW_TYPE
from readiness.store.evidence import get_evidence
from readiness.store.rows import EvidenceFile


@dataclass(frozen=True)
class OpenedFile:
    """To be sent under `name`: a file of somebody only as an attachment, a preview, which we drew ourselves, also in
    a page."""

    name: str
    media_type: str
    content: bytes


def open_evidence(
    services: Services, session: Session, evidence_key: str, *, by: Person, assessment_key: str = ""
) -> OpenedFile:
    """The file for those who see the assessment; for the office only with the firm's consent. NotFoundError where the
    address names another assessment."""
    file = _find(session, evidence_key, by=by, assessment_key=assessment_key)
    return OpenedFile(file.name, file.media_type, services.files.get(file.path))


def open_preview(
    services: Services, session: Session, evidence_key: str, *, by: Person, assessment_key: str = ""
) -> OpenedFile:
    """The small picture of a file, for the same people; NotFoundError for a file without one."""
    file = _find(session, evidence_key, by=by, assessment_key=assessment_key)
    if not file.preview:
        raise NotFoundError(f"no preview of evidence {evidence_key!r}")
    return OpenedFile(file.name, PREVIEW_TYPE, services.files.get(file.preview))


def _find(session: Session, evidence_key: str, *, by: Person, assessment_key: str) -> EvidenceFile:
    row, assessment = get_evidence(session, evidence_key, person=by, assessment_key=assessment_key)
    require(by, Action.VIEW_EVIDENCE)
    if not agreed(by, Action.VIEW_EVIDENCE, assessment.consent):
        raise ForbiddenError("the firm has not agreed to share its evidence")
    return row.file

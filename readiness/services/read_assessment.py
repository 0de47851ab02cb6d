"""A whole assessment as a program reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person
from readiness.services.context import Services
from readiness.services.editing import view_held
from readiness.store.answers import latest_answers


@dataclass(frozen=True)
class AssessmentDocument:
    """State, the document in the shape of answer files, and the revision of each answer that was ever saved."""

    key: str
    state: str
    revision: int
    questionnaire: str
    document: Mapping[str, Any]
    revisions: Mapping[str, int]


def read_assessment(
    services: Services, session: Session, assessment_key: str, *, by: Person
) -> AssessmentDocument:
    """For those who may see the answers."""
    held = view_held(services, session, assessment_key, Action.VIEW_ANSWERS, by=by)
    found = held.assessment
    rows = latest_answers(session, found)
    return AssessmentDocument(
        key=found.key,
        state=str(found.state),
        revision=found.revision,
        questionnaire=found.round.questionnaire,
        document=found.sheet.document,
        revisions={code: row.revision for code, row in rows.items() if code in held.questionnaire.question},
    )

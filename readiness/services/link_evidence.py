"""Let files that support other answers of the assessment support this one as well."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person
from readiness.assessment.states import Step
from readiness.errors import InputError
from readiness.services.add_evidence import attach
from readiness.services.context import Services
from readiness.services.editing import hold, local_day, require_dimensions
from readiness.store.evidence import get_evidence
from readiness.store.rows import Evidence


def link_evidence(
    services: Services,
    session: Session,
    assessment_key: str,
    code: str,
    evidence_keys: Sequence[str],
    *,
    by: Person,
    at: dt.datetime,
) -> list[Evidence]:
    """What is attached now that was not before. `evidence_keys`: as they stand beside other answers.

    InputError('files', 'files_none') for no key, ('file', 'file_count') beyond ten files an answer.
    """
    held = hold(services, session, assessment_key, Action.ADD_EVIDENCE, Step.SAVE, by=by, at=at)
    require_dimensions(held, {code}, by=by)
    if not evidence_keys:
        raise InputError("files", "files_none")
    found = []
    for key in evidence_keys:
        row, _ = get_evidence(session, key, person=by, assessment_key=held.assessment.key)
        attached = attach(session, held, code, row.file, by=by, at=at, on=local_day(services, at))
        found += [attached.row] if attached.new else []
    return found

"""Keep what was tried out under a name, change it, delete it. No answer is touched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, require
from readiness.errors import InputError
from readiness.questionnaire.answers import Answer
from readiness.questionnaire.documents import canonical
from readiness.services.clean_input import NAME_LENGTH, clean_line
from readiness.services.context import Services
from readiness.services.editing import subject
from readiness.services.kept_scenario import scenario_document
from readiness.services.try_scenario import open_trial, try_scenario
from readiness.store.assessments import get_assessment
from readiness.store.events import record_event
from readiness.store.rows import Assessment, ScenarioRow
from readiness.store.scenarios import add_scenario, get_scenario, list_scenarios

MOST = 30
LARGEST = 64 * 1024
"""Of its JSON text, in bytes; all questions of a questionnaire answered take a tenth of that."""


def keep_scenario(
    services: Services,
    session: Session,
    assessment_key: str,
    changes: Mapping[str, Answer],
    *,
    name: str,
    documented: Collection[str] = (),
    scenario_key: str = "",
    by: Person,
    at: dt.datetime,
) -> ScenarioRow:
    """A new scenario, or with `scenario_key` that one under this name and with these answers. The same sent twice is
    kept once.

    InputError: what `try_scenario` refuses; 'name' missing, 'scenario_name_taken'; 'scenario' with 'scenario_empty',
    'scenarios_full' (`MOST` of one assessment) or 'scenario_too_large'.
    """
    assessment = _held(session, assessment_key, by=by)
    trial, held = open_trial(services, session, assessment_key, list(changes), by=by)
    document = scenario_document(try_scenario(session, trial, held, changes, documented=documented))
    words = clean_line(name, "name", NAME_LENGTH)
    if not document["codes"]:
        raise InputError("scenario", "scenario_empty")
    if len(canonical(document).encode()) > LARGEST:
        raise InputError("scenario", "scenario_too_large")
    rows = list_scenarios(session, assessment)
    row = get_scenario(session, assessment, scenario_key) if scenario_key else None
    same = next((other for other in rows if other.name == words), None)
    if row is None and same is not None and _alike(same, document):
        return same
    if same is not None and same is not row:
        raise InputError("name", "scenario_name_taken", name=words)
    if row is None:
        return _add(session, assessment, rows, words, document, by=by, at=at)
    if row.name != words or not _alike(row, document):
        row.name, row.document, row.changed_at = words, document, at
        _record(session, assessment, "change_scenario", row, by=by, at=at)
    return row


def delete_scenario(
    session: Session, assessment_key: str, scenario_key: str, *, by: Person, at: dt.datetime
) -> None:
    """It is gone; NotFoundError for one that is not there."""
    assessment = _held(session, assessment_key, by=by)
    row = get_scenario(session, assessment, scenario_key)
    _record(session, assessment, "delete_scenario", row, by=by, at=at)
    session.delete(row)
    session.flush()


def _held(session: Session, key: str, *, by: Person) -> Assessment:
    """Locked, so that names stay apart and nobody keeps more than there may be."""
    assessment = get_assessment(session, key, person=by, lock=True)
    require(by, Action.KEEP_SCENARIO, firm_id=assessment.firm_id)
    return assessment


def _add(
    session: Session,
    assessment: Assessment,
    rows: Sequence[ScenarioRow],
    name: str,
    document: Mapping[str, Any],
    *,
    by: Person,
    at: dt.datetime,
) -> ScenarioRow:
    if len(rows) >= MOST:
        raise InputError("scenario", "scenarios_full", most=MOST)
    row = add_scenario(session, assessment, name, document, by=by, at=at)
    _record(session, assessment, "keep_scenario", row, by=by, at=at)
    return row


def _alike(row: ScenarioRow, document: Mapping[str, Any]) -> bool:
    return bool(canonical(row.document) == canonical(document))


def _record(
    session: Session, assessment: Assessment, action: str, row: ScenarioRow, *, by: Person, at: dt.datetime
) -> None:
    detail = {"scenario": row.name, "questions": list(row.document["codes"])}
    record_event(session, action, subject(assessment), by_id=by.id, at=at, detail=detail)

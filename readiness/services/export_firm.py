"""Give a firm everything that is kept about it, and its answers as a sheet to fill in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, require
from readiness.document.answer_sheet import Saved
from readiness.errors import ReadinessError
from readiness.services.collect_firm import collect_firm
from readiness.services.context import Services
from readiness.services.editing import Held, read_held, view_held
from readiness.store.answers import latest_answers
from readiness.store.events import record_event
from readiness.store.firm_rows import list_all_assessments
from readiness.store.firms import get_firm
from readiness.store.rows import Assessment, Firm


@dataclass(frozen=True)
class FilledIn:
    """An assessment with the revision, person and time of each answer."""

    held: Held
    saved: Mapping[str, Saved]


@dataclass(frozen=True)
class FirmData:
    """The document of `collect_firm`; `filled` holds each assessment whose answers its questionnaire can read."""

    firm: Firm
    document: Mapping[str, Any]
    filled: tuple[FilledIn, ...]


def own_firm(session: Session, firm_key: str, action: Action, *, by: Person) -> Firm:
    """The firm, for those of its people who may do this; else NotFoundError or ForbiddenError."""
    firm = get_firm(session, firm_key, person=by)
    require(by, action, firm_id=firm.id)
    return firm


def view_own_data(
    services: Services, session: Session, firm_key: str, *, by: Person
) -> tuple[Firm, Sequence[Assessment]]:
    """The firm and its assessments with their rounds, for the page that offers the files."""
    firm = own_firm(session, firm_key, Action.EXPORT_DATA, by=by)
    return firm, list_all_assessments(session, firm)


def export_firm(
    services: Services, session: Session, firm_key: str, *, kind: str, by: Person, at: dt.datetime
) -> FirmData:
    """For the firm's owners; the log keeps who took it, when, and as what `kind` of file."""
    firm = own_firm(session, firm_key, Action.EXPORT_DATA, by=by)
    record_event(session, "export_firm", f"firm:{firm.key}", by_id=by.id, at=at, detail={"kind": kind})
    document = collect_firm(session, firm, at=at)
    found = (_filled(services, session, row) for row in list_all_assessments(session, firm))
    return FirmData(firm, document, tuple(filled for filled in found if filled is not None))


def export_answers(services: Services, session: Session, assessment_key: str, *, by: Person) -> FilledIn:
    """One assessment's answers, for all people of the firm."""
    held = view_held(services, session, assessment_key, Action.VIEW_HISTORY, by=by)
    return FilledIn(held, _saved(services, session, held.assessment))


def _filled(services: Services, session: Session, assessment: Assessment) -> FilledIn | None:
    """None where the questionnaire is gone or was changed under the answers: they stand in the history all the same."""
    try:
        return FilledIn(read_held(services, assessment), _saved(services, session, assessment))
    except ReadinessError:
        return None


def _saved(services: Services, session: Session, assessment: Assessment) -> dict[str, Saved]:
    """Times are those of the place where the service is."""
    zone = ZoneInfo(services.settings.timezone)
    rows = latest_answers(session, assessment)
    return {code: Saved(row.revision, row.by.name, row.at.astimezone(zone)) for code, row in rows.items()}

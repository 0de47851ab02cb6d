"""Tell a firm in time that files of evidence are about to count no more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy.orm import Session

from readiness.assessment.permissions import OWNER
from readiness.errors import ReadinessError
from readiness.services.context import Services
from readiness.services.count_evidence import OPEN
from readiness.services.editing import local_day, questionnaire_of
from readiness.services.notice_details import BETWEEN
from readiness.services.notify import active, notify
from readiness.store.evidence import list_expiring
from readiness.store.firms import list_members
from readiness.store.notices import list_told
from readiness.store.rows import Assessment, Evidence

AHEAD = dt.timedelta(days=30)


def find_expiring(services: Services, session: Session, *, at: dt.datetime) -> list[int]:
    """Ids of assessments that are being filled in and hold files that nobody was told of, whose last good day is
    within AHEAD."""
    found = {
        (assessment.id, _once(assessment, evidence.file.valid_until))
        for assessment, evidence in _list(services, session, at, ())
    }
    told = {word for _, word in list_told(session, {word for _, word in found})}
    return sorted({assessment_id for assessment_id, word in found if word not in told})


def tell_expiring(services: Services, session: Session, assessment_id: int, *, at: dt.datetime) -> None:
    """The owners and whoever added a file hear of it, once for each last good day."""
    groups: dict[tuple[Assessment, dt.date], list[Evidence]] = {}
    for assessment, evidence in _list(services, session, at, (assessment_id,)):
        if evidence.file.valid_until is not None:
            groups.setdefault((assessment, evidence.file.valid_until), []).append(evidence)
    for (assessment, day), files in groups.items():
        _tell(services, session, assessment, day, files, at=at)


def _once(assessment: Assessment, day: dt.date | None) -> str:
    return f"expiring {assessment.key} {day}"


def _list(
    services: Services, session: Session, at: dt.datetime, ids: Sequence[int]
) -> Sequence[tuple[Assessment, Evidence]]:
    today, states = local_day(services, at), [state.value for state in OPEN]
    return list_expiring(session, since=today, until=today + AHEAD, states=states, ids=ids)


def _tell(
    services: Services,
    session: Session,
    assessment: Assessment,
    day: dt.date,
    files: Sequence[Evidence],
    *,
    at: dt.datetime,
) -> None:
    adders = {evidence.file.by_id for evidence in files}
    seats = list_members(session, assessment.firm)
    names = dict.fromkeys(evidence.file.name for evidence in files)
    for user in active(seat.user for seat in seats if seat.kind == OWNER or seat.user_id in adders):
        notify(
            services, session, user, "expiring", path=_path(services, assessment, files[0].code), at=at,
            firm=assessment.firm, once=_once(assessment, day), day=day.isoformat(),
            files=BETWEEN.join(names),
        )  # fmt: skip


def _path(services: Services, assessment: Assessment, code: str) -> str:
    """The files of the answer; the task list where the questionnaire does not know the question any more."""
    try:
        dimension = questionnaire_of(services, assessment.round).question[code].dimension
    except (KeyError, ReadinessError):
        return f"/assessments/{assessment.key}"
    return f"/assessments/{assessment.key}/dimensions/{dimension}/evidence/{code}"

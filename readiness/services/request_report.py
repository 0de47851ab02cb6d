"""Ask for the PDF of an assessment, and fetch it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person
from readiness.errors import InputError, NotFoundError
from readiness.services.context import Services
from readiness.services.editing import subject, view_held
from readiness.store.events import record_event
from readiness.store.jobs import add_job, find_open_job, get_job

KIND = "report"
PDF = "application/pdf"


@dataclass(frozen=True)
class ReportFile:
    """How a report is: `state` of its job (queued, running, done, failed), percent done, and the PDF once done."""

    state: str
    progress: int
    name: str
    content: bytes | None


def request_report(
    services: Services, session: Session, assessment_key: str, language: str, *, by: Person, at: dt.datetime
) -> str:
    """The key of the job that draws it, in the caller's transaction; a second click gives the first one's job."""
    held = view_held(services, session, assessment_key, Action.REQUEST_REPORT, by=by)
    if language not in held.questionnaire.languages:
        raise InputError("language", "language_unknown", language=language)
    payload = {"assessment_key": assessment_key, "language": language}
    job = find_open_job(session, KIND, payload, by_id=by.id)
    if job is None:
        job = add_job(session, KIND, payload, by_id=by.id, at=at)
        detail = {"language": language, "revision": held.assessment.revision}
        record_event(session, "request_report", subject(held.assessment), by_id=by.id, at=at, detail=detail)
    return job.key


def get_report(
    services: Services, session: Session, job_key: str, *, by: Person, assessment_key: str = ""
) -> ReportFile:
    """The report that this person asked for; NotFoundError for anybody else's, or another assessment's than named.

    Who has lost the right to the assessment, or its consent, has lost it to the report.
    """
    job = get_job(session, job_key, person=by)
    if assessment_key not in ("", job.payload.get("assessment_key")):
        raise NotFoundError(f"report {job_key!r} is not of {assessment_key!r}")
    own = str(job.payload.get("assessment_key"))
    view_held(services, session, own, Action.REQUEST_REPORT, by=by)  # the right may have ended since
    result = job.result or {}
    done = job.state == "done" and "path" in result
    content = services.files.get(str(result["path"])) if done else None
    return ReportFile(job.state, job.progress, str(result.get("name", "")), content)

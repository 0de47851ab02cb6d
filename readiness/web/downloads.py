"""The report as a PDF: asked for, watched, fetched."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, redirect, render_template, send_file, url_for
from werkzeug.wrappers import Response

from readiness.assessment.permissions import Action
from readiness.errors import NotFoundError
from readiness.services.request_report import PDF, get_report, request_report
from readiness.web.access import access, current_person
from readiness.web.database import get_services, get_session, now

blueprint = Blueprint("downloads", __name__)

WAITING = frozenset({"queued", "running"})


@blueprint.post("/assessments/<key:key>/report/<code:language>")
@access(Action.REQUEST_REPORT)
def ask(key: str, language: str) -> Response:
    """Put the report on the list of jobs; asking twice draws it once."""
    job = request_report(get_services(), get_session(), key, language, by=current_person(), at=now())
    return redirect(url_for("downloads.watch", key=key, job=job))


@blueprint.get("/assessments/<key:key>/report/<key:job>")
@access(Action.REQUEST_REPORT)
def watch(key: str, job: str) -> tuple[str, dict[str, str]]:
    """How far it is; the browser is told to look again until the PDF is there."""
    found = get_report(get_services(), get_session(), job, by=current_person(), assessment_key=key)
    waiting = found.state in WAITING
    page = render_template("downloads/report.html", key=key, job=job, report=found, waiting=waiting)
    return page, {"Refresh": "2"} if waiting else {}


@blueprint.get("/assessments/<key:key>/report/<key:job>/file")
@access(Action.REQUEST_REPORT)
def fetch(key: str, job: str) -> Response:
    """The PDF, always as a download."""
    found = get_report(get_services(), get_session(), job, by=current_person(), assessment_key=key)
    if found.content is None:
        raise NotFoundError(f"report {job} of {key} is not there")
    return send_file(BytesIO(found.content), PDF, as_attachment=True, download_name=found.name)

"""The report of a result as a PDF: asked for, waited for, fetched."""

from __future__ import annotations

import io

from flask import redirect, render_template, send_file, url_for
from werkzeug.wrappers import Response

from readiness.assessment.permissions import Action
from readiness.services.request_report import PDF, get_report, request_report
from readiness.web.access import access, current_person
from readiness.web.database import get_services, get_session, now
from readiness.web.firm import blueprint

WAIT_SECONDS = 3


@blueprint.post("/assessments/<key:key>/report/<code:wanted>")
@access(Action.REQUEST_REPORT)
def ask_report(key: str, wanted: str) -> Response:
    """Begin to draw it in this language, or join the drawing that was begun."""
    job = request_report(get_services(), get_session(), key, wanted, by=current_person(), at=now())
    return redirect(url_for("firm.report", key=key, job=job))


@blueprint.get("/assessments/<key:key>/report/<key:job>")
@access(Action.REQUEST_REPORT)
def report(key: str, job: str) -> Response | tuple[str, int, dict[str, str]]:
    """The PDF once it is drawn; until then a page that looks again by itself."""
    found = get_report(get_services(), get_session(), job, by=current_person())
    if found.content is not None:
        return send_file(
            io.BytesIO(found.content),
            mimetype=PDF,
            as_attachment=True,
            download_name=found.name or "report.pdf",
        )
    waiting = found.state in ("queued", "running")
    headers = {"Refresh": str(WAIT_SECONDS)} if waiting else {}
    return render_template("firm/report.html", key=key, found=found, waiting=waiting), 200, headers

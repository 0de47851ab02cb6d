"""Files that support an answer."""

from __future__ import annotations

import io
from typing import Any

from flask import flash, redirect, render_template, request, send_file, url_for
from flask_wtf.file import FileField
from werkzeug.wrappers import Response

from readiness.assessment.permissions import Action
from readiness.errors import NotFoundError
from readiness.services.add_evidence import add_evidence
from readiness.services.get_dimension import get_dimension
from readiness.services.open_evidence import open_evidence
from readiness.services.remove_evidence import remove_evidence
from readiness.web.access import access, current_person
from readiness.web.database import get_services, get_session, now
from readiness.web.firm import blueprint
from readiness.web.forms import Form
from readiness.web.i18n import lazy_gettext, translate

Answered = str | Response | tuple[str, int]
PAGE = "/assessments/<key:key>/dimensions/<code:code>/evidence/<code:question>"


class EvidenceForm(Form):
    """One file."""

    file = FileField(lazy_gettext("File"))


@blueprint.get(PAGE)
@access(Action.VIEW_EVIDENCE)
def show_evidence(key: str, code: str, question: str) -> str:
    """The files of one answer."""
    return _render(key, code, question, EvidenceForm())


@blueprint.post(PAGE)
@access(Action.ADD_EVIDENCE)
def upload_evidence(key: str, code: str, question: str) -> Answered:
    """Attach a file; its content decides whether it is taken."""
    form, sent = EvidenceForm(), request.files.get("file")
    name, content = (sent.filename or "", sent.read()) if sent else ("", b"")
    sending: dict[str, Any] = {"name": name, "content": content, "by": current_person(), "at": now()}
    row = form.call(lambda: add_evidence(get_services(), get_session(), key, question, **sending))
    if row is None:
        return _render(key, code, question, form), 422
    flash(translate("%(name)s is attached.", name=row.name), "done")
    return redirect(url_for("firm.show_evidence", key=key, code=code, question=question))


@blueprint.get("/assessments/<key:key>/evidence/<key:file>")
@access(Action.VIEW_EVIDENCE)
def download_evidence(key: str, file: str) -> Response:
    """The file as an attachment, never inside a page."""
    found = open_evidence(get_services(), get_session(), file, by=current_person(), assessment_key=key)
    stream = io.BytesIO(found.content)
    return send_file(stream, mimetype=found.media_type, as_attachment=True, download_name=found.name)


@blueprint.post("/assessments/<key:key>/dimensions/<code:code>/evidence/<code:question>/<key:file>/remove")
@access(Action.REMOVE_EVIDENCE)
def drop_evidence(key: str, code: str, question: str, file: str) -> Response:
    """Take a file away from the answer."""
    remove_evidence(get_services(), get_session(), file, by=current_person(), at=now(), assessment_key=key)
    flash(translate("The file is removed."), "done")
    return redirect(url_for("firm.show_evidence", key=key, code=code, question=question))


def _render(key: str, code: str, question: str, form: EvidenceForm) -> str:
    view = get_dimension(get_services(), get_session(), key, code, by=current_person())
    found = next((entry for entry in view.questions if entry.code == question), None)
    if found is None:
        raise NotFoundError(f"no question {question!r} in {code!r}")
    return render_template("firm/evidence.html", view=view, question=found, form=form)

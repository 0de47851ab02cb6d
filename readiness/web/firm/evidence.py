"""Files that support an answer."""

from __future__ import annotations

import io
import re
from typing import Any

from flask import flash, redirect, render_template, request, send_file, url_for
from flask_wtf.file import FileField
from werkzeug.wrappers import Response

from readiness.assessment.permissions import Action
from readiness.errors import InputError, NotFoundError, ReadinessError
from readiness.services.add_evidence import attach_file, keep_file, require_evidence
from readiness.services.check_file import KINDS, MEGABYTES
from readiness.services.get_dimension import get_dimension
from readiness.services.open_evidence import open_evidence
from readiness.services.remove_evidence import remove_evidence
from readiness.web.access import access, current_person
from readiness.web.auth import find_person
from readiness.web.database import get_services, get_session, let_others_write, now
from readiness.web.errors import error_page
from readiness.web.firm import blueprint
from readiness.web.forms import Form
from readiness.web.i18n import lazy_gettext, translate

Answered = str | Response | tuple[str, int]
HEAD = 8192
FILE_NAME = re.compile(r'filename="([^"\r\n]{1,200})"')
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
    services, by = get_services(), current_person()

    def attach() -> str:
        require_evidence(services, get_session(), key, question, by=by, at=now())
        let_others_write()
        kept = keep_file(services, name, content)
        return attach_file(services, get_session(), key, question, kept, by=by, at=now()).row.name

    attached = form.call(attach)
    if attached is None:
        return _render(key, code, question, form), 422
    flash(translate("%(name)s is attached.", name=attached), "done")
    return redirect(url_for("firm.show_evidence", key=key, code=code, question=question))


@blueprint.errorhandler(413)
def say_limit(error: Exception) -> Any:
    """A file above what the service reads at all: the question's page with the limit and the file's name."""
    if request.endpoint != "firm.upload_evidence" or find_person() is None:
        return error_page(413)
    form = EvidenceForm(formdata=None)
    form.refuse(InputError("file", "named_file_too_large", name=_sent_name(), megabytes=MEGABYTES))
    try:
        return _render(form=form, **(request.view_args or {})), 413
    except ReadinessError:
        return error_page(413)


def _sent_name() -> str:
    """The name in the head of a sending that is not read further."""
    head = request.environ["wsgi.input"].read(HEAD).decode("utf-8", "replace")
    found = FILE_NAME.search(head)
    return found[1] if found else ""


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
    return render_template(
        "firm/evidence.html", view=view, question=found, form=form, kinds=KINDS, megabytes=MEGABYTES
    )

"""Files that support an answer: seen, sent, used for other answers, taken away."""

from __future__ import annotations

import re
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from readiness.assessment.permissions import Action
from readiness.document.words import Reader
from readiness.errors import ConflictError, InputError, NotFoundError, ReadinessError
from readiness.services.add_evidence import MOST, Attached, KeptFile, attach_file, keep_file, require_evidence
from readiness.services.check_file import KINDS, MEGABYTES, clean_name
from readiness.services.describe_evidence import describe_evidence
from readiness.services.get_evidence import EvidencePage, get_evidence_page
from readiness.services.link_evidence import link_evidence
from readiness.services.open_evidence import open_evidence, open_preview
from readiness.services.remove_evidence import remove_evidence
from readiness.web.access import access, current_person
from readiness.web.auth import find_person
from readiness.web.database import get_services, get_session, let_others_write, now
from readiness.web.errors import error_page
from readiness.web.files import send_attachment, send_preview
from readiness.web.firm import blueprint
from readiness.web.firm.evidence_form import AboutForm, EvidenceForm
from readiness.web.firm.evidence_words import worth_of
from readiness.web.i18n import language, translate
from readiness.web.messages import message_for

HEAD = 8192
FILE_NAME = re.compile(r'filename="([^"\r\n]{1,200})"')
PAGE = "/assessments/<key:key>/dimensions/<code:code>/evidence/<code:question>"


@blueprint.get(PAGE)
@access(Action.VIEW_EVIDENCE)
def show_evidence(key: str, code: str, question: str) -> str:
    """The files of one answer, and what they are worth."""
    return _render(_page(key, code, question), EvidenceForm())


@blueprint.post(PAGE)
@access(Action.ADD_EVIDENCE)
def upload_evidence(key: str, code: str, question: str) -> ResponseReturnValue:
    """Attach files; the content of each decides whether it is taken, and one that is not does not stop the others."""
    form, by = EvidenceForm(), current_person()
    about = form.about()
    form.check(
        lambda: require_evidence(get_services(), get_session(), key, question, by=by, at=now(), about=about)
    )
    sent = [
        file for file in (*request.files.getlist("file"), *request.files.getlist("photo")) if file.filename
    ]
    if not sent:
        form.refuse(InputError("file", "file_empty"))
    if form.refused:
        return _render(_page(key, code, question), form), 422
    let_others_write()
    kept, refused = keep_files(sent)
    attached = list[Attached]()
    for file in kept:
        try:
            found = attach_file(
                get_services(), get_session(), key, question, file, by=by, at=now(), about=about
            )
            attached.append(found)
        except InputError as error:
            refused.append(_named(file.checked.name, error))
    if not attached:
        form.file.errors = refused
        return _render(_page(key, code, question), form), 422
    _tell(attached, refused)
    return redirect(url_for("firm.show_evidence", key=key, code=code, question=question))


@blueprint.post(f"{PAGE}/link")
@access(Action.ADD_EVIDENCE)
def use_evidence(key: str, code: str, question: str) -> ResponseReturnValue:
    """Let files of other answers support this one too."""
    form, by, chosen = EvidenceForm(formdata=None), current_person(), request.form.getlist("files")
    linked = form.call(
        lambda: link_evidence(get_services(), get_session(), key, question, chosen, by=by, at=now())
    )
    if linked is None:
        return _render(_page(key, code, question), form, chosen), 422
    _tell([Attached(row, new=True) for row in linked], [])
    return redirect(url_for("firm.show_evidence", key=key, code=code, question=question))


@blueprint.get(f"{PAGE}/<key:file>")
@access(Action.DESCRIBE_EVIDENCE)
def show_about(key: str, code: str, question: str, file: str) -> str:
    """Date, validity and note of one file."""
    page = _page(key, code, question)
    about = page.file(file).about
    form = AboutForm(formdata=None, obj=about)
    form.show(about)
    return _render_about(page, file, form)


@blueprint.post(f"{PAGE}/<key:file>")
@access(Action.DESCRIBE_EVIDENCE)
def say_about(key: str, code: str, question: str, file: str) -> ResponseReturnValue:
    """Keep them; what a colleague changed meanwhile is shown before it is written over."""
    form, by = AboutForm(), current_person()
    about, base = form.about(), form.base()

    def keep() -> bool:
        describe_evidence(get_services(), get_session(), key, file, about, base=base, by=by, at=now())
        return True

    try:
        done = form.check(keep)
    except ConflictError:
        get_session().rollback()
        page = _page(key, code, question)
        form.show(page.file(file).about)
        return _render_about(page, file, form, changed=True), 409
    if not done:
        return _render_about(_page(key, code, question), file, form), 422
    flash(translate("Saved."), "done")
    return redirect(url_for("firm.show_evidence", key=key, code=code, question=question))


@blueprint.get("/assessments/<key:key>/evidence/<key:file>")
@access(Action.VIEW_EVIDENCE)
def download_evidence(key: str, file: str) -> Response:
    """The file as an attachment, never inside a page."""
    found = open_evidence(get_services(), get_session(), file, by=current_person(), assessment_key=key)
    return send_attachment(found)


@blueprint.get("/assessments/<key:key>/evidence/<key:file>/preview")
@access(Action.VIEW_EVIDENCE)
def preview_evidence(key: str, file: str) -> Response:
    """The small picture that we drew of a picture."""
    found = open_preview(get_services(), get_session(), file, by=current_person(), assessment_key=key)
    return send_preview(found)


@blueprint.post(f"{PAGE}/<key:file>/remove")
@access(Action.REMOVE_EVIDENCE)
def drop_evidence(key: str, code: str, question: str, file: str) -> Response:
    """Take a file away from the answer."""
    remove_evidence(get_services(), get_session(), file, by=current_person(), at=now(), assessment_key=key)
    flash(translate("The file is removed."), "done")
    return redirect(url_for("firm.show_evidence", key=key, code=code, question=question))


@blueprint.errorhandler(413)
def say_limit(error: Exception) -> Any:
    """A sending above what the service reads at all: the question's page with the limit and the first file's name."""
    if request.endpoint != "firm.upload_evidence" or find_person() is None:
        return error_page(413)
    form = EvidenceForm(formdata=None)
    limits = {"megabytes": MEGABYTES, "together": _together()}
    form.refuse(InputError("file", "named_file_too_large", name=_sent_name(), **limits))
    try:
        return _render(_page(**(request.view_args or {})), form), 413
    except ReadinessError:
        return error_page(413)


def _sent_name() -> str:
    """The name in the head of a sending that is not read further."""
    head = request.environ["wsgi.input"].read(HEAD).decode("utf-8", "replace")
    found = FILE_NAME.search(head)
    return found[1] if found else ""


def keep_files(sent: list[FileStorage]) -> tuple[list[KeptFile], list[str]]:
    """What is in the store of files now, and a sentence for each file that was not taken."""
    kept, refused = list[KeptFile](), list[str]()
    for file in sent:
        try:
            kept.append(keep_file(get_services(), file.filename or "", file.read()))
        except InputError as error:
            refused.append(_named(clean_name(file.filename or ""), error))
    return kept, refused


def _named(name: str, error: InputError) -> str:
    return translate("%(name)s: %(why)s", name=name, why=message_for(error))


def _tell(attached: list[Attached], refused: list[str]) -> None:
    new = [found.row.name for found in attached if found.new]
    if len(new) > 1:
        flash(translate("%(count)s files are attached.", count=len(new)), "done")
    elif new:
        flash(translate("%(name)s is attached.", name=new[0]), "done")
    for found in attached:
        if not found.new:
            flash(
                translate("%(name)s was attached already; it stands here once.", name=found.row.name), "info"
            )
    for sentence in refused:
        flash(translate("Not taken: %(why)s", why=sentence), "wrong")


def _page(key: str, code: str, question: str) -> EvidencePage:
    """NotFoundError where the question is none of the dimension."""
    page = get_evidence_page(get_services(), get_session(), key, question, by=current_person(), at=now())
    if page.question.dimension != code:
        raise NotFoundError(f"no question {question!r} in {code!r}")
    return page


def _render(page: EvidencePage, form: EvidenceForm, chosen: list[str] | None = None) -> str:
    reader = Reader(page.questionnaire, language(), translate)
    worth = worth_of(page.weighed, page.questionnaire, page.question.code) if page.weighed else None
    return render_template(
        "firm/evidence.html", page=page, form=form, worth=worth, chosen=chosen or [], kinds=KINDS,
        accepted=reader.text("questions", page.question.code, ".evidence"), megabytes=MEGABYTES,
        together=_together(), most=MOST,
    )  # fmt: skip


def _render_about(page: EvidencePage, file: str, form: AboutForm, *, changed: bool = False) -> str:
    return render_template(
        "firm/evidence_about.html", page=page, file=page.file(file), form=form, changed=changed
    )


def _together() -> int:
    """The megabytes that one sending may hold."""
    return int(current_app.config["MAX_CONTENT_LENGTH"]) // 1024 // 1024

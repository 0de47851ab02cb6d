"""The quick scan: first what the firm makes, then its few questions on one page, and what the result may come to."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField, SelectChoice, SelectField  # type: ignore[attr-defined]

from readiness.assessment.permissions import Action
from readiness.errors import ConflictError
from readiness.questionnaire.texts import path
from readiness.services.append_changes import PROCESSES
from readiness.services.get_beside import Beside
from readiness.services.get_scan import ScanView, get_scan
from readiness.services.save_profile import save_profile
from readiness.web.access import access, current_person
from readiness.web.answer_form import AnswerForm
from readiness.web.clashes import Clash
from readiness.web.database import get_services, get_session, now
from readiness.web.filters import plain_text
from readiness.web.firm import blueprint
from readiness.web.firm.pages import QuestionBlock, question_blocks, sheet_form
from readiness.web.firm.sending import send_page
from readiness.web.forms import Form, Needed
from readiness.web.i18n import language, lazy_gettext, translate
from readiness.web.revisions import whole

Answered = str | Response | tuple[str, int]
ALL = 100.0
NOTHING_BESIDE = Beside({}, None)


class ProcessForm(Form):
    """What makes most of the output; the shares of others come later, in the profile."""

    client_id = HiddenField()
    base = HiddenField()
    processes = SelectField(
        lazy_gettext("What makes most of your output?"), [Needed()], validate_choice=False
    )


@dataclass(frozen=True)
class ScanPage:
    """The scan with its form."""

    view: ScanView
    form: AnswerForm
    blocks: tuple[QuestionBlock, ...]


@blueprint.get("/assessments/<key:key>/scan")
@access(Action.VIEW_OUTLOOK)
def show_scan(key: str) -> str:
    """The process while none is known, else the questions."""
    view = _view(key)
    return _render(_page(view)) if view.answers.shares else _render_process(view, _process_form(view))


@blueprint.post("/assessments/<key:key>/scan")
@access(Action.EDIT_ANSWERS)
def save_scan(key: str) -> Answered:
    """Keep what was answered, or give the page back with everything that was typed."""
    sent = send_page(key, lambda: _page(_view(key)))
    if sent.receipt is None:
        return _render(sent.page, sent.clashes), sent.status
    flash(translate("Saved."), "done")
    return redirect(url_for("firm.show_scan", key=key))


@blueprint.post("/assessments/<key:key>/scan/process")
@access(Action.EDIT_PROFILE)
def choose_process(key: str) -> Answered:
    """Take the chosen process as the only one for now; what a colleague declared meanwhile stands."""
    view = _view(key)
    form = _process_form(view)
    code = form.processes.data or ""
    try:
        form.check(
            lambda: save_profile(
                get_services(), get_session(), key,
                processes={code: ALL} if code else {},
                base={PROCESSES: whole(form.base.data)}, client_id=form.client_id.data or "",
                by=current_person(), at=now(),
            )
        )  # fmt: skip
    except ConflictError:
        flash(translate("A colleague has declared the processes meanwhile."), "warn")
        return redirect(url_for("firm.show_scan", key=key))
    if form.refused:
        form.client_id.data = secrets.token_urlsafe(16)
        return _render_process(view, form), 422
    return redirect(url_for("firm.show_scan", key=key))


def _view(key: str) -> ScanView:
    return get_scan(get_services(), get_session(), key, by=current_person())


def _page(view: ScanView) -> ScanPage:
    form = sheet_form(view)
    return ScanPage(view, form, question_blocks(view, NOTHING_BESIDE, form))


def _process_form(view: ScanView) -> ProcessForm:
    form = ProcessForm(data={"client_id": secrets.token_urlsafe(16), "base": str(view.revision)})
    asked = view.questionnaire

    def words(place: str) -> str:
        return plain_text(asked.texts.get(place, language()))

    form.processes.choices = [SelectChoice("", translate("Choose"))] + [
        SelectChoice(
            process.code,
            words(f"processes.{path(process.code)}"),
            optgroup=words(f"sub_sectors.{process.sub_sector}"),
        )
        for process in asked.processes
    ]
    return form


def _render(page: ScanPage, clashes: Sequence[Clash] = ()) -> str:
    return render_template("firm/scan.html", page=page, form=page.form, clashes=clashes)


def _render_process(view: ScanView, form: ProcessForm) -> str:
    return render_template("firm/scan_process.html", view=view, form=form)

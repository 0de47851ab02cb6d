"""Taking in a list of firms."""

from __future__ import annotations

from dataclasses import asdict

from flask import render_template, request, session
from flask.typing import ResponseReturnValue

from readiness.assessment.permissions import Action
from readiness.errors import FilesUnavailableError, InputError
from readiness.services.import_firms import ImportReport, RefusedRow, import_firms
from readiness.services.keep_list import KeptList, fetch_list, forget_list, keep_list
from readiness.services.read_firm_file import read_firm_file
from readiness.web.access import access, current_person
from readiness.web.database import get_services, get_session, let_others_write, now
from readiness.web.messages import message_for
from readiness.web.office import blueprint
from readiness.web.office.forms import ImportForm
from readiness.web.office.words import FIELDS, say

KEPT = "import"


@blueprint.route("/rounds/<key:round_key>/import", methods=["GET", "POST"])
@access(Action.IMPORT_FIRMS)
def add_firms(round_key: str) -> ResponseReturnValue:
    """Good rows are kept; each refused one is named with its reason. A list that is only looked at waits for the step
    that takes it in."""
    form = ImportForm()
    if form.validate_on_submit():
        name, content = form.file.data.filename or "", form.file.data.read()
        report = form.call(lambda: _take(name, content, round_key, dry_run=form.dry_run.data))
        if report is not None:
            kept = _keep(name, content, round_key) if form.dry_run.data else None
            return _done(report, round_key, dry_run=form.dry_run.data, kept=kept)
    return _form(form, round_key)


@blueprint.post("/rounds/<key:round_key>/import/take")
@access(Action.IMPORT_FIRMS)
def take_list(round_key: str) -> ResponseReturnValue:
    """Take in the list that this person has just looked at, without choosing the file again."""
    form, kept = ImportForm(formdata=None), KeptList.of(session.get(KEPT))
    services, path = get_services(), request.form.get("list", "")

    def take() -> ImportReport:
        content = fetch_list(services, kept, path, round_key=round_key, by=current_person(), at=now())
        return _take(kept.name if kept else "", content, round_key, dry_run=False)

    report = form.call(take)
    if report is None:
        return _form(form, round_key)
    session.pop(KEPT, None)
    return _done(report, round_key, dry_run=False, kept=None)


def _form(form: ImportForm, round_key: str) -> ResponseReturnValue:
    return render_template("office/import.html", form=form, round_key=round_key), 422 if form.refused else 200


def _done(
    report: ImportReport, round_key: str, *, dry_run: bool, kept: KeptList | None
) -> ResponseReturnValue:
    return render_template(
        "office/imported.html", report=report, dry_run=dry_run, round_key=round_key, kept=kept,
        reason=_reason, say=say, fields=FIELDS,
    )  # fmt: skip


def _take(name: str, content: bytes, round_key: str, *, dry_run: bool) -> ImportReport:
    rows = read_firm_file(name, content)
    return import_firms(
        get_services(), get_session(), rows, by=current_person(), at=now(), round_key=round_key,
        dry_run=dry_run,
    )  # fmt: skip


def _keep(name: str, content: bytes, round_key: str) -> KeptList | None:
    """The list put away for the next step, in place of an earlier one; None where no file can be kept now."""
    services, by = get_services(), current_person()
    let_others_write()
    try:
        forget_list(services, KeptList.of(session.get(KEPT)))
        kept = keep_list(services, name, content, round_key=round_key, by=by, at=now())
    except FilesUnavailableError:
        return None
    session[KEPT] = asdict(kept)
    return kept


def _reason(row: RefusedRow) -> str:
    """Why the row was not taken, in the reader's language."""
    return message_for(InputError(row.field, row.code, **row.values))

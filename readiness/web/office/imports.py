"""Taking in a list of firms."""

from __future__ import annotations

from flask import render_template

from readiness.assessment.permissions import Action
from readiness.errors import InputError
from readiness.services.import_firms import ImportReport, RefusedRow, import_firms
from readiness.services.read_firm_file import read_firm_file
from readiness.web.access import access, current_person
from readiness.web.database import get_services, get_session, now
from readiness.web.messages import message_for
from readiness.web.office import blueprint
from readiness.web.office.forms import ImportForm
from readiness.web.office.words import FIELDS, say


@blueprint.route("/rounds/<key:round_key>/import", methods=["GET", "POST"])
@access(Action.IMPORT_FIRMS)
def add_firms(round_key: str) -> str | tuple[str, int]:
    """Good rows are kept; each refused one is named with its reason."""
    form = ImportForm()
    if form.validate_on_submit():
        report = form.call(lambda: _take(form, round_key))
        if report is not None:
            return render_template(
                "office/imported.html", report=report, dry_run=form.dry_run.data, round_key=round_key,
                reason=_reason, say=say, fields=FIELDS,
            )  # fmt: skip
    return render_template("office/import.html", form=form, round_key=round_key), 422 if form.refused else 200


def _take(form: ImportForm, round_key: str) -> ImportReport:
    rows = read_firm_file(form.file.data.filename or "", form.file.data.read())
    return import_firms(
        get_services(), get_session(), rows, by=current_person(), at=now(), round_key=round_key,
        dry_run=form.dry_run.data,
    )  # fmt: skip


def _reason(row: RefusedRow) -> str:
    """Why the row was not taken, in the reader's language."""
    return message_for(InputError(row.field, row.code, **row.values))

"""One dimension: shown as a form, saved as a whole."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from readiness.assessment.permissions import Action
from readiness.errors import ConflictError
from readiness.services.append_changes import SaveReceipt
from readiness.services.get_dimension import get_dimension
from readiness.services.save_answers import save_answers
from readiness.web.access import access, current_person
from readiness.web.database import get_services, get_session, now
from readiness.web.firm import blueprint
from readiness.web.firm.pages import ConflictRow, DimensionPage, conflict_rows, dimension_page
from readiness.web.i18n import translate

Answered = str | Response | tuple[str, int]


@blueprint.get("/assessments/<key:key>/dimensions/<code:code>")
@access(Action.VIEW_ANSWERS)
def show_dimension(key: str, code: str) -> str:
    """The questions that the firm's processes ask."""
    return _render(
        dimension_page(get_dimension(get_services(), get_session(), key, code, by=current_person()))
    )


@blueprint.post("/assessments/<key:key>/dimensions/<code:code>")
@access(Action.EDIT_ANSWERS)
def save_dimension(key: str, code: str) -> Answered:
    """Keep what was changed, or give the page back with everything that was typed."""
    page = dimension_page(get_dimension(get_services(), get_session(), key, code, by=current_person()))
    try:
        receipt = _save(page, key)
    except ConflictError as conflict:
        page.form.rebase(page.revisions)
        page.form.renew()
        return _render(page, conflict_rows(page, conflict)), 409
    if receipt is None:
        page.form.renew()
        return _render(page), 422
    flash(translate("Saved."), "done")
    return redirect(_onward(page, key))


def _save(page: DimensionPage, key: str) -> SaveReceipt | None:
    """The receipt, or None after a refusal."""
    form = page.form
    form.validate()
    changes = form.read()
    if form.refused:
        return None
    sending: dict[str, Any] = {
        "base": form.base(),
        "client_id": form.client_id.data or "",
        "by": current_person(),
        "at": now(),
    }
    return form.call(lambda: save_answers(get_services(), get_session(), key, changes, **sending))


def _onward(page: DimensionPage, key: str) -> str:
    """Where the pressed button leads: evidence of a question, the next dimension, or here again."""
    then, here = request.form.get("then", ""), page.view.dimension.code
    if then in {question.code for question in page.view.dimension.questions}:
        return url_for("firm.show_evidence", key=key, code=here, question=then)
    if then == "next":
        return (
            url_for("firm.show_dimension", key=key, code=page.following)
            if page.following
            else url_for("firm.tasks", key=key)
        )
    return url_for("firm.show_dimension", key=key, code=here)


def _render(page: DimensionPage, conflicts: list[ConflictRow] | None = None) -> str:
    return render_template("firm/dimension.html", page=page, form=page.form, conflicts=conflicts or [])

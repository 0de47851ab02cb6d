"""The firm's figures, the shares of its processes, and its statements."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from readiness.assessment.permissions import Action
from readiness.errors import ConflictError
from readiness.services.append_changes import SaveReceipt
from readiness.services.get_dimension import PartView, get_parts
from readiness.services.save_profile import save_profile
from readiness.services.save_statements import save_statements
from readiness.web.access import access, current_person
from readiness.web.database import get_services, get_session, now
from readiness.web.firm import blueprint
from readiness.web.firm.pages import ConflictRow
from readiness.web.firm.part_conflicts import part_conflicts
from readiness.web.firm.profile_form import PartForm, ProfileForm, StatementForm, profile_form, statement_form
from readiness.web.i18n import translate

Answered = str | Response | tuple[str, int]
PROFILE_PAGE, STATEMENT_PAGE = "firm/profile.html", "firm/statements.html"


def _parts(key: str) -> PartView:
    return get_parts(get_services(), get_session(), key, by=current_person())


@blueprint.get("/assessments/<key:key>/profile")
@access(Action.VIEW_ANSWERS)
def show_profile(key: str) -> str:
    """Figures and shares."""
    view = _parts(key)
    return _render(PROFILE_PAGE, view, profile_form(view))


@blueprint.post("/assessments/<key:key>/profile")
@access(Action.EDIT_PROFILE)
def keep_profile(key: str) -> Answered:
    """Keep figures and shares, or give the page back with what was typed."""
    view = _parts(key)
    form = profile_form(view)
    try:
        receipt = _send_profile(key, form)
    except ConflictError as conflict:
        return _stale(PROFILE_PAGE, view, form, conflict)
    return _finish(PROFILE_PAGE, view, form, receipt)


def _send_profile(key: str, form: ProfileForm) -> SaveReceipt | None:
    """The receipt, or None after a refusal."""
    form.validate()
    figures, shares = form.figures(), form.shares()
    if form.refused:
        return None
    return form.call(
        lambda: save_profile(
            get_services(), get_session(), key, profile=figures, processes=shares,
            base=form.base(), client_id=form.client_id.data or "", by=current_person(), at=now(),
        )
    )  # fmt: skip


@blueprint.get("/assessments/<key:key>/statements")
@access(Action.VIEW_ANSWERS)
def show_statements(key: str) -> str:
    """What must be said before anything counts."""
    view = _parts(key)
    return _render(STATEMENT_PAGE, view, statement_form(view))


@blueprint.post("/assessments/<key:key>/statements")
@access(Action.EDIT_STATEMENTS)
def keep_statements(key: str) -> Answered:
    """Keep the statements."""
    view = _parts(key)
    form = statement_form(view)
    try:
        receipt = _send_statements(key, form)
    except ConflictError as conflict:
        return _stale(STATEMENT_PAGE, view, form, conflict)
    return _finish(STATEMENT_PAGE, view, form, receipt)


def _send_statements(key: str, form: StatementForm) -> SaveReceipt | None:
    form.validate()
    sending: dict[str, Any] = {
        "base": form.base(),
        "client_id": form.client_id.data or "",
        "by": current_person(),
        "at": now(),
    }
    return form.call(
        lambda: save_statements(get_services(), get_session(), key, form.statements(), **sending)
    )


def _finish(page: str, view: PartView, form: PartForm, receipt: SaveReceipt | None) -> Answered:
    if receipt is None:
        form.rebase(form.base())
        return _render(page, view, form), 422
    flash(translate("Saved."), "done")
    return redirect(url_for("firm.tasks", key=view.key))


def _stale(page: str, view: PartView, form: PartForm, conflict: ConflictError) -> Answered:
    form.rebase(view.revisions)
    return _render(page, view, form, part_conflicts(view, conflict)), 409


def _render(page: str, view: PartView, form: PartForm, conflicts: list[ConflictRow] | None = None) -> str:
    return render_template(page, view=view, form=form, conflicts=conflicts or [])

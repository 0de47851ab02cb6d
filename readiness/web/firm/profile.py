"""The firm's figures, the shares of its processes, and its statements."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from readiness.assessment.permissions import Action
from readiness.errors import ConflictError
from readiness.services.append_changes import PROCESSES
from readiness.services.foresee_processes import QuestionsChange, QuestionsChangeError
from readiness.services.get_dimension import PartView, get_parts
from readiness.services.save_profile import save_profile
from readiness.services.save_statements import save_statements
from readiness.web.access import access, current_person
from readiness.web.clashes import Clash
from readiness.web.database import get_services, get_session, now
from readiness.web.firm import blueprint
from readiness.web.firm.clashes import settle_parts
from readiness.web.firm.profile_form import PartForm, ProfileForm, StatementForm, profile_form, statement_form
from readiness.web.firm.rates import rates_of
from readiness.web.i18n import translate

Answered = str | Response | tuple[str, int]
Sent = TypeVar("Sent", bound=PartForm)
PROFILE_PAGE, STATEMENT_PAGE = "firm/profile.html", "firm/statements.html"
AGREED, AS_BEFORE = "agreed", "as-before"
"""The button that answers what other processes do to the questions: the mark of the change, or the processes stay."""


@blueprint.get("/assessments/<key:key>/profile")
@access(Action.VIEW_ANSWERS)
def show_profile(key: str) -> str:
    """Figures and shares."""
    view = _parts(key)
    return _render(PROFILE_PAGE, view, profile_form(view))


@blueprint.post("/assessments/<key:key>/profile")
@access(Action.EDIT_PROFILE)
def keep_profile(key: str) -> Answered:
    """Keep figures and shares, or give the page back with what was typed; where other processes change the questions
    it first says which."""

    def send(form: ProfileForm, sending: dict[str, Any]) -> None:
        agreed = request.form.get(AGREED, "")
        if agreed == AS_BEFORE:
            form.take_back(PROCESSES)
        figures, shares = form.figures(), form.shares()
        read_all = not any(
            form[name].errors for name in form.standing if name.startswith(form.parts[PROCESSES])
        )
        save_profile(
            get_services(), get_session(), key, profile=figures, processes=shares if read_all else None,
            agreed=agreed, **sending,
        )  # fmt: skip

    return _keep(key, PROFILE_PAGE, profile_form, send)


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

    def send(form: StatementForm, sending: dict[str, Any]) -> None:
        save_statements(get_services(), get_session(), key, form.statements(), **sending)

    return _keep(key, STATEMENT_PAGE, statement_form, send)


def _keep(
    key: str, page: str, make: Callable[[PartView], Sent], send: Callable[[Sent, dict[str, Any]], None]
) -> Answered:
    """Settle what somebody else changed, save, and go back to the task list; else the page as it was typed.

    What the form cannot read and what the service refuses is said at once: the 422 keeps nothing of a part."""
    view = _parts(key)
    form = make(view)
    if clashes := settle_parts(form, view):
        return _stale(page, view, form, clashes)
    form.validate()
    sending = {
        "base": form.base(), "client_id": form.client_id.data or "", "by": current_person(), "at": now(),
    }  # fmt: skip
    try:
        form.call(lambda: send(form, sending))
    except ConflictError:  # somebody was faster in this very moment
        get_session().expire_all()
        view = _parts(key)
        form = make(view)
        return _stale(page, view, form, settle_parts(form, view))
    except QuestionsChangeError as error:
        form.renew()
        return _render(page, view, form, change=error.change), 422
    if form.refused:
        form.renew()
        return _render(page, view, form), 422
    flash(translate("Saved."), "done")
    return redirect(url_for("firm.tasks", key=view.key))


def _parts(key: str) -> PartView:
    return get_parts(get_services(), get_session(), key, by=current_person())


def _stale(page: str, view: PartView, form: PartForm, clashes: list[Clash]) -> Answered:
    form.renew()
    return _render(page, view, form, clashes), 409


def _render(
    page: str,
    view: PartView,
    form: PartForm,
    clashes: list[Clash] | None = None,
    change: QuestionsChange | None = None,
) -> str:
    return render_template(
        page, view=view, form=form, clashes=clashes or [], change=change, rates_of=rates_of
    )

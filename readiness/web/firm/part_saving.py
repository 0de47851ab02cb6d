"""Figures, shares and statements one part at a time, as the script of their pages sends them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import jsonify
from flask.typing import ResponseReturnValue

from readiness.assessment.permissions import Action
from readiness.errors import ConflictError
from readiness.services.append_changes import PROCESSES, PROFILE, STATEMENTS
from readiness.services.get_dimension import PartView, get_parts
from readiness.services.save_profile import save_profile
from readiness.services.save_statements import save_statements
from readiness.services.sendings import SaveReceipt
from readiness.web.access import access, current_person
from readiness.web.api.describe import describe
from readiness.web.database import get_services, get_session, now
from readiness.web.filters import clock
from readiness.web.firm import blueprint
from readiness.web.firm.dimensions import SAVED_ANSWERS
from readiness.web.firm.profile_form import PartForm, ProfileForm, StatementForm, profile_form, statement_form
from readiness.web.i18n import translate

Sent = TypeVar("Sent", bound=PartForm)
HEADERS = {"X-CSRFToken": "the token of GET /api/csrf-token"}


@blueprint.post("/api/assessments/<key:key>/parts/profile")
@access(Action.EDIT_PROFILE)
@describe("Save the figures as the form of the profile names them", headers=HEADERS, answers=SAVED_ANSWERS)
def save_figures(key: str) -> ResponseReturnValue:
    """All figures; the shares of processes stay as they stand."""

    def send(form: ProfileForm, sending: dict[str, Any]) -> SaveReceipt:
        return save_profile(get_services(), get_session(), key, profile=form.figures(), **sending)

    return _save(key, PROFILE, profile_form, send)


@blueprint.post("/api/assessments/<key:key>/parts/processes")
@access(Action.EDIT_PROFILE)
@describe("Save the shares as the form of the profile names them", headers=HEADERS, answers=SAVED_ANSWERS)
def save_shares(key: str) -> ResponseReturnValue:
    """All shares, as soon as each can be read; the figures stay as they stand."""

    def send(form: ProfileForm, sending: dict[str, Any]) -> SaveReceipt | None:
        shares = form.shares()
        if form.refused:
            return None
        return save_profile(get_services(), get_session(), key, processes=shares, **sending)

    return _save(key, PROCESSES, profile_form, send)


@blueprint.post("/api/assessments/<key:key>/parts/statements")
@access(Action.EDIT_STATEMENTS)
@describe("Save the statements as their form names them", headers=HEADERS, answers=SAVED_ANSWERS)
def save_said(key: str) -> ResponseReturnValue:
    """All statements."""

    def send(form: StatementForm, sending: dict[str, Any]) -> SaveReceipt:
        return save_statements(get_services(), get_session(), key, form.statements(), **sending)

    return _save(key, STATEMENTS, statement_form, send)


def _save(
    key: str,
    part: str,
    make: Callable[[PartView], Sent],
    send: Callable[[Sent, dict[str, Any]], SaveReceipt | None],
) -> ResponseReturnValue:
    """The new revision, or why nothing is kept. Where somebody else changed the part, the Save button settles it."""
    form = make(get_parts(get_services(), get_session(), key, by=current_person()))
    sending = {
        "base": form.base(), "client_id": form.client_id.data or "", "by": current_person(), "at": now(),
    }  # fmt: skip
    try:
        receipt = form.call(lambda: send(form, sending))
    except ConflictError:
        return jsonify(error="conflict", detail=translate("Somebody else changed this meanwhile")), 409
    if form.refused or receipt is None:
        return jsonify(error="refused", detail=" ".join(form.said())), 422
    return jsonify(revision=receipt.revisions[part], seen=form.shown_now(part), time=clock(now()))

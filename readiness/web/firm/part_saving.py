"""Figures, shares and statements one part at a time, as the script of their pages sends them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import jsonify
from flask.typing import ResponseReturnValue

from readiness.assessment.permissions import Action
from readiness.errors import ConflictError
from readiness.services.append_changes import PROCESSES, PROFILE, STATEMENTS
from readiness.services.foresee_processes import QuestionsChange, QuestionsChangeError
from readiness.services.get_dimension import PartView, get_parts
from readiness.services.save_profile import save_profile
from readiness.services.save_statements import save_statements
from readiness.services.sendings import SaveReceipt
from readiness.web.access import access, current_person
from readiness.web.api.describe import TEXT, WHOLE, describe, object_of
from readiness.web.database import get_services, get_session, now
from readiness.web.filters import clock
from readiness.web.firm import blueprint
from readiness.web.firm.clashes import move_onto_own
from readiness.web.firm.profile_form import PartForm, ProfileForm, StatementForm, profile_form, statement_form
from readiness.web.firm.question_saving import FIELDS, OTHERS, REFUSED
from readiness.web.firm.senders import same_person
from readiness.web.i18n import translate

Sent = TypeVar("Sent", bound=PartForm)
HEADERS = {"X-CSRFToken": "the token of GET /api/csrf-token"}
SAVED_PART: dict[int, tuple[str, dict[str, Any] | None]] = {
    200: ("kept", object_of(revision=WHOLE, seen=TEXT, time=TEXT, fields=FIELDS)),
    409: ("somebody else saved meanwhile ('conflict'), or the assessment is not open for changes", REFUSED),
    **OTHERS,
}


@blueprint.post("/api/assessments/<key:key>/parts/profile")
@access(Action.EDIT_PROFILE)
@describe("Save the figures as the form of the profile names them", headers=HEADERS, answers=SAVED_PART)
def save_figures(key: str) -> ResponseReturnValue:
    """All figures; the shares of processes stay as they stand."""

    def send(form: ProfileForm, sending: dict[str, Any]) -> SaveReceipt:
        return save_profile(get_services(), get_session(), key, profile=form.figures(), **sending)

    return _save(key, PROFILE, profile_form, send)


@blueprint.post("/api/assessments/<key:key>/parts/processes")
@access(Action.EDIT_PROFILE)
@describe("Save the shares as the form of the profile names them", headers=HEADERS, answers=SAVED_PART)
def save_shares(key: str) -> ResponseReturnValue:
    """All shares, as soon as each can be read; the figures stay as they stand. What changes the questions is left to
    the Save button, whose page shows how."""

    def send(form: ProfileForm, sending: dict[str, Any]) -> SaveReceipt | None:
        shares = form.shares()
        if form.refused:
            return None
        try:
            return save_profile(get_services(), get_session(), key, processes=shares, agreed="", **sending)
        except QuestionsChangeError as error:
            form.refusals.append(_asked_first(error.change))
            return None

    return _save(key, PROCESSES, profile_form, send)


@blueprint.post("/api/assessments/<key:key>/parts/statements")
@access(Action.EDIT_STATEMENTS)
@describe("Save the statements as their form names them", headers=HEADERS, answers=SAVED_PART)
def save_said(key: str) -> ResponseReturnValue:
    """All statements."""

    def send(form: StatementForm, sending: dict[str, Any]) -> SaveReceipt:
        return save_statements(get_services(), get_session(), key, form.statements(), **sending)

    return _save(key, STATEMENTS, statement_form, send)


def _asked_first(change: QuestionsChange) -> str:
    return translate(
        "this changes the questions (%(new)s new, %(gone)s dropped, %(other)s asked in another way). Press Save: "
        "you see which before it counts.",
        new=len(change.appearing), gone=len(change.vanishing), other=len(change.altered),
    )  # fmt: skip


def _save(
    key: str,
    part: str,
    make: Callable[[PartView], Sent],
    send: Callable[[Sent, dict[str, Any]], SaveReceipt | None],
) -> ResponseReturnValue:
    """The new revision, or why nothing is kept. Where somebody else changed the part, the Save button settles it; what
    the same person saved in another window is put together here, and the reply then has all fields."""
    same_person()
    form, fields = make(_parts(key)), list[tuple[str, str]]()
    try:
        receipt = form.call(lambda: send(form, _sending(form)))
    except ConflictError:
        get_session().expire_all()
        view = _parts(key)
        form = make(view)
        if not move_onto_own(form, view, part):
            return jsonify(error="conflict", detail=translate("Somebody else changed this meanwhile")), 409
        receipt, fields = form.call(lambda: send(form, _sending(form))), form.shown(part)
    if form.refused or receipt is None:
        return jsonify(error="refused", detail=" ".join(form.said())), 422
    seen = form.shown_now(part)
    return jsonify(revision=receipt.revisions[part], seen=seen, time=clock(now()), fields=fields)


def _parts(key: str) -> PartView:
    return get_parts(get_services(), get_session(), key, by=current_person())


def _sending(form: PartForm) -> dict[str, Any]:
    by, at = current_person(), now()
    return {"base": form.base(), "client_id": form.client_id.data or "", "by": by, "at": at}

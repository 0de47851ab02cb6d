"""One dimension: shown as a form, saved as a whole or, where a script helps, question by question."""

from __future__ import annotations

from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from readiness.assessment.permissions import Action
from readiness.errors import ConflictError, InputError
from readiness.questionnaire.answers import Answer
from readiness.services.get_beside import get_beside
from readiness.services.get_dimension import get_dimension
from readiness.services.sendings import SaveReceipt
from readiness.web.access import access, current_person
from readiness.web.answer_form import read_answer
from readiness.web.api.describe import ERROR, TEXT, WHOLE, describe, object_of
from readiness.web.clashes import Clash
from readiness.web.database import get_services, get_session, now
from readiness.web.filters import clock
from readiness.web.firm import blueprint
from readiness.web.firm.clashes import settle_answers
from readiness.web.firm.pages import DimensionPage, dimension_page, question_form
from readiness.web.firm.sending import send_answers
from readiness.web.i18n import translate
from readiness.web.revisions import mark_of

Answered = str | Response | tuple[str, int]
REFUSED = object_of(error=TEXT, detail=TEXT)
SAVED_ANSWERS: dict[int, tuple[str, dict[str, Any] | None]] = {
    200: ("kept", object_of(revision=WHOLE, seen=TEXT, time=TEXT)),
    400: ("no CSRF token", ERROR), 401: ("not signed in", ERROR), 403: ("not allowed", ERROR),
    404: ("not there for this person", ERROR),
    409: ("somebody else saved meanwhile ('conflict'), or the assessment is not open for changes", REFUSED),
    422: ("not a possible answer", REFUSED),
}  # fmt: skip


@blueprint.get("/assessments/<key:key>/dimensions/<code:code>")
@access(Action.VIEW_ANSWERS)
def show_dimension(key: str, code: str) -> str:
    """The questions that the firm's processes ask."""
    return _render(_page(key, code))


@blueprint.post("/assessments/<key:key>/dimensions/<code:code>")
@access(Action.EDIT_ANSWERS)
def save_dimension(key: str, code: str) -> Answered:
    """Keep what was changed, or give the page back with everything that was typed."""
    page = _page(key, code)
    if clashes := settle_answers(page.form, page.view.questions):
        return _stale(page, clashes)
    try:
        receipt = _save(page, key)
    except ConflictError:  # somebody was faster in this very moment
        get_session().expire_all()
        page = _page(key, code)
        return _stale(page, settle_answers(page.form, page.view.questions))
    if receipt is None:
        page.form.renew()
        return _render(page), 422
    taken = _taken_over(page)
    flash(
        translate("Saved, as in %(round)s.", round=page.earlier_round) if taken else translate("Saved."),
        "done",
    )
    return redirect(_onward(page, key))


@blueprint.post("/api/assessments/<key:key>/dimensions/<code:code>/questions/<code:question>")
@access(Action.EDIT_ANSWERS)
@describe(
    "Save the fields of one question as the form of its dimension names them; acknowledged means kept",
    headers={"X-CSRFToken": "the token of GET /api/csrf-token"},
    answers=SAVED_ANSWERS,
)
def save_question(key: str, code: str, question: str) -> ResponseReturnValue:
    """What the page's script sends: the same fields, read by the same form, one question at a time."""
    form = question_form(
        get_dimension(get_services(), get_session(), key, code, by=current_person()), question
    )
    [ask] = form.asks
    try:
        receipt = send_answers(key, form, {question: read_answer(ask, form.typed(ask))})
    except InputError as error:
        form.refuse(error)
    except ConflictError:
        return jsonify(error="conflict", detail=translate("Somebody else changed this meanwhile")), 409
    if form.refused or receipt is None:
        said = [*form.refusals, *(error for field in form for error in field.errors)]
        return jsonify(error="refused", detail=" ".join(map(str, said))), 422
    return jsonify(revision=receipt.revisions[question], seen=mark_of(form.typed(ask)), time=clock(now()))


def _page(key: str, code: str) -> DimensionPage:
    view = get_dimension(get_services(), get_session(), key, code, by=current_person())
    return dimension_page(view, get_beside(get_services(), get_session(), key, by=current_person()))


def _save(page: DimensionPage, key: str) -> SaveReceipt | None:
    """The receipt, or None after a refusal, of which the page's 422 keeps nothing; what cannot be read and what is
    impossible is said at once."""
    page.form.validate()
    receipt = send_answers(key, page.form, {**page.form.read(), **_taken_over(page)})
    return None if page.form.refused else receipt


def _taken_over(page: DimensionPage) -> dict[str, Answer]:
    """The answer of the round before for the question whose button was pressed, if there is one."""
    code = request.form.get("take", "")
    asked = {ask.question.code for ask in page.form.asks}
    earlier = page.beside.answer_of(code) if code in asked else None
    return {code: earlier} if earlier else {}


def _stale(page: DimensionPage, clashes: list[Clash]) -> Answered:
    page.form.renew()
    return _render(page, clashes), 409


def _onward(page: DimensionPage, key: str) -> str:
    """Where the pressed button leads: evidence of a question, the next dimension, or here again."""
    then, here = request.form.get("then", ""), page.view.dimension.code
    taken = next((ask for ask in page.form.asks if ask.question.code == request.form.get("take")), None)
    if taken:
        return url_for("firm.show_dimension", key=key, code=here, _anchor=f"q-{taken.name}")
    if then in {question.code for question in page.view.dimension.questions}:
        return url_for("firm.show_evidence", key=key, code=here, question=then)
    if then == "next":
        return (
            url_for("firm.show_dimension", key=key, code=page.following)
            if page.following
            else url_for("firm.tasks", key=key)
        )
    return url_for("firm.show_dimension", key=key, code=here)


def _render(page: DimensionPage, clashes: list[Clash] | None = None) -> str:
    return render_template("firm/dimension.html", page=page, form=page.form, clashes=clashes or [])

"""One dimension: shown as a form and saved as a whole."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from readiness.assessment.permissions import Action
from readiness.questionnaire.answers import Answer
from readiness.services.get_beside import get_beside
from readiness.services.get_dimension import get_dimension
from readiness.services.list_actions import list_waiting
from readiness.web.access import access, current_person
from readiness.web.clashes import Clash
from readiness.web.database import get_services, get_session
from readiness.web.firm import blueprint
from readiness.web.firm.pages import DimensionPage, dimension_page
from readiness.web.firm.sending import send_page
from readiness.web.i18n import translate

Answered = str | Response | tuple[str, int]


@blueprint.get("/assessments/<key:key>/dimensions/<code:code>")
@access(Action.VIEW_ANSWERS)
def show_dimension(key: str, code: str) -> str:
    """The questions that the firm's processes ask."""
    return _render(_page(key, code))


@blueprint.post("/assessments/<key:key>/dimensions/<code:code>")
@access(Action.EDIT_ANSWERS)
def save_dimension(key: str, code: str) -> Answered:
    """Keep what was changed, or give the page back with everything that was typed."""
    sent = send_page(key, lambda: _page(key, code), lambda page: {**page.form.read(), **_taken_over(page)})
    page = sent.page
    if sent.receipt is None:
        return _render(page, sent.clashes), sent.status
    taken = _taken_over(page)
    flash(
        translate("Saved, as in %(round)s.", round=page.earlier_round) if taken else translate("Saved."),
        "done",
    )
    return redirect(_onward(page, key))


def _page(key: str, code: str) -> DimensionPage:
    view = get_dimension(get_services(), get_session(), key, code, by=current_person())
    return dimension_page(view, get_beside(get_services(), get_session(), key, by=current_person()))


def _taken_over(page: DimensionPage) -> dict[str, Answer]:
    """The answer of the round before for the question whose button was pressed, if there is one."""
    code = request.form.get("take", "")
    asked = {ask.question.code for ask in page.form.asks}
    earlier = page.beside.answer_of(code) if code in asked else None
    return {code: earlier} if earlier else {}


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


def _render(page: DimensionPage, clashes: Sequence[Clash] = ()) -> str:
    codes = {question.code for question in page.view.dimension.questions}
    waiting = list_waiting(get_session(), page.view.firm, by=current_person()) if page.view.editable else ()
    return render_template(
        "firm/dimension.html", page=page, form=page.form, clashes=clashes,
        waiting=[row for row in waiting if row.question in codes],
    )  # fmt: skip

"""The way to the result: check, declare, submit, read."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField

from readiness.assessment.permissions import Action, may
from readiness.errors import InputError
from readiness.services.check_assessment import check_assessment
from readiness.services.clean_input import NAME_LENGTH
from readiness.services.declare_assessment import ALWAYS, OPTIONAL, change_consent, declare_assessment
from readiness.services.get_result_page import get_result_page
from readiness.services.get_task_list import get_task_list
from readiness.services.submit_assessment import submit_assessment
from readiness.web.access import access, current_person
from readiness.web.database import get_services, get_session, now
from readiness.web.firm import blueprint
from readiness.web.firm.remarks import place_of, question_place, remark_lines, statement_place
from readiness.web.firm.result_page import result_model
from readiness.web.forms import Form, line
from readiness.web.i18n import lazy_gettext, translate
from readiness.web.messages import message_for

Answered = str | Response | tuple[str, int]
STATEMENT_REQUIRED = "statement_required"


class DeclarationForm(Form):
    """Who stands for the answers, and what may be shared; the ticks are the service's groups of data."""

    name = line(lazy_gettext("Your name, as it stands under the declaration"), NAME_LENGTH)
    scores = BooleanField(lazy_gettext("Scores, level and rank may be seen by the cluster office (needed)"))
    figures = BooleanField(lazy_gettext("The office may also see our answers and figures"))
    evidence = BooleanField(lazy_gettext("The office may also open our evidence"))
    customers = BooleanField(lazy_gettext("Customers may be told our level"))

    def consent(self) -> dict[str, bool]:
        """Group → agreed."""
        return {group: bool(self._fields[group].data) for group in (ALWAYS, *OPTIONAL)}

    def place(self, error: InputError) -> str:
        """The needed tick is where a missing consent is said."""
        return ALWAYS if error.code == "consent_scores" else error.field


@blueprint.get("/assessments/<key:key>/check")
@access(Action.CHECK_ASSESSMENT)
def check(key: str) -> str:
    """What is missing, impossible or odd."""
    by = current_person()
    found = check_assessment(get_services(), get_session(), key, by=by)
    tasks = get_task_list(get_services(), get_session(), key, by=by)
    questionnaire = tasks.questionnaire
    return render_template(
        "firm/check.html",
        check=found,
        tasks=tasks,
        errors=remark_lines(questionnaire, key, found.errors),
        doubts=remark_lines(questionnaire, key, found.doubts),
        unsaid=[statement_place(questionnaire, key, statement) for statement in found.unsaid],
        missing={
            dimension: [question_place(questionnaire, key, question) for question in codes]
            for dimension, codes in found.missing.items()
        },
    )


@blueprint.get("/assessments/<key:key>/declare")
@access(Action.DECLARE_ASSESSMENT)
def show_declaration(key: str) -> str:
    """The declaration, and after it the last step."""
    tasks = get_task_list(get_services(), get_session(), key, by=current_person())
    held = {"name": tasks.declared_by or current_person().name, ALWAYS: True, **tasks.consent}
    return _declaration(key, DeclarationForm(data=held))


@blueprint.post("/assessments/<key:key>/declare")
@access(Action.DECLARE_ASSESSMENT)
def declare(key: str) -> Answered:
    """Keep who declares and the consent."""
    form, by = DeclarationForm(), current_person()
    sending: dict[str, Any] = {"name": form.name.data or "", "consent": form.consent(), "by": by, "at": now()}
    form.check(lambda: declare_assessment(get_services(), get_session(), key, **sending))
    if form.refused:
        return _declaration(key, form), 422
    flash(translate("Declared. You can submit now."), "done")
    return redirect(url_for("firm.show_declaration", key=key))


@blueprint.post("/assessments/<key:key>/consent")
@access(Action.DECLARE_ASSESSMENT)
def consent(key: str) -> Answered:
    """Give or take back consent, in any state."""
    form = DeclarationForm()
    sending: dict[str, Any] = {"by": current_person(), "at": now()}
    form.call(lambda: change_consent(get_services(), get_session(), key, form.consent(), **sending))
    if form.refused:
        return _declaration(key, form), 422
    flash(translate("Your choice is kept."), "done")
    return redirect(url_for("firm.show_declaration", key=key))


@blueprint.post("/assessments/<key:key>/submit")
@access(Action.SUBMIT_ASSESSMENT)
def submit(key: str) -> Response:
    """From here on the answers stand still; what is impossible leads back to the check."""
    try:
        submit_assessment(get_services(), get_session(), key, by=current_person(), at=now())
    except InputError as error:
        flash(message_for(error), "wrong")
        return redirect(url_for("firm.check", key=key))
    flash(translate("Submitted. This is your receipt."), "done")
    return redirect(url_for("firm.receipts", key=key))


@blueprint.get("/assessments/<key:key>/result")
@access(Action.VIEW_RESULT)
def result(key: str) -> str:
    """The result as far as it stands."""
    by = current_person()
    found = get_result_page(get_services(), get_session(), key, by=by)
    may_share = may(by, Action.SHARE_RESULT, firm_id=found.view.firm.id)
    return render_template("firm/result.html", page=result_model(found), may_share=may_share)


def _declaration(key: str, form: DeclarationForm) -> str:
    by = current_person()
    tasks = get_task_list(get_services(), get_session(), key, by=by)
    found = check_assessment(get_services(), get_session(), key, by=by)
    unmet = [
        place_of(tasks.questionnaire, key, error) for error in found.errors if error.key == STATEMENT_REQUIRED
    ]
    form.refusals = list(dict.fromkeys(form.refusals))
    return render_template("firm/declare.html", form=form, tasks=tasks, unmet=unmet)

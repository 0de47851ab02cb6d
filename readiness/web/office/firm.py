"""One firm in a round: where it stands, what happened, and the office's steps."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from readiness.assessment.permissions import OWNER, Action
from readiness.assessment.states import Step
from readiness.services.assign_consultant import assign_consultant
from readiness.services.finalise_assessment import finalise_assessment
from readiness.services.get_firm import FirmFile, get_firm
from readiness.services.return_assessment import return_assessment
from readiness.web import event_words
from readiness.web.access import access, current_person
from readiness.web.database import get_services, get_session, now
from readiness.web.i18n import mark, translate
from readiness.web.office import blueprint
from readiness.web.office.forms import AssignOneForm, ReturnForm
from readiness.web.office.paging import here, way_back
from readiness.web.office.words import STAGES, say
from readiness.web.tones import TONES

PLACE = "/rounds/<key:round_key>/firms/<key:firm_key>"


@blueprint.get(PLACE)
@access(Action.LIST_FIRMS)
def firm(round_key: str, firm_key: str) -> str:
    """State, result, people, history."""
    found = _get(round_key, firm_key)
    return _page(found, ReturnForm(), AssignOneForm.of(found.candidates))


@blueprint.post(f"{PLACE}/assign")
@access(Action.ASSIGN_CONSULTANT)
def assign_one(round_key: str, firm_key: str) -> ResponseReturnValue:
    """Give the firm's assessment to one more consultant."""
    found = _get(round_key, firm_key)
    form = AssignOneForm.of(found.candidates)
    if form.validate_on_submit():
        form.call(
            lambda: assign_consultant(
                get_services(),
                get_session(),
                _work(found),
                form.consultant.data,
                by=current_person(),
                at=now(),
            )
        )
    if form.refused:
        return _page(found, ReturnForm(), form), 422
    flash(translate("The consultant is assigned and gets a mail."), "done")
    return _back(round_key, firm_key)


@blueprint.post(f"{PLACE}/return")
@access(Action.RETURN_ASSESSMENT)
def give_back(round_key: str, firm_key: str) -> ResponseReturnValue:
    """Give the assessment back to the firm, whose owners get a mail with the reason."""
    found, form = _get(round_key, firm_key), ReturnForm()
    if form.validate_on_submit():
        form.call(
            lambda: return_assessment(
                get_services(),
                get_session(),
                _work(found),
                reason=form.text("reason"),
                by=current_person(),
                at=now(),
            )
        )
    if form.refused:
        return _page(found, form, AssignOneForm.of(found.candidates)), 422
    if any(member.kind == OWNER and member.user.active for member in found.members):
        flash(
            translate("The assessment is with the firm again; its owners get a mail with the reason."), "done"
        )
    else:
        words = mark(
            "The assessment is with the firm again. It has no owner with a login: tell it the reason."
        )
        flash(translate(words), "warn")
    return _back(round_key, firm_key)


@blueprint.post(f"{PLACE}/finalise")
@access(Action.FINALISE_ASSESSMENT)
def finalise(round_key: str, firm_key: str) -> ResponseReturnValue:
    """The verified result becomes final."""
    found = _get(round_key, firm_key)
    finalise_assessment(get_services(), get_session(), _work(found), by=current_person(), at=now())
    flash(translate("The result is final."), "done")
    return _back(round_key, firm_key)


def _get(round_key: str, firm_key: str) -> FirmFile:
    return get_firm(get_services(), get_session(), round_key, firm_key, by=current_person())


def _work(found: FirmFile) -> str:
    """The assessment's key; NotFoundError of the services where the firm has none in the round."""
    return found.assessment.key if found.assessment else ""


def _back(round_key: str, firm_key: str) -> ResponseReturnValue:
    return redirect(way_back(url_for("office.firm", round_key=round_key, firm_key=firm_key)), 303)


def _page(found: FirmFile, return_form: ReturnForm, assign_form: AssignOneForm) -> str:
    refused = return_form if return_form.refused else assign_form
    return render_template(
        "office/firm.html",
        round=found.round,
        file=found,
        form=refused,
        return_form=return_form if Step.RETURN in found.steps else None,
        assign_form=assign_form if found.can_assign else None,
        can_finalise=Step.FINALISE in found.steps,
        stage=say(STAGES, found.stage),
        tone=TONES.get(found.stage, "plain"),
        words=event_words,
        here=here(),
        back=way_back(url_for("office.firms", round_key=found.round.key)),
        questionnaire=get_services().catalogue.get(found.round.questionnaire),
    )

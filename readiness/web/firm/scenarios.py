"""Scenarios that the firm kept: open one beside today's result, change it, delete it."""

from __future__ import annotations

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from readiness.assessment.permissions import Action
from readiness.services.keep_scenario import delete_scenario
from readiness.services.open_scenario import open_scenario
from readiness.services.try_scenario import try_scenario
from readiness.web.access import access, current_person
from readiness.web.database import get_services, get_session, now
from readiness.web.firm import blueprint
from readiness.web.firm.what_if import PAGE, Answered, answer_trial, render_trial, trial_form
from readiness.web.i18n import translate

ONE = f"{PAGE}/<key:scenario>"


@blueprint.get(ONE)
@access(Action.KEEP_SCENARIO)
def show_scenario(key: str, scenario: str) -> str:
    """Its answers in the fields, and what they make of today's result; what no longer fits is said."""
    session = get_session()
    kept, trial, held = open_scenario(get_services(), session, key, scenario, by=current_person())
    form = trial_form(trial, kept)
    tried = form.call(lambda: try_scenario(session, trial, held, kept.answers, documented=kept.documented))
    return render_trial(tried or trial, held, form, kept)


@blueprint.post(ONE)
@access(Action.KEEP_SCENARIO)
def change_scenario(key: str, scenario: str) -> Answered:
    """Try other answers in it, or keep them under the name that was typed."""
    kept, trial, held = open_scenario(get_services(), get_session(), key, scenario, by=current_person())
    return answer_trial(trial, held, trial_form(trial, kept), kept)


@blueprint.post(f"{ONE}/delete")
@access(Action.KEEP_SCENARIO)
def drop_scenario(key: str, scenario: str) -> Response:
    """Gone for everybody of the firm."""
    delete_scenario(get_session(), key, scenario, by=current_person(), at=now())
    flash(translate("The scenario is deleted."), "done")
    return redirect(url_for("firm.choose", key=key))

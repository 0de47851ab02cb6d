"""The rounds, and how far one is."""

from __future__ import annotations

import datetime as dt
from typing import cast

from flask import flash, redirect, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from readiness.assessment.permissions import Action
from readiness.errors import NotFoundError, QuestionnaireError
from readiness.services.close_round import close_round
from readiness.services.list_progress import list_progress
from readiness.services.list_rounds import list_rounds
from readiness.services.open_round import open_round
from readiness.web.access import access, current_person
from readiness.web.database import get_services, get_session, now
from readiness.web.filters import qt
from readiness.web.i18n import language, translate
from readiness.web.office import blueprint
from readiness.web.office.forms import RoundForm
from readiness.web.office.words import ROUND_STATES, STAGES, say


@blueprint.get("/")
@access(Action.LIST_ROUNDS)
def index() -> str:
    """All rounds with what can be done in them."""
    rounds = list_rounds(get_services(), get_session(), by=current_person())
    titles = {found.questionnaire: _title(found.questionnaire) for found in rounds}
    return render_template("office/rounds.html", rounds=rounds, titles=titles, say=say, states=ROUND_STATES)


def _title(version: str) -> Markup | str:
    """Name and version of a questionnaire; 'code/version' where its folder is gone."""
    try:
        found = get_services().catalogue.get(version)
    except NotFoundError:
        return version
    return Markup("{} {}").format(qt("questionnaire.name", found), found.version)


@blueprint.route("/rounds/new", methods=["GET", "POST"])
@access(Action.OPEN_ROUND)
def add_round() -> str | Response | tuple[str, int]:
    """Open a round."""
    form = RoundForm()
    form.questionnaire.choices = _versions()
    if form.validate_on_submit():
        made = form.call(
            lambda: open_round(
                get_services(), get_session(), name=form.name.data or "", practice=form.practice.data,
                reference_year=cast(int, form.reference_year.data), opens_on=cast(dt.date, form.opens_on.data),
                closes_on=cast(dt.date, form.closes_on.data), questionnaire=form.questionnaire.data or "",
                by=current_person(), at=now(),
            )
        )  # fmt: skip
        if made is not None:
            flash(translate("The round %(name)s is open.", name=made.name), "done")
            return redirect(url_for("office.progress", round_key=made.key))
    return render_template("office/new_round.html", form=form), 422 if form.refused else 200


def _versions() -> list[tuple[str, str]]:
    """Every version with its name, the service's own first; one that cannot be loaded is left out."""
    services = get_services()
    found = sorted(services.catalogue.versions(), key=lambda name: name != services.settings.questionnaire)
    choices = []
    for version in found:
        try:
            texts = services.catalogue.get(version).texts
        except QuestionnaireError:
            continue
        choices.append(
            (version, f"{texts.get('questionnaire.name', language()).value} {version.partition('/')[2]}")
        )
    return choices


@blueprint.post("/rounds/<key:round_key>/close")
@access(Action.CLOSE_ROUND)
def end_round(round_key: str) -> Response:
    """No submissions from now on."""
    close_round(get_services(), get_session(), round_key, by=current_person(), at=now())
    flash(translate("The round is closed. What was submitted is verified to the end."), "done")
    return redirect(url_for("office.index"))


@blueprint.get("/rounds/<key:round_key>/progress")
@access(Action.VIEW_PROGRESS)
def progress(round_key: str) -> str:
    """How many firms stand where, by city and by sub-sector."""
    services = get_services()
    found = list_progress(services, get_session(), round_key, by=current_person())
    return render_template(
        "office/progress.html",
        round=found.round,
        progress=found,
        questionnaire=services.catalogue.get(found.round.questionnaire),
        stages=[(code, say(STAGES, code)) for code in found.stages],
    )

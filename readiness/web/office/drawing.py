"""How sure a ranking is: asking for it to be drawn, and what it depends on."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import IntegerField
from wtforms.validators import Optional

from readiness.assessment.permissions import Action
from readiness.scoring.sensitivity import MOVERS
from readiness.services.request_ranking import GROWERS, SensitivityPage, get_sensitivity, request_ranking
from readiness.store.rows import RankingRun
from readiness.web.access import access, current_person
from readiness.web.database import get_services, get_session, now
from readiness.web.forms import Form
from readiness.web.i18n import lazy_gettext as _
from readiness.web.i18n import mark
from readiness.web.office import blueprint
from readiness.web.office.ranking_sheets import Writer
from readiness.web.office.words import say

SEED = 1
SOURCES = {
    "": mark("Everything drawn"),
    "noise": mark("Without each answer's own error"),
    "bias": mark("Without the error common to a firm's answers"),
    "weights": mark("With the weights as stated"),
    "rule": mark("With the stated rule of joining pillars"),
    "knots": mark("With the scales of figures as stated"),
    "missing": mark("With unanswered questions at nothing"),
}
CAUSES = {
    "noise": mark("each answer's own error"),
    "bias": mark("the error common to a firm's answers"),
    "weights": mark("the weights"),
    "rule": mark("the rule of joining pillars"),
    "knots": mark("the scales of figures"),
    "missing": mark("unanswered questions"),
}
ALTERNATIVES = {
    "equal_pillars": mark("All pillars with the same weight"),
    "arithmetic": mark("Pillars joined by the plain mean"),
    "geometric": mark("Pillars joined by the geometric mean"),
}
LISTS = {"verified": mark("Verified"), "declared": mark("Self-declared")}


class DrawForm(Form):
    """How often to draw, and with which seed; empty fields mean the questionnaire's number and 1."""

    draws = IntegerField(_("Draws"), [Optional()], render_kw={"inputmode": "numeric"})
    seed = IntegerField(
        _("Seed"),
        [Optional()],
        description=_("The same seed draws the same again."),
        render_kw={"inputmode": "numeric"},
    )


@blueprint.get("/rounds/<key:round_key>/sensitivity")
@access(Action.RUN_RANKING)
def sensitivity(round_key: str) -> tuple[str, dict[str, str]]:
    """Each source of doubt off in turn, other weights, one dimension left out, and who has grown."""
    page = _page(round_key)
    shown = _shown(page, DrawForm(data={"draws": _usual(page), "seed": SEED}))
    return shown, {} if page.percent is None else {"Refresh": "5"}


@blueprint.post("/rounds/<key:round_key>/sensitivity")
@access(Action.RUN_RANKING)
def draw_ranking(round_key: str) -> str | Response | tuple[str, int]:
    """Hand the drawing to a worker."""
    page, form = _page(round_key), DrawForm()
    if form.validate_on_submit() and form.call(lambda: _requested(page, form)):
        return redirect(url_for("office.sensitivity", round_key=round_key))
    return _shown(page, form), 422


def _page(round_key: str) -> SensitivityPage:
    return get_sensitivity(get_services(), get_session(), round_key, by=current_person())


def _usual(page: SensitivityPage) -> int | None:
    """How many draws the questionnaire asks for; None where it states nothing to draw with."""
    rules = page.questionnaire.rules.ranking
    return rules.draws if rules else None


def _requested(page: SensitivityPage, form: DrawForm) -> str:
    draws, seed = form.draws.data, form.seed.data
    return request_ranking(
        get_services(),
        get_session(),
        page.round.key,
        draws=(_usual(page) or 0) if draws is None else draws,
        seed=SEED if seed is None else seed,
        by=current_person(),
        at=now(),
    )


def _shown(page: SensitivityPage, form: DrawForm) -> str:
    return render_template(
        "office/sensitivity.html",
        round=page.round,
        page=page,
        form=form,
        writer=Writer(page.questionnaire),
        say=say,
        sources=SOURCES,
        causes=CAUSES,
        alternatives=ALTERNATIVES,
        lists=LISTS,
        limit=GROWERS,
        main=_main_source,
        movers=MOVERS,
        possible=_usual(page) is not None and not current_person().city,
    )


def _main_source(run: RankingRun) -> str:
    """The source of doubt without which ranges are narrowed most; '' where none narrows them."""
    sources = [line for line in run.sensitivity["sources"] if line["source"] and line["change"] < 0]
    return min(sources, key=lambda line: line["change"], default={"source": ""})["source"]

"""The ranking of a round as a page and as a workbook."""

from __future__ import annotations

from flask import Response, make_response, render_template, request

from readiness.assessment.permissions import Action
from readiness.exports.ranking_xlsx import ranking_xlsx
from readiness.scoring.rank_ranges import tier_name
from readiness.services.build_ranking import TABLES, Ranking, build_ranking, page_ranking
from readiness.services.request_ranking import Drawn, get_drawn
from readiness.web.access import access, current_person
from readiness.web.database import get_services, get_session
from readiness.web.office import blueprint
from readiness.web.office.drawing import quartile_words, range_words
from readiness.web.office.ranking_sheets import Writer, ranking_sheets

LINES = 100
LONGEST_CODE = 18
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/rounds/<key:round_key>/ranking")
@access(Action.VIEW_RANKING)
def ranking(round_key: str) -> str:
    """Verified results by place, declared ones by quartile only, and who is left out and why.

    The beginning of all three tables; further lines of one table by itself.
    """
    table = request.args.get("table", "")
    table = table if table in TABLES else ""
    after = request.args.get("after", "")[:LONGEST_CODE]
    page = page_ranking(
        get_services(), get_session(), round_key, by=current_person(), table=table, after=after, limit=LINES
    )
    drawn = _drawn(page.shown)
    return render_template(
        "office/ranking.html",
        drawn=drawn,
        stale=_stale(page.shown, drawn, page.counts["verified"]),
        range_words=range_words,
        quartile_words=quartile_words,
        tier_name=tier_name,
        round=page.shown.round,
        ranking=page.shown,
        counts=page.counts,
        following=page.following,
        table_shown=table,
        writer=_writer(page.shown),
    )


@blueprint.get("/rounds/<key:round_key>/ranking.xlsx")
@access(Action.EXPORT_RANKING)
def ranking_workbook(round_key: str) -> Response:
    """The whole ranking, one sheet for each of its three parts."""
    found = _build(round_key)
    response = make_response(ranking_xlsx(ranking_sheets(found, _writer(found), _drawn(found).lines)))
    response.headers["Content-Type"] = XLSX
    response.headers["Content-Disposition"] = f'attachment; filename="ranking-{round_key}.xlsx"'
    return response


def _build(round_key: str) -> Ranking:
    return build_ranking(get_services(), get_session(), round_key, by=current_person())


def _drawn(found: Ranking) -> Drawn:
    """What was drawn last of the lines shown."""
    ids = [line.assessment.id for line in (*found.verified, *found.declared)]
    return get_drawn(get_session(), found.round, ids, by=current_person())


def _stale(found: Ranking, drawn: Drawn, verified: int) -> bool:
    """True when results have changed since: another number of firms, or a score or firm that the run has not seen."""
    run = drawn.runs.get("verified")
    if run is None:
        return False
    seen = {number: line.score for number, line in drawn.lines.items()}
    return run.firms != verified or any(seen.get(line.assessment.id) != line.index for line in found.verified)


def _writer(found: Ranking) -> Writer:
    return Writer(get_services().catalogue.get(found.round.questionnaire))

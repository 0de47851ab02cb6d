"""The ranking of a round as a page and as a workbook."""

from __future__ import annotations

from flask import Response, make_response, render_template, request

from readiness.assessment.permissions import Action
from readiness.exports.ranking_xlsx import ranking_xlsx
from readiness.services.build_ranking import TABLES, Ranking, build_ranking, page_ranking
from readiness.web.access import access, current_person
from readiness.web.database import get_services, get_session
from readiness.web.office import blueprint
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
    return render_template(
        "office/ranking.html",
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
    response = make_response(ranking_xlsx(ranking_sheets(found, _writer(found))))
    response.headers["Content-Type"] = XLSX
    response.headers["Content-Disposition"] = f'attachment; filename="ranking-{round_key}.xlsx"'
    return response


def _build(round_key: str) -> Ranking:
    return build_ranking(get_services(), get_session(), round_key, by=current_person())


def _writer(found: Ranking) -> Writer:
    return Writer(get_services().catalogue.get(found.round.questionnaire))

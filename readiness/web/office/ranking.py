"""The ranking of a round as a page and as a workbook."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, make_response, render_template, request

from readiness.assessment.permissions import Action
from readiness.document.peer_part import group_name
from readiness.document.words import Reader
from readiness.exports.ranking_xlsx import ranking_xlsx
from readiness.scoring.cohorts import Path, back_off
from readiness.scoring.group_ranges import least_firms
from readiness.scoring.scorecard import Basis
from readiness.services.build_ranking import TABLES, Ranking, RankingPage, build_ranking, page_ranking
from readiness.services.ranking_order import Order
from readiness.services.request_ranking import Drawn, get_drawn
from readiness.services.snapshot_peers import key_of, path_in
from readiness.web.access import access, current_person
from readiness.web.database import get_services, get_session
from readiness.web.i18n import language, mark, translate
from readiness.web.office import blueprint
from readiness.web.office.drawn_numbers import numbers_in
from readiness.web.office.ranking_lines import kind_words, line_model
from readiness.web.office.ranking_sheets import Writer, ranking_sheets

LINES = 100
LONGEST_CODE = 18
LONGEST_GROUP = 41
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/rounds/<key:round_key>/ranking")
@access(Action.VIEW_RANKING)
def ranking(round_key: str) -> str:
    """Verified results by place, declared ones by quartile only, and who is left out and why; of one peer group where
    the address names one.

    The beginning of all three tables; further lines of one table by itself.
    """
    table = request.args.get("table", "")
    table = table if table in TABLES else ""
    after = request.args.get("after", "")[:LONGEST_CODE]
    group = _group()
    page = page_ranking(
        get_services(), get_session(), round_key,
        by=current_person(), group=group, table=table, after=after, limit=LINES,
    )  # fmt: skip
    drawn, writer = _drawn(page.shown), _writer(page.shown)
    reader = Reader(writer.questionnaire, language(), translate)
    lines = {
        basis: [line_model(line, drawn, writer, group, basis) for line in getattr(page.shown, basis)]
        for basis in ("verified", "declared")
    }
    return render_template(
        "office/ranking.html",
        drawn=drawn,
        lines=lines,
        stale=_stale(page, drawn),
        round=page.shown.round,
        order=page.order,
        group=key_of(group),
        group_words=group_name(reader, group),
        larger=_larger(page.order),
        groups=[
            {"key": key_of(path), "words": _choice(reader, path, firms)}
            for path, firms in page.order.groups.items()
        ],
        left_out=page.shown.left_out,
        kind_words=kind_words,
        counts=page.counts,
        following=page.following,
        table_shown=table,
        least={basis: least_firms(writer.questionnaire, basis) for basis in Basis},
        writer=writer,
    )


@blueprint.get("/rounds/<key:round_key>/ranking.xlsx")
@access(Action.EXPORT_RANKING)
def ranking_workbook(round_key: str) -> Response:
    """The whole ranking, or that of one peer group, one sheet for each of its three parts."""
    found = build_ranking(get_services(), get_session(), round_key, by=current_person(), group=_group())
    response = make_response(
        ranking_xlsx(ranking_sheets(found, _writer(found), _drawn(found).lines, _group()))
    )
    response.headers["Content-Type"] = XLSX
    response.headers["Content-Disposition"] = f'attachment; filename="ranking-{round_key}.xlsx"'
    return response


def _group() -> Path:
    """The group that the address asks for."""
    return path_in(request.args.get("group", "")[:LONGEST_GROUP])


def _choice(reader: Reader, path: Path, firms: Mapping[Basis, int]) -> str:
    """A group with the firms of the lists that it has: 'Garments (12 verified, 30 self-declared)'."""
    words = {Basis.VERIFIED: mark("%(count)s verified"), Basis.DECLARED: mark("%(count)s self-declared")}
    counts = reader.translate(", ").join(
        translate(words[basis], count=count) for basis, count in firms.items()
    )
    return translate("%(name)s (%(more)s)", name=group_name(reader, path), more=counts)


def _larger(order: Order) -> str:
    """The next larger group that can be ranked, as it stands in an address; '' for all firms."""
    return key_of(back_off(order.group[:-1], order.groups) or ())


def _drawn(found: Ranking) -> Drawn:
    """What was drawn last of the lines shown."""
    ids = [line.assessment.id for line in (*found.verified, *found.declared)]
    return get_drawn(get_session(), found.round, ids, by=current_person())


def _stale(page: RankingPage, drawn: Drawn) -> bool:
    """True when results have changed since: another number of firms, or a score or firm that the run has not seen."""
    run = drawn.runs.get("verified")
    if run is None:
        return False
    shown = {line.assessment.id: line.index for line in page.shown.verified}
    for number, index in shown.items():
        line = drawn.lines.get(number)
        numbers = numbers_in(line, run.firms, page.order.group) if line else None
        if line is None or line.score != index or not numbers or numbers["firms"] != page.counts["verified"]:
            return True
    return not page.order.group and run.firms != page.counts["verified"]


def _writer(found: Ranking) -> Writer:
    return Writer(get_services().catalogue.get(found.round.questionnaire))

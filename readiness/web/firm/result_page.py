"""The page of a result: the answer first, then what it rests on, in the reader's words and as pictures."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import request

from readiness.document.build import dimension_chart, result_page
from readiness.document.charts import PHONE_WIDTH, Bars
from readiness.document.evidence_part import EvidencePart, evidence_part, gained
from readiness.document.losses import LossOrder, loss_chart, lost_part
from readiness.document.measures import MeasurePart, measure_part
from readiness.document.model import LostPart, NextLevel, ResultPage
from readiness.document.peer_part import PeerPart, figures_of, peer_part
from readiness.document.scale import Scale, scale
from readiness.document.steps import next_level
from readiness.document.waterfall import Waterfall
from readiness.document.words import Reader, plain
from readiness.questionnaire.trade import sub_sector_of
from readiness.scoring.peer_figures import Figure
from readiness.scoring.scenario import quarter_of
from readiness.scoring.scorecard import Basis, Standing
from readiness.services.get_result import ResultView
from readiness.services.get_result_page import EarlierResult, ResultPageView
from readiness.services.snapshot_peers import INDEX
from readiness.web.firm.explaining import is_turned, quarter_words
from readiness.web.i18n import language, translate

SORT = "sort"
DESK_WIDTH, DESK_LABEL = 640.0, 240.0


@dataclass(frozen=True)
class KeyFact:
    """One thing to know at once, with the place that tells more of it. `kind`: next, evidence, peers, earlier,
    measures; of a draft only the first two."""

    kind: str
    number: str
    words: str


@dataclass(frozen=True)
class Heading:
    """A column's head: where its link leads, and how the rows stand now ('' not by this column)."""

    words: str
    kind: str
    order: str
    turned: bool
    sorted: str


@dataclass(frozen=True)
class FirmResult:
    """The result in words and charts, as the report has it; `phone_…` are for small screens. `range_words`: how sure
    the index is, '' where nothing is said of it. `changes`: by pillar since the round before."""

    view: ResultView
    result: ResultPage
    scale: Scale
    phone_scale: Scale
    range_words: str
    facts: tuple[KeyFact, ...]
    lost: LostPart
    headings: tuple[Heading, ...]
    chosen_order: bool
    loss_chart: Waterfall
    phone_losses: Waterfall
    following: NextLevel | None
    evidence: EvidencePart | None
    dimension_chart: Bars
    phone_chart: Bars
    beside_peers: bool
    peers: PeerPart
    measures: MeasurePart | None
    changes: Mapping[str, str]
    earlier: EarlierResult | None

    def dimension_of(self, code: str) -> str:
        """The dimension whose page holds the question."""
        return self.view.questionnaire.question[code].dimension


def result_model(found: ResultPageView, *, whole: bool = True) -> FirmResult:
    """The verified result where there is one, with the declared one behind it; `whole` False: only what somebody with
    a link is told."""
    view = found.view
    reader = Reader(view.questionnaire, language(), translate)
    card, trade = view.main, sub_sector_of(view.questionnaire, view.answers.shares)
    behind = view.scorecards.get(Basis.DECLARED) if card.basis is Basis.VERIFIED else None
    figures = figures_of(found.peers)
    marked = None if figures else behind
    order, turned = _order(), is_turned()
    band, range_words = _range(reader, found)
    evidence = evidence_part(reader, card, found.waiting) if found.waiting and whole else None
    measures = measure_part(reader, card, phone_width=PHONE_WIDTH) if whole else None
    following = next_level(reader, card)
    return FirmResult(
        view=view,
        result=result_page(reader, card, behind, sub_sector=trade),
        scale=scale(reader, card.index, band),
        phone_scale=scale(reader, card.index, band, width=PHONE_WIDTH),
        range_words=range_words,
        facts=tuple(_facts(reader, found, following, evidence, figures.get(INDEX), measures)),
        lost=lost_part(reader, card, order, turned=turned),
        headings=tuple(_headings(order, turned)),
        chosen_order=SORT in request.args,
        loss_chart=loss_chart(reader, card, width=DESK_WIDTH, label=DESK_LABEL + 60),
        phone_losses=loss_chart(reader, card, width=PHONE_WIDTH, label=0),
        following=following,
        evidence=evidence,
        dimension_chart=dimension_chart(
            reader, card, marked, peers=figures, width=DESK_WIDTH, label=DESK_LABEL
        ),
        phone_chart=dimension_chart(reader, card, marked, peers=figures, width=PHONE_WIDTH, label=0),
        beside_peers=bool(figures),
        peers=peer_part(reader, found.peers, practice=view.round.practice),
        measures=measures,
        changes=_changes(found),
        earlier=found.earlier,
    )


def _order() -> LossOrder:
    """What the address asks the rows to stand in order of; by falling loss for anything else."""
    asked = request.args.get(SORT, "")
    return LossOrder(asked) if asked in set(LossOrder) else LossOrder.LOST


def _headings(order: LossOrder, turned: bool) -> Iterator[Heading]:
    """A second click on the same column turns the rows round."""
    words = {
        LossOrder.CODE: (translate("Question"), "text", "ascending"),
        LossOrder.GRADE: (translate("Evidence"), "text", "ascending"),
        LossOrder.SCORE: (translate("Score"), "number", "ascending"),
        LossOrder.LOST: (translate("Points lost"), "number", "descending"),
        LossOrder.EVIDENCE: (translate("of evidence"), "number", "descending"),
    }
    other = {"ascending": "descending", "descending": "ascending"}
    for column, (name, kind, first) in words.items():
        now = "" if column is not order else other[first] if turned else first
        yield Heading(name, kind, column.value, column is order and not turned, now)


def _range(reader: Reader, found: ResultPageView) -> tuple[tuple[float, float] | None, str]:
    """The range of the index, with what it is: of what is open while answering, else of the answers' usual errors."""
    outlook = found.outlook
    if outlook is not None and not outlook.standing.settled:
        low, high = outlook.standing.lowest, outlook.standing.highest
        return (low, high), translate(
            "Once everything is answered it lies between %(low)s and %(high)s in %(percent)s of 100 cases.",
            low=plain(low), high=plain(high), percent=plain(outlook.percent),
        )  # fmt: skip
    sure = found.sureness
    if sure is None:
        return None, ""
    return (sure.lowest, sure.highest), translate(
        "Answers are never quite exact: with their usual errors it lies between %(low)s and %(high)s in %(percent)s of "
        "100 cases. Documents and verification narrow this.",
        low=plain(sure.lowest), high=plain(sure.highest), percent=plain(sure.percent),
    )  # fmt: skip


def _facts(
    reader: Reader,
    found: ResultPageView,
    following: NextLevel | None,
    evidence: EvidencePart | None,
    index: Figure | None,
    measures: MeasurePart | None,
) -> Iterator[KeyFact]:
    card = found.view.main
    if following:
        met = sum(gate.met for gate in following.gates)
        words = translate("conditions of level %(level)s met", level=card.level + 1)
        yield KeyFact("next", f"{met}/{len(following.gates)}", words)
    if evidence:
        words = translate("points wait for %(count)s documents", count=len(evidence.rows))
        yield KeyFact("evidence", evidence.points, words)
    if card.standing is Standing.DRAFT:
        return
    if index is not None and (quarter := quarter_of(card.index, index)):
        words = translate("of %(firms)s peers by the index", firms=index.count)
        yield KeyFact("peers", quarter_words()[quarter], words)
    if found.earlier:
        words = translate("points since %(round)s", round=found.earlier.round_name)
        yield KeyFact("earlier", gained(card.index - found.earlier.card.index), words)
    if measures:
        yield KeyFact("measures", f"{measures.served}/{measures.total}", translate("measures served"))


def _changes(found: ResultPageView) -> Mapping[str, str]:
    """Nothing of a draft, in which what is open counts as lost."""
    if found.earlier is None or found.view.main.standing is Standing.DRAFT:
        return {}
    before = found.earlier.pillars
    return {
        line.code: gained(line.score - before[line.code])
        for line in found.view.main.pillars
        if line.code in before and not math.isnan(line.score - before[line.code])
    }

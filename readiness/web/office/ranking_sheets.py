"""A ranking as three tables in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from readiness.document.sentences import reason_sentence
from readiness.exports.ranking_xlsx import Cell, Column, Sheet
from readiness.questionnaire.model import Questionnaire
from readiness.scoring.cohorts import Path
from readiness.scoring.rank_ranges import tier_name
from readiness.services.build_ranking import LeftOut, RankedFirm, Ranking
from readiness.store.rows import Firm, RankingLine
from readiness.web.i18n import language, mark, translate
from readiness.web.office.drawn_numbers import numbers_in
from readiness.web.office.words import CAUSES, say

STEPS = {"sub_sector": mark("Sub-sector"), "size": mark("Size")}


@dataclass(frozen=True)
class Writer:
    """Words of one questionnaire in the language of the request."""

    questionnaire: Questionnaire

    def word(self, kind: str, code: object) -> str:
        """The questionnaire's word for a code; '' for no code."""
        return str(self.questionnaire.texts.get(f"{kind}.{code}", language())) if code != "" else ""

    @property
    def thresholds(self) -> list[float]:
        """Where a shown index must not change sides."""
        return [level.threshold for level in self.questionnaire.levels]

    def why(self, entry: LeftOut) -> list[str]:
        """Every cause that keeps a firm out, then the scorecard's own reasons with what to do about them."""
        reasons = [reason_sentence(self.questionnaire, r, language(), translate) for r in entry.reasons]
        explained = {"hold", "draft", "unranked"} if reasons else set()
        return [*(say(CAUSES, cause) for cause in entry.causes if cause not in explained), *reasons]

    def level(self, number: int) -> str:
        """Number and name."""
        return f"{number} {self.word('levels', number)}"


def ranking_sheets(
    ranking: Ranking, writer: Writer, drawn: Mapping[int, RankingLine], group: Path = ()
) -> list[Sheet]:
    """Verified results, declared results, and those left out; numbers stay numbers.

    `drawn` maps assessments to what was drawn of them last; verified lines get it as further columns, counted in the
    `group` that the ranking is of.
    """
    chances = drawn_columns(writer) if any(line.assessment.id in drawn for line in ranking.verified) else []
    levels = len(chances)
    return [
        Sheet(
            translate("Verified"),
            [*_ranked_columns(writer, verified=True), *chances],
            [
                [*row, *(drawn_cells(drawn.get(line.assessment.id), levels, group) if chances else [])]
                for line, row in zip(
                    ranking.verified, _rows(ranking.verified, writer, drawn, True), strict=True
                )
            ],
        ),
        Sheet(
            translate("Self-declared"),
            _ranked_columns(writer, verified=False),
            _rows(ranking.declared, writer, drawn, False),
        ),
        Sheet(
            translate("Left out"),
            _left_out_columns(),
            [_left_out(entry, writer) for entry in ranking.left_out],
        ),
    ]


def drawn_columns(writer: Writer) -> list[Column]:
    """What a drawn ranking adds to a verified line."""
    return [
        *(Column(translate(words), "whole") for words in (mark("Range from"), mark("Range to"))),
        Column(translate("Median rank"), "score"),
        Column(translate("Tier")),
        Column(translate("Chance of the top group, %"), "score"),
        *(
            Column(translate("Chance of level %(level)s or higher, %%", level=level.number), "score")
            for level in writer.questionnaire.levels
            if level.number > 0
        ),
        Column(translate("Adjusted score"), "score"),
        Column(translate("Adjusted rank"), "whole"),
    ]


def drawn_cells(line: RankingLine | None, width: int, group: Path) -> list[Cell]:
    """The cells of those columns; empty for a firm that the run has not seen, or not in this group."""
    found = numbers_in(line, 0, group) if line else None
    if line is None or found is None:
        return [None] * width
    first: list[Cell] = [found["low"], found["high"], found["median"], tier_name(found["tier"]), found["top"]]
    return [*first, *line.levels, line.adjusted, line.adjusted_place]


def _firm_columns() -> list[Column]:
    return [
        Column(translate("Unified social credit code"), width=22),
        Column(translate("Firm"), width=32),
        Column(translate("City"), width=12),
        Column(translate("Sub-sector"), width=20),
        Column(translate("Size"), width=10),
    ]


def _firm_cells(firm: Firm, writer: Writer) -> list[Cell]:
    places = (writer.word("areas", firm.city), writer.word("sub_sectors", firm.sub_sector))
    return [firm.credit_code, firm.name, *places, writer.word("sizes", firm.size)]


def _ranked_columns(writer: Writer, *, verified: bool) -> list[Column]:
    if verified:
        first = [Column(translate("Rank"), "whole"), Column(translate("Tied"), width=8)]
        peers = _peer_columns(writer)
    else:
        first, peers = [Column(translate("Quartile"), "whole")], []
    pillars = [
        Column(writer.word("pillars", pillar.code), "score", 14) for pillar in writer.questionnaire.pillars
    ]
    numbers = [Column(translate("Index"), "score"), Column(translate("Level"), "whole")]
    return [*first, *_firm_columns(), *numbers, *pillars, Column(translate("Coverage, %"), "score"), *peers]


def _peer_columns(writer: Writer) -> list[Column]:
    """Rank, firms and range in the firm's group of each step of the tree."""
    steps = [translate(STEPS.get(name, name)) for name in writer.questionnaire.rules.peers.groups]
    words = (
        mark("%(group)s: rank"),
        mark("%(group)s: firms"),
        mark("%(group)s: range from"),
        mark("%(group)s: range to"),
    )
    return [
        Column(translate(said, group=" × ".join(steps[:depth])), "whole", 12)
        for depth in range(1, len(steps) + 1)
        for said in words
    ]


def _peer_cells(line: RankedFirm, drawn: RankingLine | None, writer: Writer) -> list[Cell]:
    """The cells of those columns; empty where a group is too small, ranges also where none were drawn."""
    places = {len(peer.group): peer for peer in line.peers}
    cells: list[Cell] = []
    for depth in range(1, len(writer.questionnaire.rules.peers.groups) + 1):
        peer = places.get(depth)
        found = numbers_in(drawn, 0, peer.group) if drawn and peer else None
        cells += [peer.place, peer.firms] if peer else [None, None]
        cells += [found["low"], found["high"]] if found else [None, None]
    return cells


def _rows(
    lines: tuple[RankedFirm, ...], writer: Writer, drawn: Mapping[int, RankingLine], verified: bool
) -> list[list[Cell]]:
    return [_ranked(line, writer, drawn.get(line.assessment.id), verified) for line in lines]


def _ranked(line: RankedFirm, writer: Writer, drawn: RankingLine | None, verified: bool) -> list[Cell]:
    first: list[Cell] = [line.place, translate("yes") if line.tied else ""] if verified else [line.quartile]
    peers = _peer_cells(line, drawn, writer) if verified else []
    pillars = [line.pillars.get(pillar.code) for pillar in writer.questionnaire.pillars]
    return [*first, *_firm_cells(line.firm, writer), line.index, line.level, *pillars, line.coverage, *peers]


def _left_out_columns() -> list[Column]:
    return [
        *_firm_columns(),
        Column(translate("Index"), "score"),
        Column(translate("Level"), "whole"),
        Column(translate("Why"), width=80),
    ]


def _left_out(entry: LeftOut, writer: Writer) -> list[Cell]:
    return [*_firm_cells(entry.firm, writer), entry.index, entry.level, "\n".join(writer.why(entry))]

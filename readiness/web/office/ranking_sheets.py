"""A ranking as three tables in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from readiness.document.sentences import reason_sentence
from readiness.exports.ranking_xlsx import Cell, Column, Sheet
from readiness.questionnaire.model import Questionnaire
from readiness.scoring.rank_ranges import tier_name
from readiness.services.build_ranking import LeftOut, RankedFirm, Ranking
from readiness.store.rows import Firm, RankingLine
from readiness.web.i18n import language, mark, translate
from readiness.web.office.words import CAUSES, say


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


def ranking_sheets(ranking: Ranking, writer: Writer, drawn: Mapping[int, RankingLine]) -> list[Sheet]:
    """Verified results, declared results, and those left out; numbers stay numbers.

    `drawn` maps assessments to what was drawn of them last; verified lines get it as further columns.
    """
    chances = drawn_columns(writer) if any(line.assessment.id in drawn for line in ranking.verified) else []
    levels = len(chances)
    return [
        Sheet(
            translate("Verified"),
            [*_ranked_columns(writer, verified=True), *chances],
            [
                [*row, *(drawn_cells(drawn.get(line.assessment.id), levels) if chances else [])]
                for line, row in zip(ranking.verified, _rows(ranking.verified, writer, True), strict=True)
            ],
        ),
        Sheet(
            translate("Self-declared"),
            _ranked_columns(writer, verified=False),
            _rows(ranking.declared, writer, False),
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


def drawn_cells(line: RankingLine | None, width: int) -> list[Cell]:
    """The cells of those columns; empty for a firm that the run has not seen."""
    if line is None:
        return [None] * width
    first: list[Cell] = [line.low, line.high, line.median, tier_name(line.tier), line.top]
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
        peers = [Column(translate("Rank among peers"), "whole"), Column(translate("Peers"), "whole")]
    else:
        first, peers = [Column(translate("Quartile"), "whole")], []
    pillars = [
        Column(writer.word("pillars", pillar.code), "score", 14) for pillar in writer.questionnaire.pillars
    ]
    numbers = [Column(translate("Index"), "score"), Column(translate("Level"), "whole")]
    return [*first, *_firm_columns(), *numbers, *pillars, Column(translate("Coverage, %"), "score"), *peers]


def _rows(lines: tuple[RankedFirm, ...], writer: Writer, verified: bool) -> list[list[Cell]]:
    return [_ranked(line, writer, verified) for line in lines]


def _ranked(line: RankedFirm, writer: Writer, verified: bool) -> list[Cell]:
    first: list[Cell] = [line.place, translate("yes") if line.tied else ""] if verified else [line.quartile]
    peers: list[Cell] = [line.peer_place, line.peer_count] if verified else []
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

"""One firm's line on the page of a ranking: what was drawn of it in the list or group shown, and what opens below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from readiness.document.peer_part import group_name
from readiness.document.words import Reader
from readiness.scoring.cohorts import Path
from readiness.scoring.rank_ranges import QUARTERS, quarter_of, tier_name
from readiness.scoring.scorecard import FULL
from readiness.services.build_ranking import RankedFirm
from readiness.services.ranking_order import PeerPlace
from readiness.services.request_ranking import Drawn
from readiness.store.rows import RankingLine
from readiness.web.i18n import language, translate
from readiness.web.office.drawn_numbers import Numbers, numbers_in, range_words
from readiness.web.office.ranking_sheets import Writer

NARROWEST = 1.0


@dataclass(frozen=True)
class Span:
    """A range as a picture between 0 and 100, the first place on the left; `at` is the firm's own place."""

    start: float
    width: float
    at: float


@dataclass(frozen=True)
class Sure:
    """How sure a line is: its range in words and as a picture, tier and median place; `tier` '' for declared ones."""

    range: str
    span: Span
    median: float
    tier: str
    top: float


@dataclass(frozen=True)
class LineModel:
    """`sure` None: nothing was drawn of the firm. `kind`: sub-sector and size in words. `more`: words and values."""

    line: RankedFirm
    sure: Sure | None
    kind: str
    more: tuple[tuple[str, str], ...]


def line_model(line: RankedFirm, drawn: Drawn, writer: Writer, group: Path, basis: str) -> LineModel:
    """The line of one firm, its places counted in `group` (() is all firms)."""
    reader = Reader(writer.questionnaire, language(), translate)
    found, run = drawn.lines.get(line.assessment.id), drawn.runs.get(basis)
    sure = _sure(found, run.firms if run else 0, line, group, basis) if found else None
    peers = (*((_whole(found, run.firms),) if group and found and run else ()), *line.peers)
    return LineModel(
        line, sure, kind_words(line, writer), tuple(_more(reader, line, found, sure, basis, peers))
    )


def kind_words(line: Any, writer: Writer) -> str:
    """'Garments, medium': sub-sector and size of the firm; '' for what is not known."""
    firm = line.firm
    words = (writer.word("sub_sectors", firm.sub_sector or ""), writer.word("sizes", firm.size or ""))
    return translate(", ").join(word for word in words if word)


def _sure(found: RankingLine, firms: int, line: RankedFirm, group: Path, basis: str) -> Sure | None:
    numbers = numbers_in(found, firms, group)
    if numbers is None:
        return None
    return Sure(
        range=range_words(numbers, basis),
        span=_span(numbers, basis),
        median=numbers["median"],
        tier=tier_name(numbers["tier"]) if basis == "verified" else "",
        top=numbers["top"],
    )


def _span(numbers: Numbers, basis: str) -> Span:
    low, high, place, steps = numbers["low"], numbers["high"], numbers["place"], numbers["firms"]
    if basis != "verified":
        low, high, place = (quarter_of(one, steps) for one in (low, high, place))
        steps = QUARTERS
    width = max(NARROWEST, FULL * (high - low + 1) / steps)
    return Span(
        start=min(FULL * (low - 1) / steps, FULL - width),
        width=width,
        at=FULL * (place - 0.5) / steps,
    )


def _more(
    reader: Reader,
    line: RankedFirm,
    found: RankingLine | None,
    sure: Sure | None,
    basis: str,
    peers: Sequence[PeerPlace],
) -> Iterator[tuple[str, str]]:
    say = reader.translate
    if line.firm.city:
        yield say("City"), reader.name("areas", line.firm.city)
    if sure and found and basis == "verified":
        yield say("Median rank"), reader.score(sure.median)
        yield say("Chance of the top group"), reader.percent(sure.top)
        at_level = found.levels[line.level - 1] if line.level else FULL
        yield say("Chance of this level or higher"), reader.percent(at_level)
    for peer in peers:
        yield group_name(reader, peer.group), _among(reader, peer, found, basis)
    if found and found.adjusted is not None:
        yield say("Adjusted score"), _adjusted(reader, found, basis)
    yield say("Coverage"), reader.percent(line.coverage)


def _whole(found: RankingLine, firms: int) -> PeerPlace:
    """Where a firm that is shown inside a group stands among all firms."""
    return PeerPlace((), firms, found.place, quarter_of(found.place, firms))


def _among(reader: Reader, peer: PeerPlace, found: RankingLine | None, basis: str) -> str:
    """Where the firm stands in one of its groups, with the range if one was drawn."""
    numbers = numbers_in(found, peer.firms, peer.group) if found else None
    if basis != "verified":
        words = reader.translate(
            "quartile %(quartile)s of %(count)s firms", quartile=peer.quartile, count=peer.firms
        )
    else:
        words = reader.translate("rank %(rank)s of %(count)s", rank=peer.place, count=peer.firms)
    if numbers is None:
        return words
    return reader.translate("%(place)s, range %(range)s", place=words, range=range_words(numbers, basis))


def _adjusted(reader: Reader, found: RankingLine, basis: str) -> str:
    score = reader.score(found.adjusted)
    if basis != "verified" or found.adjusted_place is None:
        return score
    return reader.translate(
        "%(score)s, rank %(rank)s among all firms", score=score, rank=found.adjusted_place
    )

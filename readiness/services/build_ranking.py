"""The ranking of a round: places for verified results, quartiles for declared ones, who is left out and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Person
from readiness.assessment.states import SIGNED
from readiness.errors import NotFoundError
from readiness.scoring.cohorts import Path
from readiness.scoring.grid import on_grid
from readiness.scoring.scorecard import Reason
from readiness.services.context import Services
from readiness.services.ranking_order import Order, PeerPlace, Place, order_of
from readiness.store.ranking import RankingRow, load_ranking_rows
from readiness.store.rows import Assessment, Firm, Round

TABLES = ("verified", "declared", "left_out")


@dataclass(frozen=True)
class RankedFirm:
    """One ranked firm; `index` and `pillars` are grid numbers (1e-4), ties share the place in order of credit code.

    In the verified list `place` counts; in the declared list only `quartile` does (1 best) and `place` is 0.
    `peers` tells where it stands in each peer group that is large enough, the largest first.
    """

    place: int
    tied: bool
    quartile: int
    peers: tuple[PeerPlace, ...]
    firm: Firm
    assessment: Assessment
    index: float
    level: int
    level_by_points: int
    pillars: Mapping[str, float | None]
    coverage: float


@dataclass(frozen=True)
class LeftOut:
    """A firm that is not ranked. `causes`: unconfirmed, integrity, hold, draft, unranked, returned, withdrawn,
    not_submitted, not_scored; `reasons` are the scorecard's own."""

    firm: Firm
    assessment: Assessment
    causes: tuple[str, ...]
    reasons: tuple[Reason, ...]
    index: float | None
    level: int | None


@dataclass(frozen=True)
class Ranking:
    """Both lists, never mixed, and those left out by credit code; firms that never submitted are not listed."""

    round: Round
    verified: tuple[RankedFirm, ...]
    declared: tuple[RankedFirm, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True)
class RankingPage:
    """A part of the ranking's tables: the lines shown, how many firms there are (of a group too small to be listed as
    well), and by table the credit code that the next page begins after ('' on the last). `order` says of which group,
    and which others there are."""

    order: Order
    shown: Ranking
    counts: Mapping[str, int]
    following: Mapping[str, str]


def build_ranking(
    services: Services, session: Session, round_key: str, *, by: Person, group: Path = ()
) -> Ranking:
    """The whole of it, made from the stored scorecards; places count among all firms, or inside one peer group."""
    order = order_of(services, session, round_key, by=by, group=group)
    return _filled(session, order, order.verified, order.declared, order.left_out)


def page_ranking(
    services: Services,
    session: Session,
    round_key: str,
    *,
    by: Person,
    group: Path = (),
    table: str = "",
    after: str = "",
    limit: int = 100,
) -> RankingPage:
    """The beginning of each of TABLES, or `limit` lines of one of them after the firm with the credit code `after`.

    Places come from one query of plain columns over the round; whole rows are read for the lines shown only.
    """
    order = order_of(services, session, round_key, by=by, group=group)
    tables: dict[str, Sequence[Place]] = dict(
        zip(TABLES, (order.verified, order.declared, order.left_out), strict=True)
    )
    shown, following = dict[str, Sequence[Place]](), dict[str, str]()
    for name, places_ in tables.items():
        start = _start(places_, after) if name == table else 0
        cut = [] if table in TABLES and name != table else places_[start : start + limit]
        shown[name] = cut
        following[name] = cut[-1].key.credit_code if cut and start + limit < len(places_) else ""
    return RankingPage(
        order,
        _filled(session, order, *(shown[name] for name in TABLES)),
        {name: len(places_) for name, places_ in tables.items()} | dict(order.few),
        following,
    )


def _start(places_: Sequence[Place], after: str) -> int:
    """The position after the firm; the beginning where it is not, or no longer, among them."""
    return next((i + 1 for i, found in enumerate(places_) if found.key.credit_code == after), 0)


def _filled(
    session: Session,
    order: Order,
    verified: Sequence[Place],
    declared: Sequence[Place],
    left_out: Sequence[Place],
) -> Ranking:
    """The lines of these places with all that is said of them."""
    ids = [found.key.assessment_id for part in (verified, declared, left_out) for found in part]
    rows = load_ranking_rows(session, ids, signed=SIGNED)
    return Ranking(
        order.round,
        tuple(_ranked(found, rows[found.key.assessment_id]) for found in verified),
        tuple(_ranked(found, rows[found.key.assessment_id]) for found in declared),
        tuple(_left_out(found, rows[found.key.assessment_id]) for found in left_out),
    )


def _left_out(found: Place, row: RankingRow) -> LeftOut:
    card = row.scorecard
    return LeftOut(
        firm=row.firm,
        assessment=row.assessment,
        causes=found.causes,
        reasons=tuple(Reason(**reason) for reason in card.reasons) if card else (),
        index=on_grid(card.index) if card else None,
        level=card.level if card else None,
    )


def _ranked(found: Place, row: RankingRow) -> RankedFirm:
    card = row.scorecard
    if card is None:
        raise NotFoundError("the scorecard is gone")
    return RankedFirm(
        place=found.place,
        tied=found.tied,
        quartile=found.quartile,
        peers=found.peers,
        firm=row.firm,
        assessment=row.assessment,
        index=on_grid(card.index),
        level=card.level,
        level_by_points=card.level_by_points,
        pillars={c: None if s is None else on_grid(s) for c, s in card.pillars.items()},
        coverage=card.coverage,
    )

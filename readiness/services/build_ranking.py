"""The ranking of a round: places for verified results, quartiles for declared ones, who is left out and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, require
from readiness.assessment.states import AssessmentState
from readiness.errors import InputError, NotFoundError
from readiness.scoring.grid import on_grid
from readiness.scoring.ranking import places, quartiles, unranked_causes
from readiness.scoring.scorecard import Basis, Reason, Standing
from readiness.services.context import Services
from readiness.services.editing import questionnaire_of
from readiness.store.ranking import RankingKey, RankingRow, list_ranking_keys, load_ranking_rows
from readiness.store.rounds import get_round
from readiness.store.rows import Assessment, Firm, Round

SIGNED = (AssessmentState.VERIFIED, AssessmentState.FINAL)
TABLES = ("verified", "declared", "left_out")
WAITING = (AssessmentState.SUBMITTED, AssessmentState.IN_VERIFICATION)


@dataclass(frozen=True)
class RankedFirm:
    """One ranked firm; `index` and `pillars` are grid numbers (1e-4), ties share the place in order of credit code.

    In the verified list `place` counts; in the declared list only `quartile` does (1 best) and `place` is 0.
    `peer_place` of `peer_count` is the place inside sub-sector × size, None in groups too small to be shown.
    """

    place: int
    tied: bool
    quartile: int
    peer_place: int | None
    peer_count: int | None
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
    """A part of the ranking's tables: the lines shown, how many there are at all, and by table the credit code that the
    next page begins after ('' on the last)."""

    shown: Ranking
    counts: Mapping[str, int]
    following: Mapping[str, str]


def build_ranking(services: Services, session: Session, round_key: str, *, by: Person) -> Ranking:
    """The whole of it, made from the stored scorecards; an officer of a city gets that city's firms.

    InputError('round', 'round_practice') for a practice round, which ranks nobody.
    """
    order = _order(services, session, round_key, by=by)
    return _filled(session, order, order.verified, order.declared, order.left_out)


def page_ranking(
    services: Services,
    session: Session,
    round_key: str,
    *,
    by: Person,
    table: str = "",
    after: str = "",
    limit: int = 100,
) -> RankingPage:
    """The beginning of each of TABLES, or `limit` lines of one of them after the firm with the credit code `after`.

    Places come from one query of plain columns over the round; whole rows are read for the lines shown only.
    """
    order = _order(services, session, round_key, by=by)
    tables: dict[str, Sequence[_Place]] = dict(
        zip(TABLES, (order.verified, order.declared, order.left_out), strict=True)
    )
    shown, following = dict[str, Sequence[_Place]](), dict[str, str]()
    for name, places_ in tables.items():
        start = _start(places_, after) if name == table else 0
        cut = [] if table in TABLES and name != table else places_[start : start + limit]
        shown[name] = cut
        following[name] = cut[-1].key.credit_code if cut and start + limit < len(places_) else ""
    return RankingPage(
        _filled(session, order, *(shown[name] for name in TABLES)),
        {name: len(places_) for name, places_ in tables.items()},
        following,
    )


def official_scores(
    services: Services, session: Session, round_: Round, *, by: Person
) -> dict[Basis, dict[str, tuple[int, float]]]:
    """Basis → credit code → (assessment id, index) of all ranked firms; the two lists that may be drawn."""
    order = _order(services, session, round_.key, by=by)
    return {
        basis: {found.key.credit_code: (found.key.assessment_id, found.key.score or 0.0) for found in places_}
        for basis, places_ in ((Basis.VERIFIED, order.verified), (Basis.DECLARED, order.declared))
    }


@dataclass(frozen=True)
class _Place:
    """Where an assessment stands; of those left out only `causes` is meant."""

    key: RankingKey
    causes: tuple[str, ...] = ()
    place: int = 0
    tied: bool = False
    quartile: int = 0
    peers: tuple[int | None, int | None] = (None, None)


@dataclass(frozen=True)
class _Order:
    round: Round
    verified: Sequence[_Place]
    declared: Sequence[_Place]
    left_out: Sequence[_Place]


def _order(services: Services, session: Session, round_key: str, *, by: Person) -> _Order:
    require(by, Action.VIEW_RANKING)
    round_ = get_round(session, round_key, person=by)
    if round_.practice:
        raise InputError("round", "round_practice")
    keys = list_ranking_keys(session, round_, signed=SIGNED, person=by)
    out = {key.assessment_id: causes for key in keys if (causes := tuple(_causes(key)))}
    ranked = [key for key in keys if key.assessment_id not in out]
    least = questionnaire_of(services, round_).rules.peer_group_from
    return _Order(
        round_,
        _places([key for key in ranked if key.state in SIGNED], least, by_place=True),
        _places([key for key in ranked if key.state not in SIGNED], least, by_place=False),
        [_Place(key, out[key.assessment_id]) for key in keys if key.assessment_id in out],
    )


def _start(places_: Sequence[_Place], after: str) -> int:
    """The position after the firm; the beginning where it is not, or no longer, among them."""
    return next((i + 1 for i, found in enumerate(places_) if found.key.credit_code == after), 0)


def _causes(key: RankingKey) -> list[str]:
    if key.state in (AssessmentState.RETURNED, AssessmentState.WITHDRAWN):
        return [key.state]
    if key.state not in (*SIGNED, *WAITING):
        return ["not_submitted"]
    if key.standing is None:
        return ["not_scored"]
    found = [] if key.confirmed_at else ["unconfirmed"]
    return [*found, *unranked_causes(Standing(key.standing), integrity=bool(key.integrity))]


def _places(keys: Sequence[RankingKey], least: int, *, by_place: bool) -> list[_Place]:
    """Best first; inside a tie, and inside a quartile of the declared list, by credit code."""
    scores = [key.score for key in keys if key.score is not None]
    if not scores:
        return []
    place, quartile = places(scores), quartiles(scores)
    sharing = Counter(place)
    peers = _peer_places([(key.sub_sector or "", key.size or "") for key in keys], scores, least)
    first = place if by_place else quartile
    order = sorted(range(len(keys)), key=lambda i: (first[i], keys[i].credit_code))
    return [
        _Place(
            keys[i],
            place=place[i] if by_place else 0,
            tied=by_place and sharing[place[i]] > 1,
            quartile=quartile[i],
            peers=(peers[i][0] if by_place else None, peers[i][1]),
        )
        for i in order
    ]


def _filled(
    session: Session,
    order: _Order,
    verified: Sequence[_Place],
    declared: Sequence[_Place],
    left_out: Sequence[_Place],
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


def _left_out(found: _Place, row: RankingRow) -> LeftOut:
    card = row.scorecard
    return LeftOut(
        firm=row.firm,
        assessment=row.assessment,
        causes=found.causes,
        reasons=tuple(Reason(**reason) for reason in card.reasons) if card else (),
        index=on_grid(card.index) if card else None,
        level=card.level if card else None,
    )


def _ranked(found: _Place, row: RankingRow) -> RankedFirm:
    card = row.scorecard
    if card is None:
        raise NotFoundError("the scorecard is gone")
    return RankedFirm(
        place=found.place,
        tied=found.tied,
        quartile=found.quartile,
        peer_place=found.peers[0],
        peer_count=found.peers[1],
        firm=row.firm,
        assessment=row.assessment,
        index=on_grid(card.index),
        level=card.level,
        level_by_points=card.level_by_points,
        pillars={c: None if s is None else on_grid(s) for c, s in card.pillars.items()},
        coverage=card.coverage,
    )


def _peer_places(
    peers: Sequence[tuple[str, str]], scores: Sequence[float], least: int
) -> list[tuple[int | None, int | None]]:
    """Place and size of each row's peer group, (None, None) in groups of fewer than `least`."""
    groups: dict[tuple[str, str], list[int]] = {}
    for i, peer in enumerate(peers):
        groups.setdefault(peer, []).append(i)
    found: list[tuple[int | None, int | None]] = [(None, None)] * len(peers)
    for members in groups.values():
        if len(members) >= least:
            for i, number in zip(members, places([scores[i] for i in members]), strict=True):
                found[i] = (number, len(members))
    return found

"""Who stands where in a round: from one query of plain columns, for all firms or inside one peer group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, require
from readiness.assessment.states import SIGNED, WAITING, AssessmentState
from readiness.errors import InputError
from readiness.questionnaire.model import Questionnaire
from readiness.scoring.cohorts import Path, path_of
from readiness.scoring.group_ranges import least_firms, ranked_groups
from readiness.scoring.ranking import places, quartiles, unranked_causes
from readiness.scoring.scorecard import Basis, Standing
from readiness.services.context import Services
from readiness.services.editing import questionnaire_of
from readiness.store.ranking import RankingKey, list_ranking_keys
from readiness.store.rounds import get_round
from readiness.store.rows import Round

BASES = (Basis.VERIFIED, Basis.DECLARED)


@dataclass(frozen=True)
class PeerPlace:
    """Where a firm stands in one of its peer groups; `place` is 0 in the declared list, where `quartile` counts."""

    group: Path
    firms: int
    place: int
    quartile: int


@dataclass(frozen=True)
class Place:
    """Where an assessment stands; of those left out only `causes` is meant. `peers`: its groups, the largest first."""

    key: RankingKey
    causes: tuple[str, ...] = ()
    place: int = 0
    tied: bool = False
    quartile: int = 0
    peers: tuple[PeerPlace, ...] = ()


@dataclass(frozen=True)
class Order:
    """Both lists and those left out, of all firms or of one `group`. `groups`: firms by basis of every group that can
    be ranked in either list; `few`: of the lists that the group is too small for, how many firms it has."""

    round: Round
    group: Path
    verified: Sequence[Place]
    declared: Sequence[Place]
    left_out: Sequence[Place]
    groups: Mapping[Path, Mapping[Basis, int]]
    few: Mapping[Basis, int] = field(default_factory=dict)


def order_of(services: Services, session: Session, round_key: str, *, by: Person, group: Path = ()) -> Order:
    """InputError('round', 'round_practice') for a practice round, which ranks nobody; an officer of a city gets that
    city's firms."""
    require(by, Action.VIEW_RANKING)
    round_ = get_round(session, round_key, person=by)
    if round_.practice:
        raise InputError("round", "round_practice")
    asked = questionnaire_of(services, round_)
    keys = list_ranking_keys(session, round_, signed=SIGNED, person=by)
    out = {key.assessment_id: causes for key in keys if (causes := tuple(_causes(key)))}
    path = {key.assessment_id: _path(asked, key) for key in keys}
    inside = {number for number, own in path.items() if own[: len(group)] == group}
    lists, few, counts = dict[Basis, Sequence[Place]](), dict[Basis, int](), dict[Path, dict[Basis, int]]()
    for basis in BASES:
        signed = basis is Basis.VERIFIED
        ranked = [key for key in keys if key.assessment_id not in out and (key.state in SIGNED) is signed]
        least = least_firms(asked, basis)
        for own, firms in ranked_groups((path[key.assessment_id] for key in ranked), least).items():
            counts.setdefault(own, {})[basis] = firms
        chosen = [key for key in ranked if key.assessment_id in inside]
        if group and len(chosen) < least:
            few[basis], chosen = len(chosen), []
        peers = _peers(ranked, path, least, by_place=signed)
        lists[basis] = _places(chosen, peers, by_place=signed)
    left_out = [
        Place(key, out[key.assessment_id]) for key in keys if key.assessment_id in out and key.assessment_id in inside
    ]  # fmt: skip
    groups = {own: counts[own] for own in sorted(counts)}
    return Order(round_, group, lists[Basis.VERIFIED], lists[Basis.DECLARED], left_out, groups, few)


def official_scores(
    services: Services, session: Session, round_: Round, *, by: Person
) -> dict[Basis, dict[str, tuple[int, float]]]:
    """Basis → credit code → (assessment id, index) of all ranked firms; the two lists that may be drawn."""
    order = order_of(services, session, round_.key, by=by)
    return {
        basis: {found.key.credit_code: (found.key.assessment_id, found.key.score or 0.0) for found in places_}
        for basis, places_ in ((Basis.VERIFIED, order.verified), (Basis.DECLARED, order.declared))
    }


def _path(asked: Questionnaire, key: RankingKey) -> Path:
    return path_of([getattr(key, name) or "" for name in asked.rules.peers.groups])


def _causes(key: RankingKey) -> list[str]:
    if key.state in (AssessmentState.RETURNED, AssessmentState.WITHDRAWN):
        return [key.state]
    if key.state not in (*SIGNED, *WAITING):
        return ["not_submitted"]
    if key.standing is None:
        return ["not_scored"]
    found = [] if key.confirmed_at else ["unconfirmed"]
    return [*found, *unranked_causes(Standing(key.standing), integrity=bool(key.integrity))]


def _peers(
    keys: Sequence[RankingKey], path: Mapping[int, Path], least: int, *, by_place: bool
) -> dict[int, tuple[PeerPlace, ...]]:
    """Assessment → its place in each group of at least `least` firms."""
    members: dict[Path, list[RankingKey]] = {}
    for key in keys:
        own = path[key.assessment_id]
        for depth in range(1, len(own) + 1):
            members.setdefault(own[:depth], []).append(key)
    found: dict[int, tuple[PeerPlace, ...]] = {}
    for group in sorted(group for group, firms in members.items() if len(firms) >= least):
        scores = [key.score or 0.0 for key in members[group]]
        for key, place, quartile in zip(members[group], places(scores), quartiles(scores), strict=True):
            line = PeerPlace(group, len(scores), place if by_place else 0, quartile)
            found[key.assessment_id] = (*found.get(key.assessment_id, ()), line)
    return found


def _places(
    keys: Sequence[RankingKey], peers: Mapping[int, tuple[PeerPlace, ...]], *, by_place: bool
) -> list[Place]:
    """Best first; inside a tie, and inside a quartile of the declared list, by credit code."""
    scores = [key.score or 0.0 for key in keys]
    if not scores:
        return []
    place, quartile = places(scores), quartiles(scores)
    sharing = Counter(place)
    first = place if by_place else quartile
    order = sorted(range(len(keys)), key=lambda i: (first[i], keys[i].credit_code))
    return [
        Place(
            keys[i],
            place=place[i] if by_place else 0,
            tied=by_place and sharing[place[i]] > 1,
            quartile=quartile[i],
            peers=peers.get(keys[i].assessment_id, ()),
        )
        for i in order
    ]

"""The ranking of a round: places for verified results, quartiles for declared ones, who is left out and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, require
from readiness.assessment.states import AssessmentState
from readiness.errors import InputError
from readiness.scoring.grid import on_grid
from readiness.scoring.ranking import places, quartiles, unranked_causes
from readiness.scoring.scorecard import Basis, Reason, Standing
from readiness.services.context import Services
from readiness.services.editing import questionnaire_of
from readiness.store.ranking import RankingRow, list_for_ranking
from readiness.store.rounds import get_round
from readiness.store.rows import Assessment, Firm, Round, ScorecardRow

SIGNED = (AssessmentState.VERIFIED, AssessmentState.FINAL)
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


def build_ranking(services: Services, session: Session, round_key: str, *, by: Person) -> Ranking:
    """Made from the stored scorecards in three queries; an officer of a city gets that city's firms.

    InputError('round', 'round_practice') for a practice round, which ranks nobody.
    """
    require(by, Action.VIEW_RANKING)
    round_ = get_round(session, round_key, person=by)
    if round_.practice:
        raise InputError("round", "round_practice")
    signed = list_for_ranking(session, round_, Basis.VERIFIED.value, person=by)
    waiting = list_for_ranking(session, round_, Basis.DECLARED.value, person=by)
    verified = [row for row in signed if row.assessment.state in SIGNED]
    others = [row for row in waiting if row.assessment.state not in SIGNED]
    left_out = [found for row in (*verified, *others) if (found := _left_out(row)) is not None]
    out = {entry.assessment.id for entry in left_out}
    least = questionnaire_of(services, round_).rules.peer_group_from
    return Ranking(
        round_,
        _ranked([row for row in verified if row.assessment.id not in out], least, by_place=True),
        _ranked([row for row in others if row.assessment.id not in out], least, by_place=False),
        tuple(sorted(left_out, key=lambda entry: entry.firm.credit_code)),
    )


def _left_out(row: RankingRow) -> LeftOut | None:
    causes = tuple(_causes(row.assessment, row.firm, row.scorecard))
    if not causes:
        return None
    card = row.scorecard
    return LeftOut(
        firm=row.firm,
        assessment=row.assessment,
        causes=causes,
        reasons=tuple(Reason(**reason) for reason in card.reasons) if card else (),
        index=on_grid(card.index) if card else None,
        level=card.level if card else None,
    )


def _causes(assessment: Assessment, firm: Firm, card: ScorecardRow | None) -> list[str]:
    if assessment.state in (AssessmentState.RETURNED, AssessmentState.WITHDRAWN):
        return [assessment.state]
    if assessment.state not in (*SIGNED, *WAITING):
        return ["not_submitted"]
    if card is None:
        return ["not_scored"]
    found = [] if firm.confirmed_at else ["unconfirmed"]
    return [*found, *unranked_causes(Standing(card.standing), integrity=card.integrity)]


def _ranked(rows: Sequence[RankingRow], least: int, *, by_place: bool) -> tuple[RankedFirm, ...]:
    """Best first; inside a tie, and inside a quartile of the declared list, by credit code."""
    cards = [row.scorecard for row in rows if row.scorecard is not None]
    scores = [card.index for card in cards]
    if not scores:
        return ()
    place, quartile = places(scores), quartiles(scores)
    sharing, peers = (
        Counter(place),
        _peer_places([(card.sub_sector, card.size) for card in cards], scores, least),
    )
    key = place if by_place else quartile
    order = sorted(range(len(rows)), key=lambda i: (key[i], rows[i].firm.credit_code))
    return tuple(
        RankedFirm(
            place=place[i] if by_place else 0,
            tied=by_place and sharing[place[i]] > 1,
            quartile=quartile[i],
            peer_place=peers[i][0] if by_place else None,
            peer_count=peers[i][1],
            firm=rows[i].firm,
            assessment=rows[i].assessment,
            index=on_grid(cards[i].index),
            level=cards[i].level,
            level_by_points=cards[i].level_by_points,
            pillars={c: None if s is None else on_grid(s) for c, s in cards[i].pillars.items()},
            coverage=cards[i].coverage,
        )
        for i in order
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

"""Who has grown since the round before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Person
from readiness.scoring.growth import Growth, growth_list
from readiness.scoring.scorecard import Basis
from readiness.services.context import Services
from readiness.services.ranking_order import official_scores
from readiness.store.rounds import list_counted_rounds
from readiness.store.rows import Round


@dataclass(frozen=True)
class GrowthSince:
    """Growth by basis since the round `before`; a firm is compared with itself on the same basis only."""

    before: Round
    lists: Mapping[Basis, tuple[Growth, ...]]


def growth_since(services: Services, session: Session, round_: Round, *, by: Person) -> GrowthSince | None:
    """Against the latest earlier round; None where there is none that was scored by the same method."""
    earlier = [
        other
        for other in list_counted_rounds(session)
        if (other.opens_on, other.id) < (round_.opens_on, round_.id) and _same_method(other, round_)
    ]
    if not earlier:
        return None
    before = max(earlier, key=lambda other: (other.opens_on, other.id))
    old, new = (official_scores(services, session, one, by=by) for one in (before, round_))
    return GrowthSince(
        before,
        {
            basis: growth_list(_index(old[basis]), _index(new[basis]))
            for basis in (Basis.VERIFIED, Basis.DECLARED)
        },
    )


def _same_method(one: Round, other: Round) -> bool:
    return one.questionnaire == other.questionnaire and one.digest == other.digest


def _index(found: Mapping[str, tuple[int, float]]) -> dict[str, float]:
    return {code: index for code, (_, index) in found.items()}

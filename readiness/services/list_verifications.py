"""A consultant's work: what is to be verified first, then what is with the firms, what is signed last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, require
from readiness.assessment.states import AssessmentState
from readiness.services.context import Services
from readiness.services.scored_assessments import ScoredAssessment, with_scorecards
from readiness.store.verification import count_given, list_given

GROUPS: Mapping[str, tuple[str, ...]] = {
    "open": (AssessmentState.IN_VERIFICATION, AssessmentState.SUBMITTED),
    "with_firm": (AssessmentState.RETURNED, AssessmentState.DRAFT, AssessmentState.WITHDRAWN),
    "signed": (AssessmentState.VERIFIED, AssessmentState.FINAL),
}
Place = tuple[int, int]


@dataclass(frozen=True)
class Verifications:
    """A page of the work, the number of assessments in each group, and the place of the next page (None: the last)."""

    lines: tuple[ScoredAssessment, ...]
    counts: Mapping[str, int]
    following: Place | None


def list_verifications(
    services: Services,
    session: Session,
    *,
    by: Person,
    group: str = "",
    after: Place = (0, 0),
    limit: int = 50,
) -> Verifications:
    """All that was given to the person, or one group of it; `after` is the place of the last line before the page."""
    require(by, Action.VIEW_WORK_LIST)
    groups = [GROUPS[group]] if group in GROUPS else list(GROUPS.values())
    found = list_given(session, groups, person=by, after=after, limit=limit + 1)
    shown = [assessment for _, assessment in found[:limit]]
    states = count_given(session, person=by)
    return Verifications(
        with_scorecards(session, shown),
        {name: sum(states.get(state, 0) for state in inside) for name, inside in GROUPS.items()},
        (found[limit - 1][0], shown[-1].id) if len(found) > limit else None,
    )

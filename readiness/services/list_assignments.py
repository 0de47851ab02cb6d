"""Who verifies whom in a round."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, Role, require
from readiness.assessment.states import AssessmentState
from readiness.services.context import Services
from readiness.store import verification
from readiness.store.assessments import list_assessments
from readiness.store.people import list_users
from readiness.store.rounds import get_round
from readiness.store.rows import Assessment, Round, User

MOST_CONSULTANTS = 500
SUBMITTED = AssessmentState.SUBMITTED.value


@dataclass(frozen=True)
class AssignmentLine:
    """An assessment (firm loaded) and those who may look at it."""

    assessment: Assessment
    consultants: tuple[User, ...]


@dataclass(frozen=True)
class AssignmentPage:
    """One page of a round's assessments, the consultants who can be chosen, and the next page's `after` (0: none)."""

    round: Round
    lines: tuple[AssignmentLine, ...]
    consultants: tuple[User, ...]
    following: int


def list_assignments(
    services: Services,
    session: Session,
    round_key: str,
    *,
    by: Person,
    waiting: bool = False,
    after: int = 0,
    limit: int = 50,
) -> AssignmentPage:
    """Four queries, whatever the number of firms; an officer of a city sees that city.

    `waiting`: only what is submitted and given to nobody yet.
    """
    require(by, Action.ASSIGN_CONSULTANT)
    round_ = get_round(session, round_key, person=by)
    found = (
        verification.list_unassigned(session, round_, [SUBMITTED], person=by, after=after, limit=limit + 1)
        if waiting
        else list_assessments(session, person=by, round_=round_, after=after, limit=limit + 1)
    )
    shown = found[:limit]
    given: dict[int, list[User]] = {}
    for assignment in verification.list_assignments(session, shown):
        given.setdefault(assignment.assessment_id, []).append(assignment.consultant)
    consultants = list_users(session, person=by, role=Role.CONSULTANT, limit=MOST_CONSULTANTS)
    return AssignmentPage(
        round=round_,
        lines=tuple(AssignmentLine(row, tuple(given.get(row.id, ()))) for row in shown),
        consultants=tuple(user for user in consultants if user.active),
        following=shown[-1].id if len(found) > limit else 0,
    )

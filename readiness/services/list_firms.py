"""The firms the office looks after, page by page, with how far each is in a round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, require
from readiness.assessment.states import AssessmentState
from readiness.services.context import Services
from readiness.services.measure_coverage import measure_coverage
from readiness.store.round_firms import NOT_STARTED, OUTSIDE, FirmInRound, list_round_firms
from readiness.store.rounds import get_round
from readiness.store.rows import Assessment, Firm, Round, User
from readiness.store.verification import list_assignments

STAGES = (OUTSIDE, NOT_STARTED, *(state.value for state in AssessmentState))


@dataclass(frozen=True)
class FirmSearch:
    """A part of the name or the beginning of the credit code; one of STAGES; only firms not confirmed yet."""

    text: str = ""
    stage: str = ""
    unconfirmed: bool = False


@dataclass(frozen=True)
class FirmLine:
    """A firm in a round: its stage, the percent of the weight that is answered, and who verifies it."""

    firm: Firm
    assessment: Assessment | None
    stage: str
    coverage: float | None
    consultants: tuple[User, ...]


@dataclass(frozen=True)
class FirmPage:
    """One page of firms beside the round they are looked at from; `following` is the next page's `after`, 0: none."""

    round: Round
    lines: tuple[FirmLine, ...]
    following: int


def list_firms(
    services: Services,
    session: Session,
    round_key: str,
    *,
    by: Person,
    search: FirmSearch = FirmSearch(),
    after: int = 0,
    limit: int = 50,
) -> FirmPage:
    """By id from after `after` on; four queries and one scoring, whatever the number of firms on the page."""
    require(by, Action.LIST_FIRMS)
    round_ = get_round(session, round_key, person=by)
    found = list_round_firms(
        session, round_, person=by, search=search.text, stage=search.stage, unconfirmed=search.unconfirmed,
        after=after, limit=limit + 1,
    )  # fmt: skip
    shown = found[:limit]
    works = [line.assessment for line in shown if line.assessment is not None]
    covered, given = measure_coverage(services, works), consultants_of(session, works)
    lines = tuple(_line(line, covered, given) for line in shown)
    return FirmPage(round_, lines, shown[-1].firm.id if len(found) > limit else 0)


def consultants_of(session: Session, works: Sequence[Assessment]) -> Mapping[int, tuple[User, ...]]:
    """Assessment id → who may look at it."""
    given: dict[int, tuple[User, ...]] = {}
    for assignment in list_assignments(session, works):
        given[assignment.assessment_id] = (*given.get(assignment.assessment_id, ()), assignment.consultant)
    return given


def stage_of(assessment: Assessment | None) -> str:
    """One of STAGES."""
    if assessment is None:
        return OUTSIDE
    untouched = assessment.state == AssessmentState.DRAFT and assessment.revision == 0
    return NOT_STARTED if untouched else str(assessment.state)


def _line(
    found: FirmInRound, covered: Mapping[int, float], given: Mapping[int, tuple[User, ...]]
) -> FirmLine:
    work = found.assessment
    return FirmLine(
        firm=found.firm,
        assessment=work,
        stage=stage_of(work),
        coverage=covered.get(work.id) if work else None,
        consultants=given.get(work.id, ()) if work else (),
    )

"""One firm in one round, for the office: where it stands, what happened, what can be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, Role, may, require
from readiness.assessment.states import AssessmentState, Step, possible
from readiness.services.context import Services
from readiness.services.list_events import EventLine, name_events
from readiness.services.list_firms import consultants_of, stage_of
from readiness.services.measure_coverage import measure_coverage
from readiness.store import events, firms
from readiness.store.assessments import find_assessment
from readiness.store.event_names import Named, of_actions
from readiness.store.people import list_users
from readiness.store.ranking import get_scorecards
from readiness.store.rounds import get_round
from readiness.store.rows import Assessment, Firm, Invitation, Membership, Round, ScorecardRow, User
from readiness.store.tickets import list_asked
from readiness.store.verification import find_audit

HISTORY = (
    "register_firm", "invite_firm", "ask_invitation", "accept_invitation", "confirm_firm", "open_assessment",
    "declare_assessment", "change_consent", "submit_assessment", "assign_consultant", "return_assessment", "sign_audit",
    "finalise_assessment", "withdraw_assessment",
)  # fmt: skip
"""The steps of an assessment's life; what the firm does inside, such as asking for a report, is its own affair."""
SETTLED = (AssessmentState.VERIFIED, AssessmentState.FINAL, AssessmentState.WITHDRAWN)
"""States in which there is nothing left to verify."""
MOST_EVENTS = 100
MOST_CONSULTANTS = 500
PUBLIC = (
    AssessmentState.SUBMITTED,
    AssessmentState.IN_VERIFICATION,
    AssessmentState.VERIFIED,
    AssessmentState.FINAL,
)
"""States in which the result is the office's to see: the firm has declared it and handed it in."""


@dataclass(frozen=True)
class FirmFile:
    """`scorecards` (by basis) are empty before the submission; `steps` are what this person can do now; `asked`:
    invitations whose bearers want another one."""

    round: Round
    firm: Firm
    assessment: Assessment | None
    stage: str
    coverage: float | None
    members: tuple[Membership, ...]
    consultants: tuple[User, ...]
    candidates: tuple[User, ...]
    scorecards: Mapping[str, ScorecardRow]
    signed_by: str
    history: tuple[EventLine, ...]
    steps: frozenset[Step]
    can_assign: bool
    asked: tuple[Invitation, ...]


def get_firm(services: Services, session: Session, round_key: str, firm_key: str, *, by: Person) -> FirmFile:
    """NotFoundError for a firm outside the officer's city; answers and evidence are not part of it."""
    require(by, Action.LIST_FIRMS)
    round_ = get_round(session, round_key, person=by)
    firm = firms.get_firm(session, firm_key, person=by)
    work = find_assessment(session, firm, round_)
    works = [work] if work else []
    assigned = consultants_of(session, works).get(work.id, ()) if work else ()
    audit = find_audit(session, work) if work else None
    can_assign = work is not None and work.state not in SETTLED and may(by, Action.ASSIGN_CONSULTANT)
    return FirmFile(
        round=round_,
        firm=firm,
        assessment=work,
        stage=stage_of(work),
        coverage=measure_coverage(services, works).get(work.id) if work else None,
        members=tuple(firms.list_members(session, firm)),
        consultants=assigned,
        candidates=_candidates(session, assigned, by=by) if can_assign else (),
        scorecards=get_scorecards(session, work) if work and work.state in PUBLIC else {},
        signed_by=audit.signer.name if audit else "",
        history=_history(session, firm, work, round_),
        steps=_steps(work, by=by),
        can_assign=can_assign,
        asked=tuple(list_asked(session, firm)),
    )


def _candidates(session: Session, assigned: tuple[User, ...], *, by: Person) -> tuple[User, ...]:
    """Active consultants who do not have it yet."""
    taken = {user.id for user in assigned}
    found = list_users(session, person=by, role=Role.CONSULTANT, limit=MOST_CONSULTANTS)
    return tuple(user for user in found if user.active and user.id not in taken)


def _history(session: Session, firm: Firm, work: Assessment | None, round_: Round) -> tuple[EventLine, ...]:
    known = [Named("firm", firm.key, firm.name, firm.credit_code)]
    known += [Named("assessment", work.key, firm.name, round_.name)] if work else []
    subjects = [f"{one.kind}:{one.key}" for one in known]
    where = (of_actions(HISTORY, subjects),)
    return name_events(session, events.list_events(session, where=where, limit=MOST_EVENTS), known)


def _steps(work: Assessment | None, *, by: Person) -> frozenset[Step]:
    if work is None:
        return frozenset()
    wanted = {Step.RETURN: Action.RETURN_ASSESSMENT, Step.FINALISE: Action.FINALISE_ASSESSMENT}
    return frozenset(
        step for step, action in wanted.items() if may(by, action) and possible(work.state, step)
    )

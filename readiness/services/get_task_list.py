"""What is done and what is left in one assessment."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, Role, dimension_allowed, may
from readiness.assessment.states import AssessmentState, Step, possible
from readiness.questionnaire.answers import FirmAnswers, State
from readiness.questionnaire.model import Questionnaire
from readiness.questionnaire.outlook_rules import scan_of
from readiness.scoring.outlook import Outlook
from readiness.scoring.scorecard import Basis, DimensionLine, QuestionLine, Scorecard
from readiness.services.check_assessment import FULL
from readiness.services.context import Services
from readiness.services.editing import Held, subject, view_held
from readiness.services.return_assessment import EVENT as RETURNED
from readiness.services.score_assessment import compute_outlook, compute_scorecard, foresees
from readiness.store.events import list_events
from readiness.store.firms import list_members
from readiness.store.rows import Firm, Membership, Round


class TaskState(enum.StrEnum):
    """How far a part is."""

    NOT_STARTED = "not_started"
    STARTED = "started"
    DONE = "done"
    NOT_APPLICABLE = "not_applicable"
    WAITING = "waiting"
    """Which questions are asked is not known before the processes are."""


@dataclass(frozen=True)
class DimensionTask:
    """One dimension: `answered` of `asked` applicable questions, `coverage` in percent of their weight, verdicts given,
    if this person may edit, and the first question that is not answered ('' where there is none).

    `people`: keys of the editors who were given it; `roles`: who in a firm usually knows, as the questionnaire says.
    """

    code: str
    pillar: str
    state: TaskState
    answered: int
    asked: int
    coverage: float
    verdicts: int
    editable: bool
    unanswered: str
    people: frozenset[str]
    roles: frozenset[str]


@dataclass(frozen=True)
class TaskList:
    """The parts of an assessment; `steps` are those this person can take now. `returned` is the reason given.

    `people`: key → name of the editors who were given dimensions, for the firm's own people; `due_on`: when this
    person's part shall be done.
    """

    key: str
    state: AssessmentState
    revision: int
    firm: Firm
    round: Round
    questionnaire: Questionnaire
    profile: TaskState
    statements: TaskState
    scan: TaskState | None
    dimensions: tuple[DimensionTask, ...]
    steps: frozenset[Step]
    returned: str
    declared_by: str
    declared_at: dt.datetime | None
    submitted_at: dt.datetime | None
    coverage: float
    outlook: Outlook | None
    foreseen: bool
    consent: Mapping[str, object]
    people: Mapping[str, str]
    due_on: dt.date | None

    @property
    def following(self) -> DimensionTask | None:
        """The first dimension in which this person still has something to answer, its `unanswered` question."""
        return next((task for task in self.dimensions if task.editable and task.unanswered), None)

    @property
    def waiting(self) -> bool:
        """True while no process is declared, so that nothing can be asked yet."""
        return any(task.state is TaskState.WAITING for task in self.dimensions)


_ACTIONS = {
    Step.SAVE: Action.EDIT_ANSWERS,
    Step.DECLARE: Action.DECLARE_ASSESSMENT,
    Step.SUBMIT: Action.SUBMIT_ASSESSMENT,
    Step.WITHDRAW: Action.WITHDRAW_ASSESSMENT,
    Step.VERIFY: Action.RECORD_VERDICTS,
    Step.SIGN: Action.SIGN_AUDIT,
    Step.RETURN: Action.RETURN_ASSESSMENT,
    Step.FINALISE: Action.FINALISE_ASSESSMENT,
}


def get_task_list(services: Services, session: Session, assessment_key: str, *, by: Person) -> TaskList:
    """The assessment part by part, for everybody who sees it."""
    held = view_held(services, session, assessment_key, Action.VIEW_ASSESSMENT, by=by)
    assessment = held.assessment
    card = compute_scorecard(held, Basis.DECLARED)
    seats = list_members(session, assessment.firm) if by.role is Role.FIRM else ()
    return TaskList(
        key=assessment.key,
        state=AssessmentState(assessment.state),
        revision=assessment.revision,
        firm=assessment.firm,
        round=assessment.round,
        questionnaire=held.questionnaire,
        profile=_profile_state(held.questionnaire, held.answers),
        statements=_share(len(held.answers.statements), len(held.questionnaire.statements)),
        scan=_scan_state(held, card) if foresees(held, by=by) else None,
        dimensions=_dimension_tasks(held, card, seats, by=by),
        steps=possible_steps(held, by=by),
        returned=_reason(session, held),
        declared_by=assessment.declared_by,
        declared_at=assessment.declared_at,
        submitted_at=assessment.submitted_at,
        coverage=card.coverage,
        outlook=compute_outlook(held, by=by),
        foreseen=foresees(held, by=by),
        consent=assessment.consent or {},
        people={seat.user.key: seat.user.name for seat in seats if seat.dimensions},
        due_on=next((seat.due_on for seat in seats if seat.user_id == by.id), None),
    )


def possible_steps(held: Held, *, by: Person) -> frozenset[Step]:
    """The steps that state and rights allow this person now; the answers may still stand in the way."""
    firm_id = held.assessment.firm_id if by.role is Role.FIRM else None
    state = held.assessment.state
    closed = held.assessment.round.state != "open" and state == AssessmentState.DRAFT
    return frozenset(
        step
        for step, action in _ACTIONS.items()
        if may(by, action, firm_id=firm_id)
        and possible(state, step)
        and not (closed and step in (Step.SAVE, Step.SUBMIT, Step.DECLARE))
    )


def _dimension_tasks(
    held: Held, card: Scorecard, seats: Sequence[Membership], *, by: Person
) -> tuple[DimensionTask, ...]:
    verdicts = held.answers.verification.verdicts if held.answers.verification else {}
    editing = Step.SAVE in possible_steps(held, by=by)
    return tuple(
        DimensionTask(
            code=line.code,
            pillar=pillar.code,
            state=_dimension_state(line) if held.answers.shares else TaskState.WAITING,
            answered=sum(q.answered >= FULL for q in line.questions if q.applicable),
            asked=sum(q.applicable for q in line.questions),
            coverage=line.coverage,
            verdicts=sum(q.code in verdicts for q in line.questions),
            editable=editing and dimension_allowed(by, held.assessment.firm_id, line.code),
            unanswered=next((q.code for q in line.questions if q.applicable and _is_open(q)), ""),
            people=frozenset(seat.user.key for seat in seats if line.code in (seat.dimensions or ())),
            roles=frozenset(
                role
                for q in line.questions
                if q.applicable
                for role in held.questionnaire.question[q.code].known_by
            ),
        )
        for pillar in card.pillars
        for line in pillar.dimensions
    )


def _is_open(question: QuestionLine) -> bool:
    return question.answered < FULL and question.state != State.NOT_MEASURED


def _dimension_state(line: DimensionLine) -> TaskState:
    asked = [q for q in line.questions if q.applicable]
    if not asked:
        touched = any(q.state == State.NOT_APPLICABLE for q in line.questions)
        return TaskState.DONE if touched else TaskState.NOT_APPLICABLE
    done = sum(q.answered >= FULL for q in asked)
    return _share(done, len(asked), started=any(q.state != State.UNANSWERED for q in asked))


def _share(done: int, asked: int, *, started: bool = False) -> TaskState:
    if done >= asked:
        return TaskState.DONE
    return TaskState.STARTED if done or started else TaskState.NOT_STARTED


def _scan_state(held: Held, card: Scorecard) -> TaskState | None:
    """How far the quick scan is; None where the questionnaire has none."""
    scan = scan_of(held.questionnaire.outlook)
    if not scan or not held.answers.shares:
        return TaskState.NOT_STARTED if scan else None
    asked = [question for question in card.questions if question.code in scan and question.applicable]
    return _share(sum(question.state != State.UNANSWERED for question in asked), len(asked))


def _profile_state(questionnaire: Questionnaire, answers: FirmAnswers) -> TaskState:
    required = [entry.code for entry in questionnaire.profile if entry.required]
    done = sum(code in answers.profile for code in required) + bool(answers.shares)
    return _share(done, len(required) + 1, started=bool(answers.profile))


def _reason(session: Session, held: Held) -> str:
    if held.assessment.state != AssessmentState.RETURNED:
        return ""
    events = list_events(session, subject(held.assessment), limit=50)
    return next((str(event.detail.get("reason", "")) for event in events if event.action == RETURNED), "")

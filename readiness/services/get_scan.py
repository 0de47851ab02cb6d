"""The quick scan: the few questions that tell most of a firm, answered in an assessment like all others."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, dimension_allowed, may
from readiness.assessment.states import Step
from readiness.errors import NotFoundError
from readiness.questionnaire.answers import State
from readiness.questionnaire.outlook_rules import scan_of
from readiness.services.append_changes import PROCESSES
from readiness.services.context import Services
from readiness.services.editing import questionnaire_of, view_held
from readiness.services.get_dimension import QuestionSheet, sheet_parts
from readiness.store.answers import latest_answers
from readiness.store.rows import Assessment


@dataclass(frozen=True)
class ScanView(QuestionSheet):
    """The scan's questions that apply to the firm's processes and are this person's to answer; `others`: how many are
    for colleagues. `principal`: the process with most output, '' while none is declared; then `choosing` says that this
    person may declare it, on `revision`. `minutes`: what the whole scan takes."""

    minutes: int
    others: int
    principal: str
    choosing: bool
    revision: int

    @property
    def left(self) -> int:
        """How many of the questions are not answered yet."""
        return sum(question.answer.state is State.UNANSWERED for question in self.questions)


def has_scan(services: Services, assessment: Assessment) -> bool:
    """True where the questionnaire of the assessment's round has a quick scan."""
    return bool(scan_of(questionnaire_of(services, assessment.round).outlook))


def get_scan(services: Services, session: Session, assessment_key: str, *, by: Person) -> ScanView:
    """For the firm's own people; NotFoundError where the questionnaire has no quick scan."""
    held = view_held(services, session, assessment_key, Action.VIEW_OUTLOOK, by=by)
    asked, firm_id = held.questionnaire, held.assessment.firm_id
    if asked.outlook is None or not asked.outlook.scan:
        raise NotFoundError("this questionnaire has no quick scan")
    applying = [
        code for code in asked.outlook.scan if held.answers.shares.keys() & asked.question[code].weights
    ]
    own = [code for code in applying if dimension_allowed(by, firm_id, asked.question[code].dimension)]
    row = latest_answers(session, held.assessment, [PROCESSES]).get(PROCESSES)
    parts = sheet_parts(session, held, own, allowed=True, by=by)
    return ScanView(
        **parts,
        minutes=asked.outlook.minutes,
        others=len(applying) - len(own),
        principal=asked.principal(held.answers.shares),
        choosing=Step.SAVE in parts["steps"] and may(by, Action.EDIT_PROFILE, firm_id=firm_id),
        revision=row.revision if row else 0,
    )

"""What stands beside the questions for the firm's people: colleagues' notes, and what counted in the round before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, Role
from readiness.errors import StoredAnswersError
from readiness.questionnaire.answers import Answer, State
from readiness.questionnaire.matching import comparable
from readiness.questionnaire.model import Questionnaire
from readiness.services.context import Services
from readiness.services.editing import Held, read_held, view_held
from readiness.store.assessments import find_earlier
from readiness.store.notes import count_notes
from readiness.store.rows import Round


@dataclass(frozen=True)
class EarlierRound:
    """The round before, with the answers that can still be read as answers to today's questions: what a signed audit
    found where it changed one, else what the firm stated."""

    round: Round
    answers: Mapping[str, Answer]


@dataclass(frozen=True)
class Beside:
    """`notes` by code; `earlier` is None in a firm's first round."""

    notes: Mapping[str, int]
    earlier: EarlierRound | None

    def answer_of(self, code: str) -> Answer | None:
        """What counted for the question in the round before."""
        return self.earlier.answers.get(code) if self.earlier else None


def get_beside(services: Services, session: Session, assessment_key: str, *, by: Person) -> Beside:
    """Nothing at all for others than the firm's people."""
    if by.role is not Role.FIRM:
        return Beside({}, None)
    held = view_held(services, session, assessment_key, Action.VIEW_HISTORY, by=by)
    return Beside(count_notes(session, held.assessment), earlier_round_of(services, session, held, by=by))


def earlier_round_of(services: Services, session: Session, held: Held, *, by: Person) -> EarlierRound | None:
    """What the firm's round before has to offer; None also where its answers cannot be read any more."""
    row = find_earlier(session, held.assessment, person=by)
    if row is None:
        return None
    try:
        before = read_held(services, row)
    except StoredAnswersError:
        return None
    found = {
        code: answer
        for code, question in held.questionnaire.question.items()
        if not question.computed
        and _readable(before.questionnaire, held.questionnaire, code)
        and (answer := _counted(before, code)).state is not State.UNANSWERED
    }
    return EarlierRound(row.round, found)


def _readable(before: Questionnaire, now: Questionnaire, code: str) -> bool:
    return code in before.question and comparable(before.question[code], now.question[code])


def _counted(before: Held, code: str) -> Answer:
    verification = before.answers.verification
    verdict = verification.verdicts.get(code) if verification else None
    if verdict is not None and verdict.value is not None:
        return Answer(State.ANSWERED, verdict.value)
    return replace(before.answers.answers.get(code, Answer()), documents=())

"""One question with everything that was ever said about it in the firm: each saved answer, and colleagues' notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person
from readiness.errors import NotFoundError
from readiness.questionnaire.answers import Answer, FirmAnswers
from readiness.questionnaire.model import Question, Questionnaire
from readiness.services.context import Services
from readiness.services.editing import view_held
from readiness.services.get_beside import EarlierRound, earlier_round_of
from readiness.store.answers import answer_history
from readiness.store.notes import list_notes
from readiness.store.rows import AnswerRow, Firm, Note, Round


@dataclass(frozen=True)
class QuestionHistory:
    """`saved` newest first, `notes` oldest first; `answer` is what stands."""

    key: str
    firm: Firm
    round: Round
    questionnaire: Questionnaire
    question: Question
    answers: FirmAnswers
    saved: Sequence[AnswerRow]
    notes: Sequence[Note]
    earlier: EarlierRound | None

    @property
    def answer(self) -> Answer:
        """What stands now."""
        return self.answers.answers.get(self.question.code, Answer())


def get_history(
    services: Services, session: Session, assessment_key: str, code: str, *, by: Person
) -> QuestionHistory:
    """For the firm's people; NotFoundError for a code the questionnaire does not have."""
    held = view_held(services, session, assessment_key, Action.VIEW_HISTORY, by=by)
    question = held.questionnaire.question.get(code)
    if question is None:
        raise NotFoundError(f"no question {code!r}")
    assessment = held.assessment
    return QuestionHistory(
        key=assessment.key,
        firm=assessment.firm,
        round=assessment.round,
        questionnaire=held.questionnaire,
        question=question,
        answers=held.answers,
        saved=answer_history(session, assessment, code),
        notes=list_notes(session, assessment, code),
        earlier=earlier_round_of(services, session, held, by=by),
    )

"""One dimension with all that its page shows: answers, evidence, verdicts, and the revisions to save on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, Role, agreed, dimension_allowed
from readiness.assessment.states import AssessmentState, Step
from readiness.errors import NotFoundError
from readiness.questionnaire.answer_checks import Notice, check_answers
from readiness.questionnaire.answers import Answer, FirmAnswers, VerdictEntry
from readiness.questionnaire.model import Dimension, Questionnaire
from readiness.scoring.outlook import Outlook, outlook
from readiness.scoring.scorecard import Basis, QuestionLine, Scorecard
from readiness.services.append_changes import PROCESSES, PROFILE, STATEMENTS
from readiness.services.context import Services
from readiness.services.draw_sample import draw_sample
from readiness.services.editing import Held, view_held
from readiness.services.get_task_list import possible_steps
from readiness.services.record_verdicts import standing_verdicts
from readiness.services.score_assessment import compute_scorecard, foresees
from readiness.store.answers import latest_answers, revisions_of_others
from readiness.store.evidence import list_evidence
from readiness.store.rows import AnswerRow, Evidence, Firm, Round, VerdictRow
from readiness.store.verification import latest_verdicts


@dataclass(frozen=True)
class Saved:
    """The revision a code stands at, who saved it (name and id) and when."""

    revision: int
    by: str
    at: dt.datetime
    by_id: int


@dataclass(frozen=True)
class AnswerView:
    """One question with the answer that stands, who saved it and when."""

    code: str
    answer: Answer
    saved: Saved | None

    @property
    def revision(self) -> int:
        """What the next save of this answer is based on; 0: none was saved."""
        return self.saved.revision if self.saved else 0


@dataclass(frozen=True)
class QuestionView(AnswerView):
    """One question of a page: besides its answer the verdict with its revision (0: none), evidence and remarks.

    `sampled`: the audit must cover it; only consultants get to know, and verdicts only they and the office.
    """

    line: QuestionLine
    evidence: tuple[Evidence, ...]
    notices: tuple[Notice, ...]
    verdict: VerdictEntry | None
    verdict_saved: Saved | None
    sampled: bool

    @property
    def verdict_revision(self) -> int:
        """What the next verdict on this answer is based on."""
        return self.verdict_saved.revision if self.verdict_saved else 0


@dataclass(frozen=True)
class AnswerSheet:
    """Questions with their answers, and all else that the firm states."""

    questionnaire: Questionnaire
    answers: FirmAnswers
    questions: tuple[AnswerView, ...]


@dataclass(frozen=True)
class QuestionSheet(AnswerSheet):
    """A page of questions; `editable`: this person may save answers here now, `steps`: what else can be done.

    `coverage`: percent of the assessment's weight that is answered; `foreseen`: the person sees what it may come to.
    """

    key: str
    state: AssessmentState
    firm: Firm
    round: Round
    questions: tuple[QuestionView, ...]
    editable: bool
    steps: frozenset[Step]
    coverage: float
    foreseen: bool

    @cached_property
    def outlook(self) -> Outlook | None:
        """What the result may come to; computed when a page shows it, not for every answer that is saved."""
        on = self.round.closes_on
        return outlook(self.questionnaire, self.answers, on=on) if self.foreseen else None


@dataclass(frozen=True)
class DimensionView(QuestionSheet):
    """The page of one dimension."""

    dimension: Dimension


@dataclass(frozen=True)
class PartView:
    """Profile, processes and statements; `saved` holds those that were (codes '@profile', …), `others` the newest
    revision of each that was not saved by who looks."""

    key: str
    state: AssessmentState
    firm: Firm
    round: Round
    questionnaire: Questionnaire
    answers: FirmAnswers
    saved: Mapping[str, Saved]
    others: Mapping[str, int]
    editable: bool

    def revision(self, part: str) -> int:
        """What the next save of the part is based on."""
        return self.saved[part].revision if part in self.saved else 0


def get_dimension(
    services: Services, session: Session, assessment_key: str, code: str, *, by: Person
) -> DimensionView:
    """The page of one dimension; NotFoundError for a code the questionnaire does not have."""
    held = view_held(services, session, assessment_key, Action.VIEW_ANSWERS, by=by)
    dimension = next((d for d in held.questionnaire.dimensions if d.code == code), None)
    if dimension is None:
        raise NotFoundError(f"no dimension {code!r}")
    allowed = by.role is not Role.FIRM or dimension_allowed(by, held.assessment.firm_id, code)
    codes = [question.code for question in dimension.questions]
    return DimensionView(dimension=dimension, **sheet_parts(session, held, codes, allowed=allowed, by=by))


def get_question(
    services: Services, session: Session, assessment_key: str, dimension: str, code: str, *, by: Person
) -> AnswerSheet:
    """One question alone, for saving it: nothing is scored. NotFoundError where the dimension does not have it."""
    held = view_held(services, session, assessment_key, Action.VIEW_ANSWERS, by=by)
    question = held.questionnaire.question.get(code)
    if question is None or question.dimension != dimension:
        raise NotFoundError(f"no question {code!r} in {dimension!r}")
    row = latest_answers(session, held.assessment, [code]).get(code)
    view = AnswerView(code, held.answers.answers.get(code, Answer()), _saved(row))
    return AnswerSheet(held.questionnaire, held.answers, (view,))


def sheet_parts(
    session: Session, held: Held, codes: Sequence[str], *, allowed: bool, by: Person
) -> dict[str, Any]:
    """The fields of a QuestionSheet with these questions; `allowed`: the person may answer them at all."""
    steps = possible_steps(held, by=by)
    card = compute_scorecard(held, Basis.DECLARED)
    return {
        "key": held.assessment.key,
        "state": AssessmentState(held.assessment.state),
        "firm": held.assessment.firm,
        "round": held.assessment.round,
        "questionnaire": held.questionnaire,
        "answers": held.answers,
        "questions": _question_views(session, held, card, codes, by=by),
        "editable": Step.SAVE in steps and allowed,
        "steps": steps,
        "coverage": card.coverage,
        "foreseen": foresees(held, by=by),
    }


def get_parts(services: Services, session: Session, assessment_key: str, *, by: Person) -> PartView:
    """What the pages of profile and statements show."""
    held = view_held(services, session, assessment_key, Action.VIEW_ANSWERS, by=by)
    parts = [PROFILE, PROCESSES, STATEMENTS]
    rows = latest_answers(session, held.assessment, parts)
    return PartView(
        key=held.assessment.key,
        state=AssessmentState(held.assessment.state),
        firm=held.assessment.firm,
        round=held.assessment.round,
        questionnaire=held.questionnaire,
        answers=held.answers,
        saved={code: _stands(row) for code, row in rows.items()},
        others=revisions_of_others(session, held.assessment, parts, by.id),
        editable=Step.SAVE in possible_steps(held, by=by),
    )


def _question_views(
    session: Session, held: Held, card: Scorecard, codes: Sequence[str], *, by: Person
) -> tuple[QuestionView, ...]:
    lines = {line.code: line for line in card.questions}
    answers = latest_answers(session, held.assessment, codes)
    shared = agreed(by, Action.VIEW_EVIDENCE, held.assessment.consent)
    evidence = list_evidence(session, held.assessment, codes) if shared else ()
    notices = check_answers(held.questionnaire, held.answers)
    staff = by.role is not Role.FIRM or held.assessment.state in (
        AssessmentState.VERIFIED,
        AssessmentState.FINAL,
    )
    verdicts = standing_verdicts(held) if staff else {}
    verdict_rows = latest_verdicts(session, held.assessment) if verdicts else {}
    sample = draw_sample(held, card).codes if by.role is Role.CONSULTANT else frozenset[str]()
    return tuple(
        QuestionView(
            code=code,
            answer=held.answers.answers.get(code, Answer()),
            line=lines[code],
            saved=_saved(answers.get(code)),
            evidence=tuple(row for row in evidence if row.code == code),
            notices=tuple(notice for notice in notices if notice.code == code),
            verdict=verdicts.get(code),
            verdict_saved=_saved(verdict_rows.get(code)) if code in verdicts else None,
            sampled=code in sample,
        )
        for code in codes
    )


def _saved(row: AnswerRow | VerdictRow | None) -> Saved | None:
    return None if row is None else _stands(row)


def _stands(row: AnswerRow | VerdictRow) -> Saved:
    return Saved(row.revision, row.by.name, row.at, row.by_id)

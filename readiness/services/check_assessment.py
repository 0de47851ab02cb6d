"""Look over all answers before they are declared: what is missing, what is odd, what is enough."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person
from readiness.questionnaire.answer_checks import ERROR, Notice, check_answers
from readiness.questionnaire.answers import FirmAnswers
from readiness.questionnaire.model import Questionnaire
from readiness.scoring.scorecard import Basis, Scorecard, Standing
from readiness.services.context import Services
from readiness.services.editing import view_held
from readiness.services.score_assessment import compute_scorecard

FULL = 1 - 1e-9


@dataclass(frozen=True)
class CheckView:
    """What stands between the firm and an official result.

    `missing`: dimension code → codes of applicable questions without a full answer. `unsaid`: statements without an
    answer. `errors` stop a submission, `doubts` only ask. `coverage` is in percent, over all and by dimension;
    below the rules' least the result stays a draft, which `standing` says.
    """

    missing: Mapping[str, tuple[str, ...]]
    unsaid: tuple[str, ...]
    errors: tuple[Notice, ...]
    doubts: tuple[Notice, ...]
    coverage: float
    dimension_coverage: Mapping[str, float]
    standing: Standing

    @property
    def can_submit(self) -> bool:
        """True when nothing is impossible; gaps alone do not stop a submission."""
        return not self.errors


def check_assessment(services: Services, session: Session, assessment_key: str, *, by: Person) -> CheckView:
    """The remarks on what the firm states now."""
    held = view_held(services, session, assessment_key, Action.CHECK_ASSESSMENT, by=by)
    card = compute_scorecard(held, Basis.DECLARED)
    notices = submission_notices(held.questionnaire, held.answers)
    return CheckView(
        missing=missing_answers(card),
        unsaid=tuple(s.code for s in held.questionnaire.statements if s.code not in held.answers.statements),
        errors=tuple(notice for notice in notices if notice.severity == ERROR),
        doubts=tuple(notice for notice in notices if notice.severity != ERROR),
        coverage=card.coverage,
        dimension_coverage={
            line.code: line.coverage for pillar in card.pillars for line in pillar.dimensions
        },
        standing=card.standing,
    )


def missing_answers(card: Scorecard) -> dict[str, tuple[str, ...]]:
    """Dimension code → applicable questions that are not, or not for all processes, answered."""
    found: dict[str, tuple[str, ...]] = {}
    for pillar in card.pillars:
        for dimension in pillar.dimensions:
            codes = tuple(q.code for q in dimension.questions if q.applicable and q.answered < FULL)
            if codes:
                found[dimension.code] = codes
    return found


def submission_notices(questionnaire: Questionnaire, answers: FirmAnswers) -> list[Notice]:
    """The codec's remarks, and one for each required statement that was not given."""
    found = check_answers(questionnaire, answers)
    found += [
        Notice(statement.code, "", ERROR, "statement_required")
        for statement in questionnaire.statements
        if statement.effect == "required" and statement.code not in answers.statements
    ]
    return found

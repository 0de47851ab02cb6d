"""The scenarios that a firm kept, and one of them as a trial beside today's result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, may, require
from readiness.services.context import Services
from readiness.services.editing import Held
from readiness.services.kept_scenario import KeptScenario, kept_scenario
from readiness.services.try_scenario import Trial, open_trial
from readiness.store.scenarios import get_scenario, list_scenarios


def scenarios_of(session: Session, trial: Trial, held: Held, *, by: Person) -> Sequence[KeptScenario]:
    """All of an assessment in hand, newest first; none for those who are not of the firm: a trial is the firm's own
    business."""
    if not may(by, Action.KEEP_SCENARIO, firm_id=held.assessment.firm_id):
        return []
    possible = {question.code for question in trial.questions}
    rows = reversed(list_scenarios(session, held.assessment))
    return [kept_scenario(row, held.questionnaire, held.answers, possible) for row in rows]


def open_scenario(
    services: Services, session: Session, assessment_key: str, scenario_key: str, *, by: Person
) -> tuple[KeptScenario, Trial, Held]:
    """The scenario and the questions it changes, as far as they are still asked; nothing is scored."""
    trial, held = open_trial(services, session, assessment_key, by=by)
    require(by, Action.KEEP_SCENARIO, firm_id=held.assessment.firm_id)
    row = get_scenario(session, held.assessment, scenario_key)
    known = {question.code: question for question in trial.questions}
    kept = kept_scenario(row, held.questionnaire, held.answers, known)
    return kept, replace(trial, chosen=tuple(known[code] for code in kept.answers)), held

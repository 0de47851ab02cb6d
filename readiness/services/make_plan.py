"""The cheapest way to a level, or the most index for a budget, from the result as it stands. Nothing is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person
from readiness.questionnaire.answers import FirmAnswers
from readiness.scoring.effects import Start, start_of
from readiness.scoring.layout import layout_of
from readiness.scoring.peer_view import leading_scores
from readiness.scoring.plan import Goal, Plans, make_plans
from readiness.scoring.priority import Priority, Wishes, priorities, wishes_of
from readiness.scoring.scorecard import Basis
from readiness.scoring.sheet import sheet_of
from readiness.scoring.steps import steps_of
from readiness.services.context import Services
from readiness.services.editing import view_held
from readiness.services.get_peers import peers_of
from readiness.services.get_result import ResultView, result_of


@dataclass(frozen=True)
class PlanView:
    """The result planned from, the levels still above it, the plans for a goal (None: none was named), and the
    priority list with what weighs in it; `possible`: the questionnaire has advice, and questions apply to the firm."""

    result: ResultView
    levels: tuple[int, ...]
    plans: Plans | None
    priorities: tuple[Priority, ...]
    wishes: Wishes
    possible: bool


def make_plan(
    services: Services,
    session: Session,
    assessment_key: str,
    goal: Goal | None = None,
    goals: Sequence[str] = (),
    *,
    by: Person,
) -> PlanView:
    """Plan from the verified result where there is one; `goals` of the firm weigh in the priority list only.

    InputError for a goal that nobody can plan for.
    """
    held = view_held(services, session, assessment_key, Action.MAKE_PLAN, by=by)
    view = result_of(services, session, held, by=by)
    levels = tuple(level.number for level in view.questionnaire.levels if level.number > view.main.level)
    guidance = view.questionnaire.guidance
    start = plan_start(view)
    if guidance is None or guidance.plan is None or start.found.tree.top.weight[0] <= 0:
        return PlanView(view, levels, None, (), Wishes(), possible=False)
    leading = leading_scores(layout_of(view.questionnaire), peers_of(session, view))
    wishes = wishes_of(start, planned_answers(view).profile, goals, leading)
    return PlanView(
        result=view,
        levels=levels,
        plans=make_plans(start, goal) if goal else None,
        priorities=tuple(priorities(start, steps_of(start), wishes)),
        wishes=wishes,
        possible=True,
    )


def plan_start(view: ResultView) -> Start:
    """Where plans of the main result begin."""
    sheet = sheet_of(view.questionnaire, [planned_answers(view)])
    return start_of(view.questionnaire, sheet, basis=view.main.basis, on=view.round.closes_on)


def planned_answers(view: ResultView) -> FirmAnswers:
    """The answers behind the main result: without the consultant's side where that is not to be seen yet."""
    return view.answers if view.main.basis is Basis.VERIFIED else replace(view.answers, verification=None)

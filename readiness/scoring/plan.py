"""The cheapest way to a level, or the most index for a budget: proven best, with alternatives and the order in time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from readiness.errors import InputError
from readiness.questionnaire.guidance import PlanRules
from readiness.scoring.effects import Start
from readiness.scoring.plan_options import DOCUMENT, Choices, Option, choices_of
from readiness.scoring.plan_reach import Obstacle, obstacles_of
from readiness.scoring.plan_solve import Answer, Candidate, solve
from readiness.scoring.steps import Step, plan_rules, steps_of


@dataclass(frozen=True)
class Goal:
    """What a plan is for: a level at least cost (within `budget` where one is given), or the most index for `budget`.

    `months`: the horizon, without it the last period's end. `audit`: whether an audit on site may be part.
    """

    level: int | None = None
    budget: float | None = None
    months: int | None = None
    audit: bool = True


@dataclass(frozen=True)
class PlannedStep:
    """A step in time: begins after month `start`, ends with its own `finish`, in period `phase` (the one after the last
    period where it lasts longer)."""

    step: Step
    question: str
    before: float
    start: int
    phase: int


@dataclass(frozen=True)
class PlannedDocument:
    """A document to put behind an answer, for so many yuan, by month `finish`; `phase` as for steps."""

    question: str
    yuan: float
    finish: int
    phase: int


@dataclass(frozen=True)
class Plan:
    """Chosen steps in order of time, documents, perhaps an audit (its month of finish; None: none), and the result.

    `audit_yuan`, `yuan`: cost of the audit and of all. `bound`: what no plan can beat, the index or the yuan; `gap`:
    the distance to it, 0 where this plan is proven best.
    """

    steps: tuple[PlannedStep, ...]
    documents: tuple[PlannedDocument, ...]
    audit: int | None
    audit_yuan: float
    yuan: float
    months: int
    index: float
    arithmetic: float
    level: int
    pillars: tuple[float, ...]
    bound: float
    gap: float


@dataclass(frozen=True)
class Later:
    """A longer horizon and the yuan of a plan found that reaches the level in it; `gap` as for plans."""

    months: int
    yuan: float
    gap: float


@dataclass(frozen=True)
class Plans:
    """The best plan and its alternatives for a goal, or why there is none; `stopped`: time was over before the proof.

    `least_difference`: actions that an alternative does without, of those of the best plan. `later`: what would do
    where the horizon is too short.
    """

    goal: Goal
    horizon: int
    phases: tuple[int, ...]
    index: float
    level: int
    best: Plan | None
    alternatives: tuple[Plan, ...]
    least_difference: int
    obstacles: tuple[Obstacle, ...]
    stopped: bool
    later: Later | None = None


def make_plans(start: Start, goal: Goal, *, seconds: float | None = None) -> Plans:
    """Plan for one firm; `seconds` of the solver, without it the questionnaire's. InputError for an impossible goal."""
    rules = plan_rules(start)
    horizon = checked(start, rules, goal)
    seconds = rules.seconds if seconds is None else seconds
    steps = steps_of(start)
    ways = choices_of(start, steps, horizon=horizon, audit=goal.audit)
    answer = solve(ways, goal.level, goal.budget, seconds=seconds, alternatives=rules.alternatives)
    obstacles, later = _too_dear(goal, answer), None
    if goal.level is not None and not answer.plans and not answer.stopped:
        obstacles, months = obstacles_of(ways, goal.level, audit=goal.audit)
        if months:
            longer = choices_of(start, steps, horizon=months, audit=goal.audit)
            later = _later(solve(longer, goal.level, None, seconds=seconds, alternatives=0), months)
    plans = [_plan(candidate) for candidate in _affordable(goal, answer)]
    return Plans(
        goal=goal,
        horizon=horizon,
        phases=rules.phases,
        index=float(start.found.index[0]),
        level=int(start.found.level[0]),
        best=plans[0] if plans else None,
        alternatives=tuple(plans[1:]),
        least_difference=answer.least_difference,
        obstacles=obstacles,
        stopped=answer.stopped,
        later=later,
    )


def checked(start: Start, rules: PlanRules, goal: Goal) -> int:
    """The horizon in months; InputError names what no plan can be made for."""
    most = max(level.number for level in start.questionnaire.levels)
    if goal.level is None and goal.budget is None:
        raise InputError("level", "plan_without_goal")
    if goal.level is not None and not 1 <= goal.level <= most:
        raise InputError("level", "plan_level", least=1, most=most)
    if goal.budget is not None and not (math.isfinite(goal.budget) and goal.budget >= 0):
        raise InputError("budget", "plan_budget")
    if goal.months is not None and not 1 <= goal.months <= LONGEST:
        raise InputError("months", "plan_months", least=1, most=LONGEST)
    if start.found.tree.top.weight[0] <= 0:
        raise InputError("level", "plan_without_process")
    return rules.phases[-1] if goal.months is None else goal.months


LONGEST = 600  # months; longer than any way through all prerequisites, and a number that pages can show


def _too_dear(goal: Goal, answer: Answer) -> tuple[Obstacle, ...]:
    """The budget as an obstacle, where a level is proven to cost more."""
    if goal.level is None or goal.budget is None or not answer.plans:
        return ()
    least = answer.plans[0].yuan - answer.plans[0].gap
    return (Obstacle("budget", goal.level, have=goal.budget, need=least),) if least > goal.budget else ()


def _affordable(goal: Goal, answer: Answer) -> list[Candidate]:
    """The plans within the budget of a level; while time was over there may be dearer ones only."""
    if goal.level is None or goal.budget is None:
        return list(answer.plans)
    return [plan for plan in answer.plans if plan.yuan <= goal.budget]


def _later(answer: Answer, months: int) -> Later | None:
    """The plan found for a longer horizon; None where there was no time to find one."""
    return Later(months, answer.plans[0].yuan, answer.plans[0].gap) if answer.plans else None


def _plan(found: Candidate) -> Plan:
    choices = found.choices
    phases = choices.rules.phases
    steps = sorted(
        (
            _placed(choices, option.row, number, phases)
            for option in found.options
            for number in _numbers(option)
        ),
        key=lambda planned: (planned.step.finish, planned.step.key),
    )
    documents = sorted(
        (_document(choices, option, phases) for option in found.options if option.evidence == DOCUMENT),
        key=lambda planned: planned.finish,
    )
    last = max((option.finish for option in found.options if option.done or option.evidence), default=0)
    pillars = found.result.pillars[:, 0]
    return Plan(
        steps=tuple(steps),
        documents=tuple(documents),
        audit=last if choices.audit else None,
        audit_yuan=choices.rules.audit.yuan if choices.audit else 0.0,
        yuan=found.yuan,
        months=last,
        index=found.index,
        arithmetic=float(found.result.arithmetic[0]),
        level=int(found.result.level[0]),
        pillars=tuple(float(score) for score in pillars),
        bound=found.bound,
        gap=found.gap,
    )


def _numbers(option: Option) -> range:
    return range(1, option.done + 1)


def _placed(choices: Choices, row: int, number: int, phases: Sequence[int]) -> PlannedStep:
    step = choices.step(row, number)
    before = choices.step(row, number - 1).raw if number > 1 else float(choices.start.raw[row])
    return PlannedStep(
        step=step,
        question=choices.start.layout.questions[row].code,
        before=before,
        start=step.finish - step.months,
        phase=phase_of(step.finish, phases),
    )


def _document(choices: Choices, option: Option, phases: Sequence[int]) -> PlannedDocument:
    return PlannedDocument(
        question=choices.start.layout.questions[option.row].code,
        yuan=choices.rules.document.yuan,
        finish=option.finish,
        phase=phase_of(option.finish, phases),
    )


def phase_of(finish: int, phases: Sequence[int]) -> int:
    """The place of the period in which a month lies; one more than there are where it lies beyond the last."""
    return next((number for number, end in enumerate(phases) if finish <= end), len(phases))

"""What a firm asks of a plan, and what it is told where there is none."""

from __future__ import annotations

import datetime as dt
from functools import cache

import pytest

from readiness.errors import InputError
from readiness.questionnaire.codec import read_file
from readiness.questionnaire.loader import load
from readiness.scoring.effects import Start, start_of
from readiness.scoring.plan import Goal, make_plans, phase_of
from readiness.scoring.scorecard import Basis
from readiness.scoring.sheet import sheet_of
from tests.architecture.source import ROOT
from tests.scoring.builders import ON, firm, question, questionnaire

MILL_ON = dt.date(2026, 10, 1)


@cache
def mill(basis: Basis = Basis.DECLARED, name: str = "wujiang-dyeing-mill") -> Start:
    asked = load(ROOT / "questionnaires" / "textile" / "2026.1")
    answers = read_file(asked, ROOT / "samples" / f"{name}.yaml").firms[0].answers
    return start_of(asked, sheet_of(asked, [answers]), basis=basis, on=MILL_ON)


def test_cheapest_way_to_the_next_level_is_proven_and_has_two_alternatives() -> None:
    found = make_plans(mill(), Goal(level=3))
    assert found.best is not None
    assert (found.best.level, found.best.gap, found.best.bound) == (3, 0.0, found.best.yuan)
    assert len(found.alternatives) == 2
    best = {planned.step.key for planned in found.best.steps}
    for other in found.alternatives:
        assert other.level == 3
        assert other.yuan >= found.best.yuan
        assert len(best - {planned.step.key for planned in other.steps}) >= found.least_difference


def test_more_budget_never_gives_less_index() -> None:
    reached = [make_plans(mill(), Goal(budget=yuan)).best for yuan in (0.0, 2e5, 1e6, 5e6)]
    index = [plan.index for plan in reached if plan]
    assert len(index) == 4
    assert index == sorted(index)
    assert index[0] == mill().found.index[0]


def test_longer_horizon_never_costs_more() -> None:
    yuan = [plan.yuan for months in (24, 36, 48) if (plan := make_plans(mill(), Goal(3, months=months)).best)]
    assert yuan == sorted(yuan, reverse=True)


def test_every_step_of_a_plan_begins_when_those_it_needs_are_done() -> None:
    plan = make_plans(mill(), Goal(budget=1e7)).best
    assert plan is not None
    ends = {planned.step.key: planned.step.finish for planned in plan.steps}
    for planned in plan.steps:
        step = planned.step
        before = [*step.needs, *([(step.row, step.number - 1)] if step.number > 1 else [])]
        assert all(ends[need] <= planned.start for need in before)
        assert planned.start >= 0
    assert [p.phase for p in plan.steps] == sorted(p.phase for p in plan.steps)


def test_month_belongs_to_the_period_it_lies_in() -> None:
    assert [phase_of(month, (6, 18, 36)) for month in (1, 6, 7, 18, 19, 36, 37)] == [0, 0, 1, 1, 2, 2, 3]


def test_level_already_reached_costs_nothing() -> None:
    found = make_plans(mill(), Goal(level=2))
    assert found.best is not None
    assert (found.best.steps, found.best.yuan, found.alternatives) == ((), 0.0, ())


def test_level_out_of_reach_names_its_gates_and_months_in_which_a_plan_was_found() -> None:
    found = make_plans(mill(), Goal(level=4, months=30))
    assert found.best is None
    assert "points" in {obstacle.kind for obstacle in found.obstacles}
    assert found.later is not None
    assert found.later.months > 30
    longer = make_plans(mill(), Goal(level=4, months=found.later.months)).best
    assert longer is not None
    assert longer.yuan == found.later.yuan


def test_of_gates_of_one_kind_the_hardest_is_named() -> None:
    obstacles = make_plans(mill(), Goal(level=5)).obstacles
    named = [(obstacle.kind, obstacle.subject) for obstacle in obstacles]
    assert len(named) == len(set(named))
    assert {obstacle.level for obstacle in obstacles if obstacle.kind in ("points", "pillar")} == {5}


def test_level_that_asks_an_audit_is_never_reached_without_one() -> None:
    found = make_plans(mill(), Goal(level=4, audit=False))
    assert (found.best, found.later) == (None, None)
    kinds = [obstacle.kind for obstacle in found.obstacles]
    assert "audit" in kinds
    assert kinds[-1] == "never"


def test_level_beyond_the_budget_names_its_least_cost() -> None:
    found = make_plans(mill(), Goal(level=3, budget=1e5))
    cheapest = make_plans(mill(), Goal(level=3)).best
    assert found.best is None
    assert cheapest is not None
    assert [(o.kind, o.have, o.need) for o in found.obstacles] == [("budget", 1e5, cheapest.yuan)]


def test_more_months_are_not_said_to_be_enough_for_a_budget_that_is_not() -> None:
    found = make_plans(mill(), Goal(level=4, budget=1e5, months=30))
    assert found.later is not None
    assert found.later.yuan > 1e5


def test_dearer_plan_found_in_too_little_time_does_not_rule_a_level_out() -> None:
    found = make_plans(mill(), Goal(level=3, budget=7.6e6), seconds=0.0)
    assert found.stopped
    assert found.obstacles == ()


@pytest.mark.parametrize("goal", [Goal(level=3), Goal(budget=1e7)])
def test_solver_stopped_at_once_leaves_a_plan_with_its_gap(goal: Goal) -> None:
    found = make_plans(mill(), goal, seconds=0.0)
    assert found.stopped
    assert found.best is not None
    assert found.best.gap > 0
    proven = make_plans(mill(), goal).best
    assert proven is not None
    if goal.level:
        assert found.best.level >= goal.level
        assert found.best.yuan >= proven.yuan >= found.best.bound
    else:
        assert found.best.yuan <= 1e7
        assert found.best.index <= proven.index <= found.best.bound


def test_verified_firm_plans_from_what_the_consultant_found() -> None:
    start = mill(Basis.VERIFIED, "nantong-spinning-mill")
    found = make_plans(start, Goal(budget=1e6))
    assert found.best is not None
    assert found.index == start.found.index[0]
    assert found.best.index > found.index


@pytest.mark.parametrize(
    ("goal", "code"),
    [
        (Goal(), "plan_without_goal"),
        (Goal(level=6), "plan_level"),
        (Goal(level=0), "plan_level"),
        (Goal(level=-1), "plan_level"),
        (Goal(budget=-1.0), "plan_budget"),
        (Goal(budget=float("nan")), "plan_budget"),
        (Goal(budget=float("inf")), "plan_budget"),
        (Goal(level=3, months=0), "plan_months"),
        (Goal(level=3, months=601), "plan_months"),
    ],
)
def test_impossible_goal_is_refused_by_name(goal: Goal, code: str) -> None:
    with pytest.raises(InputError) as refused:
        make_plans(mill(), goal)
    assert refused.value.code == code


def test_firm_that_has_answered_nothing_still_gets_a_plan() -> None:
    asked = mill().questionnaire
    start = start_of(
        asked, sheet_of(asked, [firm(shares={asked.processes[0].code: 1.0})]), basis=Basis.DECLARED, on=ON
    )
    found = make_plans(start, Goal(level=1))
    assert found.best is not None
    assert found.best.level >= 1


def test_firm_without_processes_is_asked_for_them() -> None:
    asked = mill().questionnaire
    nothing = firm(shares={asked.processes[0].code: 0.0})
    start = start_of(asked, sheet_of(asked, [nothing]), basis=Basis.DECLARED, on=ON)
    with pytest.raises(InputError) as refused:
        make_plans(start, Goal(level=1))
    assert refused.value.code == "plan_without_process"


def test_questionnaire_without_advice_has_no_plans() -> None:
    asked = questionnaire(question("A.1"))
    start = start_of(asked, sheet_of(asked, [firm({"A.1": 2})]), basis=Basis.DECLARED, on=ON)
    with pytest.raises(InputError) as refused:
        make_plans(start, Goal(level=1))
    assert refused.value.code == "plan_without_advice"

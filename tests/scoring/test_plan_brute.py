"""The planner against trying everything: 500 small firms, every plan scored as answers by the engine."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from readiness.scoring.grid import on_grid
from readiness.scoring.plan import Plan, Plans, make_plans
from tests.scoring.plan_cases import Case, Tried, some_case, tried

PORTIONS = 10
EACH = 50


@pytest.mark.parametrize("portion", range(PORTIONS))
def test_no_plan_that_can_be_tried_is_better_than_the_one_proven_best(portion: int) -> None:
    for seed in range(portion * EACH, (portion + 1) * EACH):
        _compare(seed)


@pytest.mark.parametrize("seed", [518, 838, 994, 1130, 1468, 2576])
def test_cases_that_were_planned_wrong_once(seed: int) -> None:
    _compare(seed)


def _compare(seed: int) -> None:
    case = some_case(seed)
    found, everything = make_plans(case.start, case.goal), tried(case)
    assert not found.stopped
    if case.goal.level is None:
        _most_index(seed, case, found, everything)
    else:
        _least_cost(seed, case, found, everything)


def _least_cost(seed: int, case: Case, found: Plans, everything: Tried) -> None:
    reach = everything.level >= (case.goal.level or 0)
    if not reach.any():
        assert found.best is None, seed
        assert found.obstacles, seed
        _later(seed, case, found)
        return
    assert found.best is not None, (seed, found.obstacles)
    assert found.best.level >= (case.goal.level or 0), seed
    assert found.best.gap == 0, seed
    assert found.best.bound == found.best.yuan, seed
    assert found.best.yuan == everything.yuan[reach].min(), seed
    others = reach & _different(found, found.best, everything)
    if found.alternatives:
        assert found.alternatives[0].yuan == everything.yuan[others].min(), seed
    elif found.best.steps:
        assert not others.any(), seed


def _later(seed: int, case: Case, found: Plans) -> None:
    """More months are said to do, for so many yuan, only where they do; and not to do only where none does."""
    level = case.goal.level or 0
    if found.later:
        everything = tried(replace(case, goal=replace(case.goal, months=found.later.months)))
        assert found.later.gap == 0, seed
        assert found.later.yuan == everything.yuan[everything.level >= level].min(), seed
    elif found.obstacles[-1].kind == "never":
        assert not (tried(replace(case, goal=replace(case.goal, months=600))).level >= level).any(), seed


def _most_index(seed: int, case: Case, found: Plans, everything: Tried) -> None:
    paid = everything.yuan <= (case.goal.budget or 0)
    index = on_grid(everything.index)
    same = paid & (index == index[paid].max())
    assert found.best is not None, seed
    assert on_grid(found.best.index) == index[same][0], seed
    assert found.best.gap == 0, seed
    if everything.low[same].all():
        arithmetic = on_grid(everything.arithmetic)
        same &= arithmetic == arithmetic[same].max()
        assert on_grid(found.best.arithmetic) == arithmetic[same][0], seed
    if everything.low[same].all() or not everything.low[paid].any():
        assert found.best.yuan == everything.yuan[same].min(), seed
    others = paid & _different(found, found.best, everything)
    if found.alternatives:
        assert on_grid(found.alternatives[0].index) == index[others].max(), seed
    elif found.best.steps:
        assert everything.yuan[others & (index == index[others].max())].min() == 0, seed


def _different(found: Plans, best: Plan, everything: Tried) -> np.ndarray:  # type: ignore[type-arg]
    """Plans that do without enough of the best one's actions."""
    chosen = {planned.step.key for planned in best.steps}
    kept = everything.steps[:, [key in chosen for key in everything.keys]].sum(axis=1)
    least = found.least_difference
    assert not chosen or least >= math.ceil(0.3 * len(chosen))
    for other in found.alternatives:
        assert len(chosen - {planned.step.key for planned in other.steps}) >= least
    return kept <= len(chosen) - least  # type: ignore[no-any-return]

"""A plan as things to do: what each adds, and what all of them come to."""

from __future__ import annotations

import pytest

from readiness.scoring.plan import Goal, make_plans
from readiness.scoring.plan_items import ItemKind, items_of
from readiness.scoring.scorecard import Basis
from tests.scoring.test_plan import mill


@pytest.mark.parametrize(
    ("basis", "goal"),
    [(Basis.DECLARED, Goal(level=4)), (Basis.VERIFIED, Goal(budget=90_000.0, audit=False))],
)
def test_points_and_costs_of_the_items_sum_to_what_the_plan_says(basis: Basis, goal: Goal) -> None:
    start = mill(basis)
    found = make_plans(start, goal, seconds=2)
    for plan in (found.best, *found.alternatives):
        if plan is None:
            continue
        items = items_of(start, plan, found.phases)
        assert sum(item.points for item in items) == pytest.approx(plan.index - found.index, abs=1e-9)
        assert sum(item.yuan for item in items) == pytest.approx(plan.yuan)
        assert sum(item.kind is ItemKind.STEP for item in items) == len(plan.steps)
        assert [item.finish for item in items if item.kind is not ItemKind.AUDIT] == sorted(
            item.finish for item in items if item.kind is not ItemKind.AUDIT
        )


def test_document_joins_the_last_step_of_its_question() -> None:
    start = mill()
    found = make_plans(start, Goal(level=3), seconds=2)
    assert found.best is not None
    items = items_of(start, found.best, found.phases)
    stepped = {item.question for item in items if item.kind is ItemKind.STEP}
    assert all(item.question not in stepped for item in items if item.kind is ItemKind.DOCUMENT)
    assert {item.question for item in items if item.documented} == {d.question for d in found.best.documents}

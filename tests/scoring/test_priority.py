"""What moves a step up the list of priorities: the firm's costs, its peers, the weights of measures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from readiness.errors import InputError
from readiness.questionnaire.guidance import CostKind
from readiness.scoring.cost_base import cost_shares
from readiness.scoring.effects import Start
from readiness.scoring.priority import Priority, Wishes, priorities, wishes_of
from readiness.scoring.steps import plan_rules, steps_of
from tests.scoring.test_plan import mill

PROFILE = {"revenue_10k_yuan": 38600, "water_fresh_m3": 1080000, "electricity_mwh": None, "employees": "many"}


def _listed(start: Start, wishes: Wishes) -> dict[str, Priority]:
    return {line.gain.question: line for line in priorities(start, steps_of(start), wishes)}


def test_question_weighs_more_by_the_share_of_the_firms_costs_it_touches() -> None:
    start = mill()
    lines = _listed(start, wishes_of(start, PROFILE))
    prices = {kind.code: kind.yuan for kind in plan_rules(start).priority.cost_kinds}
    share = 1080000 * prices["water"]["water_fresh_m3"] / (38600 * 10000)
    assert lines["GR2.1"].cost == pytest.approx(1 + share)
    assert lines["HE1.3"].cost == 1.0


def test_costs_of_which_the_profile_says_nothing_weigh_nothing_and_are_named() -> None:
    rules = plan_rules(mill()).priority
    found = cost_shares(rules, PROFILE)
    assert set(found.kinds) == {"water"}
    assert found.silent == ("energy", "labour")
    without_base = cost_shares(rules, PROFILE | {"revenue_10k_yuan": None})
    assert (without_base.questions, without_base.silent) == ({}, ("energy", "water", "labour"))


def test_question_touches_no_more_than_all_costs() -> None:
    kind = CostKind("water", {"water_fresh_m3": 6.0}, ("GR2.1",))
    rules = replace(plan_rules(mill()).priority, cost_kinds=(kind, replace(kind, code="more")))
    found = cost_shares(rules, {"revenue_10k_yuan": 1, "water_fresh_m3": 1080000})
    assert found.questions == {"GR2.1": 1.0}


def test_step_far_behind_the_best_quarter_of_peers_comes_forward() -> None:
    start = mill()
    rules = plan_rules(start).priority
    row = start.layout.position["HE3.2"]
    own = float(start.counted[row])
    for peers, ahead in ((own + 20, 20), (own, 0), (100.0, 100 - own)):
        line = _listed(start, wishes_of(start, {}, peers={"HE3.2": peers}))["HE3.2"]
        expected = min(max(ahead / rules.reach, rules.proximity_least), rules.proximity_most)
        assert line.proximity == pytest.approx(expected)
        assert line.peers == peers
    without = _listed(start, wishes_of(start, {}))["HE3.2"]
    assert without.peers is None
    assert without.proximity == pytest.approx(min((rules.target - own) / rules.reach, rules.proximity_most))


def test_measure_with_a_weight_of_the_office_weighs_in_its_questions() -> None:
    start = mill()
    weights = plan_rules(start).priority.policy
    lines = _listed(start, wishes_of(start, {}))
    for code, line in lines.items():
        given = [
            weights[measure] for measure in start.questionnaire.question[code].measures if measure in weights
        ]
        assert line.policy == max(given, default=1.0)
    assert {line.policy for line in lines.values()} > {1.0}


def test_goal_that_the_questionnaire_does_not_know_is_refused() -> None:
    with pytest.raises(InputError) as refused:
        wishes_of(mill(), {}, ("fame",))
    assert refused.value.code == "plan_goal"

"""What to do first: the gain of each open step by exact re-score, and the priority list made of it.

Priority = gain · gate · goals · costs · proximity · policy / effort, as step 7 of the method has it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from readiness.errors import InputError
from readiness.questionnaire.guidance import PlanRules
from readiness.questionnaire.model import Question
from readiness.scoring.cost_base import CostShares, cost_shares
from readiness.scoring.effects import Rescored, Start, least_grade, rescore, unchanged
from readiness.scoring.scorecard import FULL
from readiness.scoring.steps import Step, Steps, plan_rules


@dataclass(frozen=True)
class Wishes:
    """What else weighs: a few chosen goals, the shares of the firm's costs, the third quartile of its peers by question
    (0–100), the weight of a measure (1 is neutral)."""

    goals: tuple[str, ...] = ()
    costs: CostShares = field(default_factory=CostShares)
    peers: Mapping[str, float] = field(default_factory=dict)
    policy: Mapping[str, float] = field(default_factory=dict)


def wishes_of(
    start: Start,
    profile: Mapping[str, object],
    goals: Sequence[str] = (),
    peers: Mapping[str, float] | None = None,
) -> Wishes:
    """What weighs for a firm with this profile; InputError for a goal that the questionnaire does not know."""
    rules = plan_rules(start).priority
    return Wishes(chosen_goals(start, goals), cost_shares(rules, profile), peers or {}, rules.policy)


@dataclass(frozen=True)
class Gain:
    """What the next step of a question brings alone: index points and level, its evidence of `grade` with it.

    `real` of the points are for what is done, `evidence` for proof of what is declared already.
    """

    step: Step
    question: str
    index: float
    points: float
    real: float
    evidence: float
    level: int
    grade: str


@dataclass(frozen=True)
class Priority:
    """One line of the list, with every factor; `peers` the third quartile of peers (None: not known); `quick`: little
    effort and among the third with most gain; `ready`: all that must come first is done."""

    gain: Gain
    gate: float
    goal: float
    cost: float
    proximity: float
    policy: float
    effort: int
    value: float
    quick: bool
    ready: bool
    peers: float | None = None


def gains(start: Start, steps: Steps) -> list[Gain]:
    """The gain of the next step of every question, all re-scored at once: with its evidence, and evidence alone."""
    nexts = [own[0] for own in steps.values() if own]
    number = len(nexts)
    if not number:
        return []
    change = unchanged(start, 2 * number)
    for place, step in enumerate(nexts):
        for column, raw in ((place, step.raw), (number + place, float(start.raw[step.row]))):
            grade = least_grade(start, step.row, raw)
            counted = start.counted_of(raw, grade, audited=bool(start.layout.by_consultant[grade]))
            if counted > change.counted[step.row, column]:
                change.counted[step.row, column] = counted
                change.grade[step.row, column] = grade
                change.audited[step.row, column] = start.layout.by_consultant[grade]
    found = rescore(start, change)
    return [_gain(start, found, step, place, number) for place, step in enumerate(nexts)]


def _gain(start: Start, found: Rescored, step: Step, place: int, number: int) -> Gain:
    today = float(start.found.index[0])
    index, proof = float(found.index[place]), float(found.index[number + place])
    return Gain(
        step=step,
        question=start.layout.questions[step.row].code,
        index=index,
        points=index - today,
        real=index - proof,
        evidence=proof - today,
        level=int(found.level[place]),
        grade=start.questionnaire.grades[least_grade(start, step.row, step.raw)].code,
    )


def priorities(start: Start, steps: Steps, wishes: Wishes | None = None) -> list[Priority]:
    """The list, highest first; ties in the order of the questionnaire."""
    rules, wishes = plan_rules(start), wishes or Wishes()
    found = gains(start, steps)
    third = float(np.quantile([gain.points for gain in found], 2 / 3)) if found else 0.0
    blocked = _blocking(start)
    lines = [_line(start, rules, wishes, gain, blocked, third) for gain in found]
    return sorted(lines, key=lambda line: -line.value)


def _line(
    start: Start, rules: PlanRules, wishes: Wishes, gain: Gain, blocking: set[int], third: float
) -> Priority:
    weights, row = rules.priority, gain.step.row
    question, action = start.layout.questions[row], gain.step.action
    served = len(set(action.goals) & set(wishes.goals))
    peers = wishes.peers.get(question.code)
    ahead = (weights.target if peers is None else peers) - float(start.counted[row])
    factors = (
        weights.gate if row in blocking else 1.0,
        min(1.0 + weights.goal * served, weights.goals_most),
        min(1.0 + wishes.costs.questions.get(question.code, 0.0), weights.costs_most),
        min(max(ahead / weights.reach, weights.proximity_least), weights.proximity_most),
        _policy(rules, wishes, question),
    )
    value = gain.points * float(np.prod(factors)) / action.cost
    quick = action.cost <= weights.quick and gain.points >= third and gain.points > 0
    return Priority(
        gain, *factors, effort=action.cost, value=value, quick=quick, ready=not gain.step.needs, peers=peers
    )


def _policy(rules: PlanRules, wishes: Wishes, question: Question) -> float:
    """The office's weight of the question's measures, the highest of them, between its bounds."""
    given = [wishes.policy[measure] for measure in question.measures if measure in wishes.policy]
    return min(max(max(given, default=1.0), rules.priority.policy_least), rules.priority.policy_most)


def _blocking(start: Start) -> set[int]:
    """Questions that block the next level: core and hold questions short of it, and all of a pillar that caps it."""
    layout, found = start.layout, start.found
    following = int(found.level[0]) + 1
    rows = {row for row in layout.holds if start.applicable[row] and start.raw[row] < FULL}
    for gate in found.gates:
        if gate.level != following or bool(gate.met[0]):
            continue
        if gate.short is not None:
            rows |= {row for row, short in zip(layout.core, gate.short[:, 0], strict=True) if short}
        elif gate.subject:
            codes = [pillar.code for pillar in start.questionnaire.pillars]
            first, end = layout.pillar_spans[codes.index(gate.subject)]
            rows |= set(range(layout.spans[first][0], layout.spans[end - 1][1]))
    return rows


def chosen_goals(start: Start, goals: Sequence[str]) -> tuple[str, ...]:
    """The goals as chosen; InputError for one that the questionnaire does not know."""
    known = start.questionnaire.guidance.goals if start.questionnaire.guidance else ()
    for goal in goals:
        if goal not in known:
            raise InputError("goals", "plan_goal", goal=goal, goals=", ".join(known))
    return tuple(goals)

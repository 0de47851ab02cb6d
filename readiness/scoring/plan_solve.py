"""Solves one firm's programme: cuts until the promise is true, alternatives, and the best so far when time is over."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from readiness.questionnaire.guidance import PlanRules
from readiness.scoring.effects import Rescored, rescore
from readiness.scoring.grid import on_grid
from readiness.scoring.plan_greedy import by_dropping, by_gain, dropping
from readiness.scoring.plan_model import HALF, Found, PlanModel
from readiness.scoring.plan_options import Choices, Option, change_of, options_at, yuan_of
from readiness.scoring.plan_reach import everything
from readiness.scoring.programme import Linear
from readiness.scoring.scorecard import FULL
from readiness.scoring.steps import Need

ROUNDS = 200  # of cuts; each takes away a plan or comes closer, a handful is usual


@dataclass(frozen=True)
class Candidate:
    """A plan as chosen options with its true result; `bound` and `gap` in index points or yuan."""

    choices: Choices
    places: tuple[int, ...]
    result: Rescored
    bound: float
    gap: float = 0.0

    @cached_property
    def options(self) -> tuple[Option, ...]:
        """The options chosen."""
        return tuple(options_at(self.choices, self.places))

    @cached_property
    def yuan(self) -> float:
        """The cost of it all."""
        return yuan_of(self.choices, self.places)

    @property
    def index(self) -> float:
        """The index reached, unrounded."""
        return float(self.result.index[0])

    @property
    def mean(self) -> float:
        """The plain mean of the pillars, unrounded."""
        return float(self.result.arithmetic[0])

    @property
    def steps(self) -> frozenset[Need]:
        """The steps done."""
        return frozenset((o.row, number) for o in self.options for number in range(1, o.done + 1))


@dataclass(frozen=True)
class Answer:
    """The best plan first, then its alternatives; `least_difference`: how many of the best plan's actions each of them
    does without; `stopped`: time was over before the proof."""

    plans: tuple[Candidate, ...]
    least_difference: int
    stopped: bool


def solve(
    ways: Sequence[Choices], level: int | None, budget: float | None, *, seconds: float, alternatives: int
) -> Answer:
    """The best of all ways, with an audit and without, and so many others; the solver's time is shared among them."""
    rules = ways[0].rules
    solvers = [Solver(way, level, budget, seconds / len(ways)) for way in reversed(ways)]
    best = _best_of(solvers, level, lambda solver, beat: solver.best(beat))
    plans = [best] if best else []
    while plans and plans[-1].steps and len(plans) <= alternatives:
        last = plans[-1].steps
        other = _best_of(solvers, level, lambda solver, beat: solver.without(last, _least(rules, last), beat))  # noqa: B023 - called at once
        if other is None or not other.yuan:
            break
        plans.append(other)
    least = _least(rules, plans[0].steps) if plans else 0
    others = sorted(plans[1:], key=lambda plan: plan.yuan if level else -plan.index)
    return Answer((*plans[:1], *others), least, stopped=any(solver.stopped for solver in solvers))


def _best_of(
    solvers: Sequence[Solver],
    level: int | None,
    ask: Callable[[Solver, Candidate | None], Candidate | None],
) -> Candidate | None:
    """Ask one way after the other; what the first found, the next one has to beat."""
    best: Candidate | None = None
    for solver in solvers:
        found = ask(solver, best)
        if best and found is None:
            best = replace(best, bound=_still_possible(solver, best, level))
        best = _best([plan for plan in (best, found) if plan is not None], level)
    return best


def _still_possible(solver: Solver, best: Candidate, level: int | None) -> float:
    """The bound of a plan once another way was asked that found none."""
    return max(best.bound, solver.promise) if level is None else min(best.bound, solver.promise)


def _least(rules: PlanRules, steps: frozenset[Need]) -> int:
    """How many of a plan's actions another one must do without."""
    return max(1, math.ceil(rules.leave_out * len(steps)))


def _best(plans: Sequence[Candidate], level: int | None) -> Candidate | None:
    """The better of two plans, held to the bound of both."""
    if not plans:
        return None
    if level is None:
        best = max(plans, key=lambda p: (on_grid(p.index), on_grid(p.mean), -p.yuan))
        bound = max(plan.bound for plan in plans)
        gap = bound - best.index
        return (
            replace(best, bound=bound, gap=gap) if gap >= HALF else replace(best, bound=best.index, gap=0.0)
        )
    best = min(plans, key=lambda p: (p.yuan, -p.index))
    bound = min(plan.bound for plan in plans)
    return replace(best, bound=bound, gap=max(best.yuan - bound, 0.0))


class Solver:
    """One goal of one firm, with an audit or without; `seconds` of the solver for all its plans."""

    def __init__(self, choices: Choices, level: int | None, budget: float | None, seconds: float) -> None:
        self.choices, self.level, self.budget, self.seconds = choices, level, budget, seconds
        self.model = PlanModel(choices)
        if level is None:
            self.model.afford(budget or 0.0)
        else:
            self.model.gates(level)
        self.goal = self.model.index.negative() if level is None else self.model.cost()
        self.stopped, self.near, self.index = False, 0.0, FULL
        self.promise = 0.0  # after a search without a plan: what it could not rule out, index or yuan

    def best(self, beat: Candidate | None) -> Candidate | None:
        """The best plan; where time is over before there is one, what a simple rule finds."""
        found = self._solve(beat, settle=True)
        return self._fallback() if found is None and self.stopped else found

    def without(self, steps: Iterable[Need], leave_out: int, beat: Candidate | None) -> Candidate | None:
        """The best plan that does without so many of these steps, and of all earlier ones."""
        self.model.keep_away(steps, leave_out)
        self.near = self.choices.rules.near if self.level is None else 0.0
        self.model.be_content(self.near, self.index)
        return self._solve(beat, settle=False)

    def _solve(self, beat: Candidate | None, *, settle: bool) -> Candidate | None:
        """The best plan under the rows that stand; None where there is none that is no worse than another."""
        self.promise = self._bound(self.model.sharpen(self.goal))
        if self._hopeless(beat):
            return None
        row = None if beat is None else self._beating(beat)
        found = self._most_index(settle=settle) if self.level is None else self._least_cost(self.level)
        if row is not None:
            self.model.release(row)
        return found

    def _hopeless(self, beat: Candidate | None) -> bool:
        """Whether fractional plans show already that no plan is good enough."""
        if beat is None:
            return self.promise == (-math.inf if self.level is None else math.inf)
        if self.level is None:
            return self.promise < on_grid(beat.index + self.near) - HALF
        return self.promise > beat.yuan

    def _beating(self, beat: Candidate) -> int:
        """Ask for a plan that is no worse; if there is none, only what is worse was not ruled out."""
        if self.level is None:
            self.promise = on_grid(beat.index + self.near)
            return self.model.hold(self.promise)
        self.promise = beat.yuan
        return self.model.afford(beat.yuan)

    def _least_cost(self, level: int) -> Candidate | None:
        """The cheapest plan that really has the level."""
        bound = 0.0
        for _ in range(ROUNDS):
            found = self._minimise(self.goal)
            if found is None:
                return None
            bound = max(bound, self._bound(found.bound))
            if found.places is None:
                self.promise = bound
                return None
            plan = self._candidate(found.places, bound)
            if int(plan.result.level[0]) >= level:
                if found.proven:
                    return replace(plan, bound=plan.yuan)
                return replace(plan, gap=max(plan.yuan - bound, 0.0))
            self._cut(found, plan.result)
        return None

    def _most_index(self, *, settle: bool) -> Candidate | None:
        """The highest index within the budget; `settle`: then the least cost that gives it."""
        best: Candidate | None = None
        bound = math.inf
        for _ in range(ROUNDS):
            found = self._minimise(self.goal)
            if found is None:
                return None
            bound = min(bound, self._bound(found.bound))
            if found.places is None:
                break
            plan = self._candidate(found.places, bound)
            if best is None or plan.index > best.index:
                best = plan
            if bound - best.index < max(HALF, self.near) or not found.proven:
                break
            self.model.refine(plan.result)
        if best is None:
            self.promise = bound
            return None
        gap = max(bound - best.index, 0.0)
        if gap < HALF:
            gap = 0.0
        if not settle:
            best = self._pruned(best)
        elif not gap:
            best = self._settle(best)
        self.index = best.index
        return replace(best, bound=bound if gap else best.index, gap=gap)

    def _pruned(self, best: Candidate) -> Candidate:
        """The same index and plain mean without steps that add nothing to them."""
        index, mean = on_grid(best.index), on_grid(best.mean)
        places = dropping(
            self.choices,
            best.places,
            lambda found: (on_grid(found.index) >= index) & (on_grid(found.arithmetic) >= mean),
        )
        return self._candidate(places, best.bound)

    def _settle(self, best: Candidate) -> Candidate:
        """Of plans with the same index: the highest plain mean where a pillar is below its floor, then the cheapest."""
        top = self.choices.start.found.tree.top
        index = on_grid(best.index)
        rows = [self.model.hold(index)]
        low = (best.result.pillars[:, 0] < top.floor) & (top.weights[:, 0] > 0)
        if self.model.logarithms and low.any():
            mean = self.model.arithmetic()
            best = self._same(mean.negative(), index) or best
            rows.append(self.model.row(mean, on_grid(best.mean) - HALF, math.inf))
        best = self._cheapest(self._pruned(best), index)
        for row in rows:
            self.model.release(row)
        return best

    def _cheapest(self, best: Candidate, index: float) -> Candidate:
        """Ask for the same index for less as long as there is such a plan: that there is none is proven sooner this way
        than by looking for the least cost."""
        for _ in range(ROUNDS):
            row = self.model.afford(best.yuan - self.model.unit)
            possible = self._bound(self.model.sharpen(self.goal)) >= index - HALF
            cheaper = self._same(self.goal, index) if possible else None
            self.model.release(row)
            if cheaper is None:
                break
            best = cheaper
        return best

    def _same(self, objective: Linear, index: float) -> Candidate | None:
        """The best of the plans that keep the index; None where there is none, or time is over."""
        rows: list[int] = []
        kept = None
        while kept is None and len(rows) < ROUNDS:
            found = self._minimise(objective)
            if found is None or found.places is None:
                break
            plan = self._candidate(found.places, 0.0)
            if on_grid(plan.index) >= index:
                kept = plan
            else:
                rows.append(self._cut(found, plan.result))
        for row in rows:
            self.model.release(row)
        return kept

    def _cut(self, found: Found, result: Rescored) -> int:
        """Make the model see what a plan really gives, and not offer it again while the row stands."""
        self.model.refine(result)
        return self.model.forbid(found)

    def _minimise(self, objective: Linear) -> Found | None:
        found = self.model.minimise(objective, max(self.seconds - self.model.programme.seconds, 0.0))
        self.stopped = self.stopped or (found is not None and found.late)
        return found

    def _bound(self, objective: float) -> float:
        """What no plan can beat, once no solution has a lower objective: the index, or yuan in whole units."""
        if self.level is None:
            return -math.inf if objective == math.inf else self.model.bound_of(objective)
        if math.isinf(objective):
            return max(objective, 0.0)
        return math.ceil(objective - 1e-6) * self.model.unit

    def _candidate(self, places: tuple[int, ...], bound: float) -> Candidate:
        """A plan with its exact result."""
        return Candidate(
            self.choices, places, rescore(self.choices.start, change_of(self.choices, places)), bound
        )

    def _fallback(self) -> Candidate | None:
        if self.level is None:
            places = by_gain(self.choices, self.budget or 0.0)
            return (
                self._candidate(places, float(everything(self.choices).index[0]))
                if places is not None
                else None
            )
        places = by_dropping(self.choices, self.level)
        return self._candidate(places, 0.0) if places is not None else None

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


def solve(ways: Sequence[Choices], level: int | None, budget: float | None, seconds: float) -> Answer:
    """The best of all ways, with an audit and without; the solver's time is shared among them."""
    rules = ways[0].rules
    solvers = [Solver(way, level, budget, seconds / len(ways)) for way in reversed(ways)]
    best = _best_of(solvers, level, lambda solver, beat: solver.best(beat))
    plans = [best] if best else []
    while plans and plans[-1].steps and len(plans) <= rules.alternatives:
        last = plans[-1].steps
        other = _best_of(solvers, level, lambda solver, beat: solver.without(last, _least(rules, last), beat))  # noqa: B023 - called at once
        if other is None or not other.yuan:
            break
        plans.append(other)
    least = _least(rules, plans[0].steps) if plans else 0
    return Answer(tuple(plans), least, stopped=any(solver.stopped for solver in solvers))


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
    """The bound of a plan once another way was asked that found none: what that way could not rule out."""
    if level is not None:
        return best.bound if solver.promise is None else min(best.bound, solver.promise)
    # where it found nothing, it was only asked for what is better by more than `near`
    return max(best.bound, best.index + solver.near if solver.promise is None else solver.promise)


def _least(rules: PlanRules, steps: frozenset[Need]) -> int:
    """How many of a plan's actions another one must do without."""
    return max(1, math.ceil(rules.leave_out * len(steps)))


def _best(plans: Sequence[Candidate], level: int | None) -> Candidate | None:
    """The better of two plans, held to the bound of both."""
    if not plans:
        return None
    if level is None:
        best = max(plans, key=lambda p: (on_grid(p.index), on_grid(float(p.result.arithmetic[0])), -p.yuan))
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
        self.promise: float | None = None  # the bound of a search that ended without plan and without proof

    def best(self, beat: Candidate | None) -> Candidate | None:
        """The best plan; where time is over before there is one, what a simple rule finds."""
        self.model.sharpen(self.goal)
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
        rows = []
        if beat is not None:
            least = on_grid(beat.index + self.near)
            rows.append(self.model.hold(least) if self.level is None else self.model.afford(beat.yuan))
        found = self._most_index(settle=settle) if self.level is None else self._least_cost(self.level)
        for row in rows:
            self.model.release(row)
        return found

    def _least_cost(self, level: int) -> Candidate | None:
        """The cheapest plan that really has the level."""
        bound = 0.0
        for _ in range(ROUNDS):
            found = self._minimise(self.goal)
            if found is None:
                self.promise = None
                return None
            bound = max(bound, self._yuan_bound(found))
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
                self.promise = None
                return None
            self.promise = bound = min(bound, self.model.bound_of(found.bound))
            if found.places is None:
                break
            plan = self._candidate(found.places, bound)
            if best is None or plan.index > best.index:
                best = plan
            if bound - best.index < max(HALF, self.near) or not found.proven:
                break
            self.model.refine(plan.result)
        if best is None:
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
        """The same index without steps that add nothing to it."""
        index = on_grid(best.index)
        places = dropping(self.choices, best.places, lambda found: on_grid(found.index) >= index)
        return self._candidate(places, best.bound)

    def _settle(self, best: Candidate) -> Candidate:
        """Of plans with the same index: the highest plain mean where a pillar is below its floor, then the cheapest."""
        top = self.choices.start.found.tree.top
        index = on_grid(best.index)
        rows = [self.model.hold(index)]
        low = (best.result.pillars[:, 0] < top.floor) & (top.weights[:, 0] > 0)
        if self.model.logarithms and low.any():
            arithmetic = self.model.arithmetic()
            found = self._same(arithmetic.negative(), index) or best
            best = found
            rows.append(
                self.model.row(arithmetic, on_grid(float(found.result.arithmetic[0])) - HALF, math.inf)
            )
        best = self._same(self.model.cost(), index) or best
        for row in rows:
            self.model.release(row)
        return best

    def _same(self, objective: Linear, index: float) -> Candidate | None:
        """The best of the plans that keep the index; None where time is over."""
        rows = []
        for _ in range(ROUNDS):
            found = self._minimise(objective)
            if found is None or found.places is None:
                break
            plan = self._candidate(found.places, 0.0)
            if on_grid(plan.index) >= index:
                break
            rows.append(self._cut(found, plan.result))
        for row in rows:
            self.model.release(row)
        return plan if found and found.places is not None else None

    def _cut(self, found: Found, result: Rescored) -> int:
        """Make the model see what a plan really gives, and not offer it again while the row stands."""
        self.model.refine(result)
        return self.model.forbid(found)

    def _minimise(self, objective: Linear) -> Found | None:
        found = self.model.minimise(objective, max(self.seconds - self.model.programme.seconds, 0.0))
        self.stopped = self.stopped or (found is not None and found.late)
        return found

    def _yuan_bound(self, found: Found) -> float:
        unit = self.model.unit
        return math.ceil(found.bound - 1e-6) * unit if math.isfinite(found.bound) else 0.0

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

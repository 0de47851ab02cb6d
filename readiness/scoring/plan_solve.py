"""Solves one firm's programme: cuts until the promise is true, alternatives, and the best so far when time is over."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from readiness.scoring.effects import Rescored, rescore
from readiness.scoring.grid import on_grid
from readiness.scoring.plan_greedy import by_dropping, by_gain
from readiness.scoring.plan_model import HALF, Found, Linear, PlanModel
from readiness.scoring.plan_options import Choices, Option, change_of
from readiness.scoring.plan_reach import ceilings
from readiness.scoring.steps import Need

ROUNDS = 200  # of cuts; each takes away a plan or comes closer, a handful is usual


@dataclass(frozen=True)
class Candidate:
    """A plan as chosen options with its true result; `bound` and `gap` in index points or yuan."""

    places: tuple[int, ...]
    options: tuple[Option, ...]
    audit: bool
    yuan: float
    result: Rescored
    bound: float
    gap: float

    @property
    def index(self) -> float:
        """The index reached, unrounded."""
        return float(self.result.index[0])

    @property
    def steps(self) -> frozenset[Need]:
        """The steps done."""
        return frozenset((o.row, number) for o in self.options for number in range(1, o.done + 1))


class Solver:
    """One goal of one firm; the time is the solver's own and shared by the best plan and its alternatives."""

    def __init__(self, choices: Choices, level: int | None, budget: float | None, seconds: float) -> None:
        self.choices, self.level, self.budget, self.seconds = choices, level, budget, seconds
        self.model = PlanModel(choices)
        if level is None:
            self.model.afford(budget or 0.0)
        else:
            self.model.gates(level)
        self.goal = self.model.index.negative() if level is None else self.model.cost()
        self.stopped = False

    def run(self) -> tuple[list[Candidate], bool, int]:
        """The best plan first, then alternatives; whether time ran out; how many actions an alternative leaves out."""
        rules = self.choices.rules
        self.model.sharpen(self.goal)
        best = self.solve() or self.fallback()
        if best is None:
            return [], self.stopped, 0
        found = [best]
        least = max(1, math.ceil(rules.leave_out * len(best.steps)))
        while best.steps and len(found) <= rules.alternatives and not self.stopped:
            last = found[-1].steps
            self.model.keep_away(last, max(1, math.ceil(rules.leave_out * len(last))))
            other = self.solve()
            if other is None or not other.steps:
                break
            found.append(other)
        return found, self.stopped and found[0].gap > 0, least

    @property
    def left(self) -> float:
        """Seconds of the solver still to be spent."""
        return max(self.seconds - self.model.seconds, 0.0)

    def solve(self) -> Candidate | None:
        """The best plan under the rows that stand; None where there is none, or none was found in time."""
        if self.level is None:
            return self._most_index()
        return self._least_cost(self.level)

    def _least_cost(self, level: int) -> Candidate | None:
        """The cheapest plan that really has the level."""
        bound = 0.0
        for _ in range(ROUNDS):
            found = self._minimise(self.goal)
            if found is None:
                return None
            bound = max(bound, self._yuan_bound(found))
            if not found.places:
                return None
            plan = self.candidate(found.places, found.audit, bound)
            if int(plan.result.level[0]) >= level:
                if found.proven:
                    return replace(plan, bound=plan.yuan)
                return replace(plan, gap=max(plan.yuan - bound, 0.0))
            self._cut(found, plan.result)
        return None

    def _most_index(self) -> Candidate | None:
        """The highest index within the budget, then the least cost that gives it."""
        best: Candidate | None = None
        bound = math.inf
        for _ in range(ROUNDS):
            found = self._minimise(self.goal)
            if found is None:
                break
            bound = min(bound, self.model.bound_of(found.bound))
            if not found.places:
                break
            plan = self.candidate(found.places, found.audit, bound)
            if best is None or plan.index > best.index:
                best = plan
            if bound - best.index < HALF or self.stopped:
                break
            self.model.refine(plan.result)
        if best is None:
            return None
        gap = max(bound - best.index, 0.0)
        if gap < HALF:
            best, gap = self._settle(best), 0.0
        return replace(best, bound=bound if gap else best.index, gap=gap)

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
            if found is None or not found.places:
                break
            plan = self.candidate(found.places, found.audit, 0.0)
            if on_grid(plan.index) >= index:
                break
            rows.append(self._cut(found, plan.result))
        for row in rows:
            self.model.release(row)
        return plan if found and found.places else None

    def _cut(self, found: Found, result: Rescored) -> int:
        """Make the model see what a plan really gives, and not offer it again while the row stands."""
        self.model.refine(result)
        return self.model.forbid(found)

    def _minimise(self, objective: Linear) -> Found | None:
        found = self.model.minimise(objective, self.left)
        self.stopped = self.stopped or (found is not None and not found.proven)
        return found

    def _yuan_bound(self, found: Found) -> float:
        unit = self.model.unit
        return math.ceil(found.bound - 1e-6) * unit if math.isfinite(found.bound) else 0.0

    def candidate(self, places: Sequence[int], audit: bool, bound: float, gap: float = 0.0) -> Candidate:
        """A plan with its exact result."""
        blocks = [block.options[place] for block, place in zip(self.choices.blocks, places, strict=True)]
        options = tuple(option for chosen in blocks for option in chosen)
        yuan = sum(option.yuan for option in options) + (self.choices.rules.audit.yuan if audit else 0.0)
        result = rescore(self.choices.start, change_of(self.choices, [blocks], [audit]))
        return Candidate(tuple(places), options, audit, yuan, result, bound, gap)

    def fallback(self) -> Candidate | None:
        """What a simple rule finds when the solver found nothing in time."""
        if not self.stopped:
            return None
        if self.level is None:
            places, audit = by_gain(self.choices, self.budget or 0.0)
            plan = self.candidate(places, audit, self._ceiling())
            return replace(plan, gap=max(plan.bound - plan.index, 0.0))
        places, audit = by_dropping(self.choices, self.level)
        plan = self.candidate(places, audit, 0.0)
        return replace(plan, gap=plan.yuan)

    def _ceiling(self) -> float:
        """The index with everything done: a bound that needs no solver."""
        return max(float(ceiling.result.index[0]) for ceiling in ceilings(self.choices))

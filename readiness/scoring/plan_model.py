"""The plan as a mixed-integer programme for HiGHS.

One binary for each way to leave a question (see plan_options); with an audit and without one are two programmes. A
mean of scores is linear in the binaries. A geometric mean is concave in its children, so it is held from above by
tangents; more are added where a solution promises more than it gives. The top geometric mean is held in logarithms,
pillar by pillar: ln P ≤ ln a + (P − a) / a. The floor under a pillar breaks concavity; a binary says that the pillar
stays below it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from readiness.questionnaire.model import Aggregation, Level
from readiness.scoring.aggregate import Node
from readiness.scoring.effects import Rescored
from readiness.scoring.grid import STEPS, on_grid
from readiness.scoring.levels import AUDIT as AUDIT_GATE
from readiness.scoring.levels import rising
from readiness.scoring.plan_options import Choices, Option, change_of
from readiness.scoring.programme import INFINITE, Linear, Programme, total
from readiness.scoring.scorecard import FULL
from readiness.scoring.steps import Need

HALF = 0.5 / STEPS  # what the grid forgives
SLACK = 1e-7
SCALE = 1000.0  # of the logarithm of the index, against the solver's tolerances
LEAST = 1e-3  # stands in for a floor of 0 inside logarithms
TANGENTS = 12
RELAXED = 4
FEN = 100  # in a yuan
DEPTH = -50.0  # below every logarithm


@dataclass(frozen=True)
class _Joint:
    """A geometric node: its column, its children lifted to the floor, their shares; `top` where it is the index."""

    column: int
    children: tuple[Linear, ...]
    shares: tuple[float, ...]
    floor: float


@dataclass(frozen=True)
class Found:
    """A solution: the place of the chosen option in each block (None: not found in time), and the objective's bound."""

    places: tuple[int, ...] | None
    bound: float
    proven: bool
    late: bool


class PlanModel:
    """Columns and rows of one firm's programme; cuts are added between solves."""

    def __init__(self, choices: Choices) -> None:
        self.choices = choices
        self.programme = Programme()
        self.row, self.release = self.programme.row, self.programme.release
        self.joints: list[_Joint] = []
        self.prices: dict[int, float] = {}
        self.fixed = change_of(choices, [0] * len(choices.blocks)).counted[:, 0]
        self.first: list[int] = []
        self.counted: dict[int, dict[int, float]] = {}
        self._blocks()
        self._count()
        self._order()
        self.pillars: list[Linear] = []
        self.logarithms: list[tuple[int, int]] = []
        self.index = self._tree()
        self.audit = choices.rules.audit.yuan if choices.audit else 0.0
        self.unit = unit_of((*self.prices.values(), self.audit))

    def _blocks(self) -> None:
        """One option of each block."""
        for block in self.choices.blocks:
            self.first.append(self.programme.columns)
            one: dict[int, float] = {}
            for options in block.options:
                column = self.programme.column(0, 1, integral=True)
                one[column] = 1.0
                for option in options:
                    self.counted.setdefault(option.row, {})[column] = option.counted
            self.row(Linear(one), 1, 1)

    def _count(self) -> None:
        """How many things are bought at each price: few whole numbers, on which the search divides and cuts well."""
        bought: dict[float, dict[int, float]] = {}
        for column, options in self.options():
            for option in options:
                for price in self.choices.prices(option):
                    number = bought.setdefault(price, {})
                    number[column] = number.get(column, 0.0) + 1.0
        for price, number in bought.items():
            column = self.programme.column(0, INFINITE, integral=True)
            self.row(Linear({**number, column: -1.0}), 0, 0)
            self.prices[column] = price

    def options(self) -> Iterable[tuple[int, tuple[Option, ...]]]:
        """Every option with its column."""
        for first, block in zip(self.first, self.choices.blocks, strict=True):
            yield from enumerate(block.options, start=first)

    def done(self, needs: Iterable[Need]) -> dict[Need, Linear]:
        """For steps (row, number): 1 where they are done."""
        wanted: dict[int, list[int]] = {}
        for row, number in needs:
            wanted.setdefault(row, []).append(number)
        found: dict[Need, dict[int, float]] = {
            (row, n): {} for row, numbers in wanted.items() for n in numbers
        }
        for column, options in self.options():
            for option in options:
                for number in wanted.get(option.row, ()):
                    if option.done >= number:
                        found[option.row, number][column] = 1.0
        return {need: Linear(parts) for need, parts in found.items()}

    def _order(self) -> None:
        """No step before those it needs."""
        pairs = [
            (step.key, need)
            for steps in self.choices.steps.values()
            for step in steps
            if step.finish <= self.choices.horizon
            for need in step.needs
            if need[0] != step.row
        ]
        done = self.done({key for pair in pairs for key in pair})
        for step, need in pairs:
            if done[step].parts:
                self.row(Linear.sum([(1.0, done[need]), (-1.0, done[step])]), 0, INFINITE)

    def _tree(self) -> Linear:
        """The index, or its scaled logarithm where pillars are joined by a geometric mean."""
        start = self.choices.start
        tree, layout = start.found.tree, start.layout
        rows = [self._question(row) for row in range(len(layout.questions))]
        dimensions = [
            self._node(node, rows[first:end])
            for node, (first, end) in zip(tree.dimensions, layout.spans, strict=True)
        ]
        for node, (first, end) in zip(tree.pillars, layout.pillar_spans, strict=True):
            found = self._node(node, dimensions[first:end])
            column = self.programme.column(0, FULL)
            self.row(Linear.sum([(1.0, found), (-1.0, Linear({column: 1.0}))]), 0, 0)
            self.pillars.append(Linear({column: 1.0}))
        if tree.top.aggregation is Aggregation.WEIGHTED_MEAN:
            return self._mean(self.pillars, shares_of(tree.top))
        return self._top(tree.top)

    def _question(self, row: int) -> Linear:
        if row in self.counted:
            return Linear(self.counted[row])
        return Linear({}, float(self.fixed[row]))

    def _node(self, node: Node, children: Sequence[Linear]) -> Linear:
        shares = shares_of(node)
        if node.aggregation is Aggregation.WEIGHTED_MEAN:
            return self._mean(children, shares)
        used = [(child, share) for child, share in zip(children, shares, strict=True) if share > 0]
        column = self.programme.column(0, FULL)
        lifted = tuple(self._lifted(child, node.floor) for child, _ in used)
        joint = _Joint(column, lifted, tuple(share for _, share in used), max(node.floor, LEAST))
        self.joints.append(joint)
        for place in np.geomspace(joint.floor, FULL, 6):
            self._tangent(joint, [float(place)] * len(used))
        return Linear({column: 1.0})

    @staticmethod
    def _mean(children: Sequence[Linear], shares: Sequence[float]) -> Linear:
        return Linear.sum((share, child) for child, share in zip(children, shares, strict=True) if share > 0)

    def _lifted(self, child: Linear, floor: float) -> Linear:
        """max(child, floor) by a binary that is 1 where the child stays below."""
        if floor <= 0:
            return child
        below, column = self.programme.column(0, 1, integral=True), self.programme.column(0, FULL)
        over = Linear.sum([(1.0, Linear({column: 1.0})), (-1.0, child)])
        self.row(Linear.sum([(1.0, over), (-floor, Linear({below: 1.0}))]), -INFINITE, 0)
        self.row(Linear({column: 1.0, below: FULL}), -INFINITE, FULL + floor)
        return Linear({column: 1.0})

    def _top(self, top: Node) -> Linear:
        """Σ share · t over the pillars, t held below ln of the pillar by tangents."""
        shares = shares_of(top)
        floor = max(top.floor, LEAST)
        parts: dict[int, float] = {}
        for number, share in enumerate(shares):
            if share <= 0:
                self.logarithms.append((-1, -1))
                continue
            column = self.programme.column(DEPTH, math.log(FULL))
            low = float(self.choices.start.found.pillars[number, 0])
            below = self.programme.column(0, 1, integral=True) if low < floor else -1
            self.logarithms.append((column, below))
            parts[column] = share * SCALE
            if below >= 0:
                depth = math.log(FULL) - math.log(floor)
                self.row(Linear({column: 1.0, below: depth}), -INFINITE, math.log(FULL))
            for place in np.geomspace(max(low, floor), FULL, TANGENTS):
                self._logarithm(number, float(place))
        return Linear(parts)

    def _logarithm(self, number: int, place: float) -> None:
        """t ≤ ln a + (P − a) / a, let go where the pillar stays below the floor."""
        column, below = self.logarithms[number]
        floor = max(self.choices.start.found.tree.top.floor, LEAST)
        place = max(place, floor)
        parts = {column: 1.0}
        free = max(0.0, math.log(floor) - math.log(place) + 1.0)
        if below >= 0 and free:
            parts[below] = -free
        tangent = Linear.sum([(1.0, Linear(parts)), (-1.0 / place, self.pillars[number])])
        self.row(tangent, -INFINITE, math.log(place) - 1.0)

    def _tangent(self, joint: _Joint, places: Sequence[float]) -> None:
        """v ≤ f(a) + Σ f(a) · share / a · (child − a); as f is homogeneous the constants cancel."""
        lifted = [max(place, joint.floor) for place in places]
        value = math.exp(
            sum(share * math.log(place) for share, place in zip(joint.shares, lifted, strict=True))
        )
        pairs = [
            (-value * share / place, child)
            for share, place, child in zip(joint.shares, lifted, joint.children, strict=True)
        ]
        self.row(Linear.sum([(1.0, Linear({joint.column: 1.0})), *pairs]), -INFINITE, 0)

    def hold(self, index: float) -> int:
        """Ask for so much index, as the grid sees it."""
        least = index - HALF
        if self.logarithms:
            return self.row(self.index, SCALE * math.log(max(least, LEAST)) - SLACK, INFINITE)
        return self.row(self.index, least - SLACK, INFINITE)

    def afford(self, yuan: float) -> int:
        """Spend no more than this."""
        return self.row(self.cost(), -INFINITE, yuan / self.unit + 1e-6)

    def cost(self) -> Linear:
        """The plan's cost in units."""
        parts = {column: price / self.unit for column, price in self.prices.items()}
        return Linear(parts, self.audit / self.unit)

    def gates(self, number: int) -> None:
        """All that level `number` and those below it ask for."""
        for level in rising(self.choices.start.layout):
            if level.number <= number:
                self.hold(on_grid(level.threshold))
                if level.pillar_floor > 0:
                    self._pillar_floors(on_grid(level.pillar_floor))
                self._core(level)
                self._evidence(level)

    def _pillar_floors(self, floor: float) -> None:
        weights = self.choices.start.found.tree.top.weights[:, 0]
        for pillar, weight in zip(self.pillars, weights, strict=True):
            if weight > 0:
                self.row(pillar, floor - HALF - SLACK, INFINITE)

    def _core(self, level: Level) -> None:
        """Enough core questions at a question level."""
        start = self.choices.start
        layout, step = start.layout, start.questionnaire.rules.question_step
        for rule in level.core:
            group = layout.core_groups[rule.of] if rule.of else np.ones(len(layout.core), dtype=np.bool_)
            meant = {
                row for row, own in zip(layout.core, group, strict=True) if own and start.applicable[row]
            }
            need = float(rule.count) if rule.count else math.ceil(rule.percent * len(meant) / FULL - SLACK)
            bound = rule.level * step
            parts: dict[int, float] = {}
            for column, options in self.options():
                hits = sum(o.row in meant and on_grid(o.counted) >= bound for o in options)
                if hits:
                    parts[column] = float(hits)
            fixed = sum(row not in self.counted and on_grid(float(self.fixed[row])) >= bound for row in meant)
            self.row(Linear(parts, float(fixed)), need, INFINITE)

    def _evidence(self, level: Level) -> None:
        """Shut the options whose evidence is too weak for the level."""
        start = self.choices.start
        core = {row for row in start.layout.core if start.applicable[row]}
        audit = level.evidence == AUDIT_GATE
        least = 0 if audit else start.questionnaire.grade_number[level.evidence]
        if audit and not (start.audit_valid or self.choices.audit):
            self.row(Linear({}), 1, INFINITE)  # out of reach this way
        for column, options in self.options():
            for option in options:
                weak = not option.audited if audit else option.grade < least
                if option.row in core and weak and on_grid(option.counted) > 0:
                    self.row(Linear({column: 1.0}), -INFINITE, 0)

    def keep_away(self, steps: Iterable[Need], leave_out: int) -> int:
        """Do without at least so many of these steps."""
        done = self.done(steps)
        return self.row(total(done.values()), -INFINITE, len(done) - leave_out)

    def forbid(self, found: Found) -> int:
        """Not this solution again."""
        chosen = {first + place: 1.0 for first, place in zip(self.first, found.places or (), strict=True)}
        return self.row(Linear(chosen), -INFINITE, len(chosen) - 1)

    def refine(self, result: Rescored) -> None:
        """Tangents where a solution stands, so that it promises what it gives."""
        for number, (column, _) in enumerate(self.logarithms):
            if column >= 0:
                self._logarithm(number, float(result.pillars[number, 0]))
        nodes = (*result.tree.dimensions, *result.tree.pillars)
        geometric = [n for n in nodes if n.aggregation is not Aggregation.WEIGHTED_MEAN]
        for joint, node in zip(self.joints, geometric, strict=True):
            self._tangent(
                joint, [float(s) for s, w in zip(node.scores[:, 0], node.weights[:, 0], strict=True) if w > 0]
            )

    def sharpen(self, found: Linear) -> float:
        """Tangents at the best fractional plan, which whole plans come close to: cheap, and mostly enough. Returns what
        no plan is below, infinite where there is none."""
        least = -INFINITE
        for _ in range(RELAXED):
            least, values = self.programme.relaxed(found)
            if values is None:
                break
            for number, (column, _below) in enumerate(self.logarithms):
                if column >= 0:
                    self._logarithm(number, self.pillars[number].at(values))
            for joint in self.joints:
                self._tangent(joint, [child.at(values) for child in joint.children])
        return least

    def minimise(self, found: Linear, seconds: float) -> Found | None:
        """The best plan within so many seconds; None where there is none."""
        solution = self.programme.minimise(found, seconds)
        if solution is None:
            return None
        if solution.values is None:
            return Found(None, solution.bound, proven=False, late=solution.late)
        places = tuple(
            int(np.argmax(solution.values[first : first + len(block.options)]))
            for first, block in zip(self.first, self.choices.blocks, strict=True)
        )
        return Found(places, solution.bound, solution.proven, solution.late)

    def arithmetic(self) -> Linear:
        """The plain mean of the pillars, which tells plans apart where a pillar stays below its floor."""
        shares = shares_of(self.choices.start.found.tree.top)
        return self._mean(self.pillars, shares)

    def be_content(self, points: float, index: float) -> None:
        """From now on a plan is good enough within so many points of the index, which is `index` at most."""
        self.programme.be_content(SCALE * points / max(index, 1.0) if self.logarithms else points)

    def bound_of(self, objective: float) -> float:
        """The index that an objective of −`index` promises at most."""
        if self.logarithms:
            return min(math.exp(-objective / SCALE), FULL)
        return min(-objective, FULL)


def shares_of(node: Node) -> tuple[float, ...]:
    """The children's shares of their node, 0 where they do not apply."""
    whole = float(node.weight[0])
    return tuple(float(weight) / whole if whole > 0 else 0.0 for weight in node.weights[:, 0])


def unit_of(amounts: Iterable[float]) -> float:
    """The largest sum of money, in yuan, of which all amounts are multiples; a fen (0.01) at least."""
    return (math.gcd(*(round(amount * FEN) for amount in amounts)) or FEN) / FEN

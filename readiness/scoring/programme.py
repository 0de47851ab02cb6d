"""A mixed-integer programme of linear expressions, solved by HiGHS in one thread with a fixed seed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import highspy
import numpy as np
from highspy._core import _Highs  # the class around it prints a banner on standard output

INFINITE = highspy.kHighsInf
EXACT = 1e-5  # gap at which a solution is proven
FEASIBLE = 2  # HiGHS's word for a solution that keeps every row
SETTINGS: tuple[tuple[str, bool | int | float | str], ...] = (
    ("output_flag", False),
    ("threads", 1),
    ("random_seed", 0),
    ("mip_heuristic_run_root_reduced_cost", False),  # its small programmes cost more than they find here
    ("presolve", "off"),  # it would put the counts of `plan_model` back into the choices they count
    ("mip_rel_gap", 0.0),
    ("mip_abs_gap", EXACT),
    ("primal_feasibility_tolerance", 1e-9),
    ("mip_feasibility_tolerance", 1e-7),
)


@dataclass(frozen=True)
class Linear:
    """constant + Σ coefficient · column."""

    parts: Mapping[int, float]
    constant: float = 0.0

    @staticmethod
    def sum(pairs: Iterable[tuple[float, Linear]]) -> Linear:
        """Σ factor · expression."""
        parts: dict[int, float] = {}
        constant = 0.0
        for factor, found in pairs:
            constant += factor * found.constant
            for column, value in found.parts.items():
                parts[column] = parts.get(column, 0.0) + factor * value
        return Linear(parts, constant)

    def at(self, values: Sequence[float]) -> float:
        """The expression's value in a solution."""
        return self.constant + sum(factor * values[column] for column, factor in self.parts.items())

    def negative(self) -> Linear:
        """The expression to be made large by making this small."""
        return Linear.sum([(-1.0, self)])


@dataclass(frozen=True)
class Solution:
    """Values by column (None: none found in time), what no solution is below, whether this one is proven least, and
    whether time was over."""

    values: Sequence[float] | None
    bound: float
    proven: bool
    late: bool


class Programme:
    """Columns and rows; rows may be added and released between solves."""

    def __init__(self) -> None:
        self.solver = _Highs()
        for name, value in SETTINGS:
            self.solver.setOptionValue(name, value)
        self.columns = 0

    @property
    def seconds(self) -> float:
        """How long the solver has run in all."""
        return float(self.solver.getRunTime())

    def column(self, low: float, high: float, *, integral: bool = False) -> int:
        """A new variable; returns its number."""
        self.solver.addVar(low, high)
        if integral:
            self.solver.changeColIntegrality(self.columns, highspy.HighsVarType.kInteger)
        self.columns += 1
        return self.columns - 1

    def row(self, found: Linear, low: float, high: float) -> int:
        """low ≤ expression ≤ high; returns the row's number."""
        columns = np.fromiter(found.parts.keys(), dtype=np.int32, count=len(found.parts))
        values = np.fromiter(found.parts.values(), dtype=np.float64, count=len(found.parts))
        self.solver.addRow(low - found.constant, high - found.constant, len(columns), columns, values)
        return int(self.solver.getNumRow()) - 1

    def release(self, row: int) -> None:
        """Ask no more for what a row asked for."""
        self.solver.changeRowBounds(row, -INFINITE, INFINITE)

    def relaxed(self, found: Linear) -> tuple[float, Sequence[float] | None]:
        """The least value with fractions allowed, which no whole solution is below, and where it is; infinite and None
        where there is no solution."""
        self._objective(found)
        self.solver.setOptionValue("time_limit", INFINITE)
        self.solver.setOptionValue("solve_relaxation", True)
        self.solver.run()
        self.solver.setOptionValue("solve_relaxation", False)
        status = self.solver.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            return (INFINITE if status == highspy.HighsModelStatus.kInfeasible else -INFINITE), None
        values: Sequence[float] = self.solver.getSolution().col_value
        return self.solver.getInfo().objective_function_value, values

    def minimise(self, found: Linear, seconds: float) -> Solution | None:
        """The least value, as far as so many seconds reach; None where there is no solution."""
        self._objective(found)
        self.solver.setOptionValue("time_limit", self.seconds + seconds)
        self.solver.run()
        status, info = self.solver.getModelStatus(), self.solver.getInfo()
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        values = self.solver.getSolution().col_value if info.primal_solution_status == FEASIBLE else None
        proven = status == highspy.HighsModelStatus.kOptimal
        return Solution(
            values, info.mip_dual_bound, proven, late=status == highspy.HighsModelStatus.kTimeLimit
        )

    def be_content(self, gap: float) -> None:
        """From now on a solution is good enough within the gap."""
        self.solver.setOptionValue("mip_abs_gap", max(gap, EXACT))

    def _objective(self, found: Linear) -> None:
        self.solver.changeObjectiveOffset(found.constant)
        costs = np.zeros(self.columns)
        costs[list(found.parts)] = list(found.parts.values())
        self.solver.changeColsCost(self.columns, np.arange(self.columns, dtype=np.int32), costs)


def total(found: Iterable[Linear]) -> Linear:
    """The plain sum."""
    return Linear.sum((1.0, one) for one in found)

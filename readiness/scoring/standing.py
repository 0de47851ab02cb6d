"""Whether a result may be ranked, and every reason why not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from readiness.scoring.arrays import NOT_MEASURED, UNANSWERED, Codes
from readiness.scoring.grid import on_grid
from readiness.scoring.layout import Layout
from readiness.scoring.scorecard import Bools, Floats, Reason, Standing


@dataclass(frozen=True)
class Holds:
    """(N) each: a hold question or statement fails; the firm is outside the ranking; a hold question is unanswered."""

    on_hold: Bools
    unranked: Bools
    hold_open: Bools


def failed_hold(layout: Layout, row: int, applicable: Bools, states: Codes, raw: Floats) -> Bools:
    """Firms that answer a hold question with no or not measured."""
    stated = (states[row] != UNANSWERED) & applicable[row]
    failed: Bools = stated & ((states[row] == NOT_MEASURED) | (raw[row] <= 0))
    return failed


def holds_of(layout: Layout, applicable: Bools, states: Codes, raw: Floats, statements: Codes) -> Holds:
    """Holds and open hold questions of N firms; a statement counts as false only when it is given as false."""
    on_hold, unranked, hold_open = (np.zeros(states.shape[1], dtype=np.bool_) for _ in range(3))
    for row in layout.holds:
        on_hold |= failed_hold(layout, row, applicable, states, raw)
        hold_open |= applicable[row] & (states[row] == UNANSWERED)
    for statement, given in zip(layout.questionnaire.statements, statements, strict=True):
        if statement.effect == "hold":
            on_hold |= given == 0
        elif statement.effect == "unranked":
            unranked |= given == 0
    return Holds(on_hold, unranked, hold_open)


def covered(layout: Layout, coverage: Floats, by_dimension: Floats) -> Bools:
    """Firms whose coverage is enough overall and in each dimension (D, N) that applies to them."""
    rules = layout.questionnaire.rules
    enough = on_grid(coverage) >= rules.coverage_overall
    return enough & ~(on_grid(by_dimension) < rules.coverage_dimension).any(axis=0)


def standings(layout: Layout, holds: Holds, coverage: Floats, by_dimension: Floats) -> NDArray[np.str_]:
    """One `Standing` per firm; the gravest wins: hold, then draft, then unranked."""
    draft = ~covered(layout, coverage, by_dimension) | holds.hold_open
    return np.select(
        [holds.on_hold, draft, holds.unranked],
        [np.str_(Standing.HOLD), np.str_(Standing.DRAFT), np.str_(Standing.UNRANKED)],
        np.str_(Standing.OFFICIAL),
    )


def reasons(
    layout: Layout,
    applicable: Bools,
    states: Codes,
    raw: Floats,
    statements: Codes,
    coverage: float,
    by_dimension: Floats,
) -> Iterator[Reason]:
    """Every reason of one firm (arrays with one firm, `by_dimension` (D)), gravest first."""
    asked, rules = layout.questionnaire, layout.questionnaire.rules
    for row in layout.holds:
        if failed_hold(layout, row, applicable, states, raw)[0]:
            yield Reason("hold", layout.questions[row].code)
    for effect in ("hold", "unranked"):
        for statement, given in zip(asked.statements, statements[:, 0], strict=True):
            if statement.effect == effect and given == 0:
                yield Reason(f"statement_{effect}", statement.code)
    for row in layout.holds:
        if applicable[row, 0] and states[row, 0] == UNANSWERED:
            yield Reason("hold_open", layout.questions[row].code)
    if on_grid(coverage) < rules.coverage_overall:
        yield Reason("coverage", "", coverage, rules.coverage_overall)
    for dimension, have in zip(asked.dimensions, by_dimension, strict=True):
        if on_grid(float(have)) < rules.coverage_dimension:
            yield Reason("dimension_coverage", dimension.code, float(have), rules.coverage_dimension)

"""Exact parts by question of the change between two results on one tree, for many pairs at once."""

from __future__ import annotations

import numpy as np

from readiness.scoring.logmean import Slopes, State, pulls, slopes
from readiness.scoring.scorecard import FULL, Bools, Floats
from readiness.scoring.union import States, Union, filled

SAME_RATIO = 1e-12
Sides = tuple[State, State]


def parts_between(union: Union, before: States, after: States) -> Floats:
    """(Q, E): what each question adds to the index of pair e; every column sums to after − before."""
    old, new = filled(union, before, after)
    every = slice(None)
    top = _sides(
        (old, new),
        every,
        (old.index, new.index),
        (old.top_geometric, new.top_geometric),
        "pillar_weights",
        "pillars",
    )
    pillars = slopes(*top)
    parts = np.zeros(new.questions.shape)
    moved_dimensions, moved_pillars = _moved(union, old, new)
    for row in range(len(union.pillars)):
        own, incoming = union.children(union.pillar_of, row), _row(pillars, row)
        if not moved_pillars[row] and _nothing(incoming):
            continue
        sides = _inner((old, new), row, own, "pillar", "dimension_weights", "dimensions")
        dimensions = _below(incoming, sides)
        for place, dimension in enumerate(range(own.start, own.stop)):
            found = _row(dimensions, place)
            if moved_dimensions[dimension] or not _nothing(found):
                rows = union.children(union.dimension_of, dimension)
                sides = _inner((old, new), dimension, rows, "dimension", "question_weights", "questions")
                parts[rows] = _amounts(_below(found, sides), sides)
    return parts


def _moved(union: Union, old: States, new: States) -> tuple[Bools, Bools]:
    """Dimensions (D) and pillars (P) inside which anything differs in any pair; others have no parts of their own."""

    def differ(name: str) -> Bools:
        found: Bools = (getattr(old, name) != getattr(new, name)).any(axis=1)
        return found

    dimensions, pillars = differ("dimension_geometric"), differ("pillar_geometric")
    questions = differ("question_weights") | differ("questions")
    np.logical_or.at(dimensions, union.dimension_of, questions)
    np.logical_or.at(pillars, union.pillar_of, dimensions | differ("dimension_weights"))
    return dimensions, pillars


def _nothing(found: Slopes) -> bool:
    """True where all that comes down to a node is a share of its own change."""
    return not any(array.any() for array in (*found.pull, *found.fixed))


def _inner(
    states: tuple[States, States], row: int, children: slice, node: str, weights: str, scores: str
) -> Sides:
    results = tuple(getattr(state, f"{node}s")[row] for state in states)
    geometric = tuple(getattr(state, f"{node}_geometric")[row] for state in states)
    return _sides(states, children, (results[0], results[1]), (geometric[0], geometric[1]), weights, scores)


def _sides(
    states: tuple[States, States],
    children: slice,
    results: tuple[Floats, Floats],
    geometric: tuple[Bools, Bools],
    weights: str,
    scores: str,
) -> Sides:
    """One node before and after; a new scale of all its weights is no change of weights."""
    first, second = (getattr(state, weights)[children] for state in states)
    second = second * _rescaling(first, second)
    old, new = states
    return (
        State(results[0], geometric[0], old.floor, first, getattr(old, scores)[children]),
        State(results[1], geometric[1], new.floor, second, getattr(new, scores)[children]),
    )


def _rescaling(first: Floats, second: Floats) -> Floats:
    """first / second where that is the same for all children that weigh in both, two or more or an only one; else 1."""
    both = (first > 0) & (second > 0)
    ratio = np.divide(first, second, out=np.ones_like(first), where=both)
    least = np.where(both, ratio, np.inf).min(axis=0)
    most = np.where(both, ratio, 0.0).max(axis=0)
    number, every = np.count_nonzero(both, axis=0), np.count_nonzero((first > 0) | (second > 0), axis=0)
    alike = ((number > 1) | (number == every)) & (most - least <= SAME_RATIO * most)
    return np.where(alike, most, 1.0)


def _row(found: Slopes, row: int) -> Slopes:
    return Slopes(
        found.slope[row], (found.pull[0][row], found.pull[1][row]), (found.fixed[0][row], found.fixed[1][row])
    )


def _below(own: Slopes, sides: Sides) -> Slopes:
    """What a node's own slopes become for its children."""
    inner = slopes(*sides)
    pull = [own.slope * inner.pull[i] + own.pull[i] * pulls(side) for i, side in enumerate(sides)]
    fixed = [own.slope * inner.fixed[i] + own.fixed[i] * side.shares for i, side in enumerate(sides)]
    return Slopes(own.slope * inner.slope, (pull[0], pull[1]), (fixed[0], fixed[1]))


def _amounts(found: Slopes, sides: Sides) -> Floats:
    amounts = found.slope * (sides[1].scores - sides[0].scores)
    for pull, fixed, side in zip(found.pull, found.fixed, sides, strict=True):
        amounts = amounts + pull * (side.scores - FULL) + fixed
    return amounts

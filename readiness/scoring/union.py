"""Results of one firm on two versions laid onto one tree: every node that either version has, each with its row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from readiness.questionnaire.model import Aggregation, Questionnaire
from readiness.scoring.aggregate import Node, Tree
from readiness.scoring.scorecard import Bools, Floats, Ints

Place = tuple[str, ...]


@dataclass(frozen=True)
class Union:
    """Places (codes from the pillar down) of pillars, dimensions, questions; siblings stand together.

    `dimension_of` (Q) and `pillar_of` (D) are rows of the parents.
    """

    pillars: tuple[Place, ...]
    dimensions: tuple[Place, ...]
    questions: tuple[Place, ...]
    dimension_of: Ints
    pillar_of: Ints

    def children(self, parents: Ints, row: int) -> slice:
        """The rows under one parent."""
        first, end = np.searchsorted(parents, [row, row + 1]).tolist()
        return slice(first, end)


@dataclass(frozen=True)
class States:
    """C results on one union: weights and scores of pillars (P, C), dimensions (D, C), questions (Q, C), how each
    node is joined, the floor (C), the index (C)."""

    index: Floats
    floor: Floats
    top_geometric: Bools
    pillar_weights: Floats
    pillars: Floats
    pillar_geometric: Bools
    dimension_weights: Floats
    dimensions: Floats
    dimension_geometric: Bools
    question_weights: Floats
    questions: Floats

    def take(self, columns: Ints) -> States:
        """These results, in this order."""
        return States(**{name: array[..., columns] for name, array in vars(self).items()})


def union_of(before: Questionnaire, after: Questionnaire) -> Union:
    """In the order of the older version, what is new after its siblings."""
    places = [_places(before), _places(after)]
    pillars = _merged([], [side[0] for side in places])
    dimensions = _merged(pillars, [side[1] for side in places])
    questions = _merged(dimensions, [side[2] for side in places])
    return Union(
        tuple(pillars),
        tuple(dimensions),
        tuple(questions),
        np.array([dimensions.index(place[:-1]) for place in questions], dtype=np.int64),
        np.array([pillars.index(place[:-1]) for place in dimensions], dtype=np.int64),
    )


def _places(asked: Questionnaire) -> tuple[list[Place], list[Place], list[Place]]:
    dimensions: list[Place] = [(pillar.code, d.code) for pillar in asked.pillars for d in pillar.dimensions]
    questions: list[Place] = [
        (pillar.code, d.code, q.code)
        for pillar in asked.pillars
        for d in pillar.dimensions
        for q in d.questions
    ]
    pillars: list[Place] = [(pillar.code,) for pillar in asked.pillars]
    return pillars, dimensions, questions


def _merged(parents: Sequence[Place], sides: Sequence[Sequence[Place]]) -> list[Place]:
    """Both sides without repetition, sorted by the parents' order and stable inside."""
    every = dict.fromkeys(place for side in sides for place in side)
    order = {parent: number for number, parent in enumerate(parents)}
    return sorted(every, key=lambda place: order.get(place[:-1], 0))


def states_of(union: Union, asked: Questionnaire, tree: Tree) -> States:
    """The results of a tree over N firms on the union; nodes that its version lacks weigh nothing."""
    pillars, dimensions, questions = _places(asked)
    firms = len(tree.top.score)

    def spread(places: Sequence[Place], all_places: Sequence[Place], rows: Iterator[Floats]) -> Floats:
        row_of = {place: number for number, place in enumerate(all_places)}
        found = np.zeros((len(all_places), firms))
        for place, values in zip(places, rows, strict=True):
            found[row_of[place]] = values
        return found

    def joined(places: Sequence[Place], all_places: Sequence[Place], nodes: Sequence[Node]) -> Bools:
        rows = (np.full(firms, float(is_geometric(node))) for node in nodes)
        return spread(places, all_places, rows) > 0

    return States(
        index=tree.top.score,
        floor=np.full(firms, asked.rules.floor),
        top_geometric=np.full(firms, is_geometric(tree.top)),
        pillar_weights=spread(pillars, union.pillars, iter(tree.top.weights)),
        pillars=spread(pillars, union.pillars, iter(tree.top.scores)),
        pillar_geometric=joined(pillars, union.pillars, tree.pillars),
        dimension_weights=spread(dimensions, union.dimensions, _rows(tree.pillars, "weights")),
        dimensions=spread(dimensions, union.dimensions, _rows(tree.pillars, "scores")),
        dimension_geometric=joined(dimensions, union.dimensions, tree.dimensions),
        question_weights=spread(questions, union.questions, _rows(tree.dimensions, "weights")),
        questions=spread(questions, union.questions, _rows(tree.dimensions, "scores")),
    )


def _rows(nodes: Sequence[Node], name: str) -> Iterator[Floats]:
    return (row for node in nodes for row in getattr(node, name))


def is_geometric(node: Node) -> bool:
    """True where the node is a weighted geometric mean."""
    return node.aggregation is Aggregation.WEIGHTED_GEOMETRIC_MEAN


def filled(union: Union, before: States, after: States) -> tuple[States, States]:
    """Where a node weighs nothing on one side its inside is taken from the other: only its weight changed."""
    return _filled(union, before, after), _filled(union, after, before)


def _filled(union: Union, own: States, other: States) -> States:
    pillar = (own.pillar_weights <= 0) & (other.pillar_weights > 0)
    inside = pillar[union.pillar_of]
    dimension = inside | ((own.dimension_weights <= 0) & (other.dimension_weights > 0))
    below = dimension[union.dimension_of]
    question = below | ((own.question_weights <= 0) & (other.question_weights > 0))
    return replace(
        own,
        pillars=np.where(pillar, other.pillars, own.pillars),
        pillar_geometric=np.where(pillar, other.pillar_geometric, own.pillar_geometric),
        dimension_weights=np.where(inside, other.dimension_weights, own.dimension_weights),
        dimensions=np.where(dimension, other.dimensions, own.dimensions),
        dimension_geometric=np.where(dimension, other.dimension_geometric, own.dimension_geometric),
        question_weights=np.where(below, other.question_weights, own.question_weights),
        questions=np.where(question, other.questions, own.questions),
    )

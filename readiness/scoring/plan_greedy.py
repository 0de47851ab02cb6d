"""Simple rules for plans: what is done when there is no time for a proof, and what the proven plan is compared with."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from readiness.scoring.effects import Change, Rescored, rescore
from readiness.scoring.plan_options import Choices, Option, change_of, options_at, yuan_of
from readiness.scoring.plan_reach import ceiling
from readiness.scoring.scorecard import Bools, Floats, Ints

Places = tuple[int, ...]
Move = tuple[int, int]
"""A block and the option it goes to."""


def today(choices: Choices) -> Places:
    """The option of each block that leaves everything as it is."""
    return (0,) * len(choices.blocks)


def by_gain(choices: Choices, budget: float) -> Places | None:
    """One step after another, always the one with most index for its yuan, until nothing more can be paid."""
    places = today(choices)
    if yuan_of(choices, places) > budget:
        return None
    while moves := list(_steps_up(choices, places, budget - yuan_of(choices, places))):
        index = rescore(choices.start, _changes(choices, places, [(0, places[0]), *moves])).index
        yuan = np.array([_more(choices, places, move) for move in moves])
        worth = (index[1:] - index[0]) / np.maximum(yuan, 1.0)
        best = int(np.argmax(worth))
        if worth[best] <= 0:
            break
        places = _moved(places, moves[best])
    return places


def by_dropping(choices: Choices, level: int) -> Places | None:
    """From everything done the dearest steps that the level does not need are dropped one after another."""
    places = ceiling(choices, level)
    if int(rescore(choices.start, change_of(choices, places)).level[0]) < level:
        return None
    return dropping(choices, places, lambda found: found.level >= level)


def dropping(choices: Choices, places: Places, keeps: Callable[[Rescored], Bools]) -> Places:
    """The plan without what it does not need: the dearest first, as long as the result keeps what it must."""
    while moves := sorted(
        _steps_down(choices, places), key=lambda move: (_more(choices, places, move), move)
    ):
        kept = keeps(rescore(choices.start, _changes(choices, places, moves)))
        if not kept.any():
            break
        places = _moved(places, moves[int(np.argmax(kept))])
    return places


def _moved(places: Places, move: Move) -> Places:
    return (*places[: move[0]], move[1], *places[move[0] + 1 :])


def _more(choices: Choices, places: Places, move: Move) -> float:
    """What a move costs; less than nothing where it drops steps."""
    block = choices.blocks[move[0]]
    return _yuan(block.options[move[1]]) - _yuan(block.options[places[move[0]]])


def _yuan(options: tuple[Option, ...]) -> float:
    return sum(option.yuan for option in options)


def _steps_up(choices: Choices, places: Places, left: float) -> Iterable[Move]:
    """Moves to more steps or evidence that can be paid and whose prerequisites are done."""
    for move in _moves(choices):
        if 0 < _more(choices, places, move) <= left and _in_order(choices, _moved(places, move)):
            yield move


def _steps_down(choices: Choices, places: Places) -> Iterable[Move]:
    """Moves to cheaper options with no step that was not done, which leave no step without its prerequisite."""
    for move in _moves(choices):
        cheaper = _more(choices, places, move) < 0 and _only_drops(choices, places, move)
        if cheaper and _in_order(choices, _moved(places, move)):
            yield move


def _only_drops(choices: Choices, places: Places, move: Move) -> bool:
    options = choices.blocks[move[0]].options
    return all(
        new.done <= old.done for new, old in zip(options[move[1]], options[places[move[0]]], strict=True)
    )


def _moves(choices: Choices) -> Iterable[Move]:
    for number, block in enumerate(choices.blocks):
        for place in range(len(block.options)):
            yield number, place


def _in_order(choices: Choices, places: Places) -> bool:
    """Whether every step done has what it needs."""
    done = {option.row: option.done for option in options_at(choices, places)}
    return all(
        done.get(row, 0) >= number
        for own, count in done.items()
        for step in choices.steps.get(own, ())[:count]
        for row, number in step.needs
    )


def _changes(choices: Choices, places: Places, moves: list[Move]) -> Change:
    """The plan after each of the moves, as columns."""
    base = change_of(choices, places)
    count = len(moves)
    counted: Floats = np.repeat(base.counted, count, axis=1)
    grade: Ints = np.repeat(base.grade, count, axis=1)
    audited = np.repeat(base.audited, count, axis=1)
    for column, (number, place) in enumerate(moves):
        for option in choices.blocks[number].options[place]:
            counted[option.row, column] = option.counted
            grade[option.row, column] = option.grade
            audited[option.row, column] = option.audited
    return Change(counted, grade, audited, np.repeat(base.audit_valid, count))

"""Simple rules for plans: what is done when there is no time for a proof, and what the proven plan is compared with."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from readiness.scoring.effects import Change, rescore
from readiness.scoring.plan_options import AUDIT, Choices, Option, change_of
from readiness.scoring.plan_reach import ceilings
from readiness.scoring.scorecard import Floats, Ints

Places = tuple[int, ...]
Move = tuple[int, int]
"""A block and the option it goes to."""


def today(choices: Choices) -> Places:
    """The option of each block that leaves everything as it is."""
    return (0,) * len(choices.blocks)


def by_gain(choices: Choices, budget: float) -> tuple[Places, bool]:
    """One step after another, always the one with most index for its yuan, until nothing more can be paid."""
    places, audit, spent = today(choices), False, 0.0
    while True:
        moves = list(_steps_up(choices, places, budget - spent))
        if not moves:
            return places, audit
        results = rescore(choices.start, _changes(choices, places, moves)).index
        base = float(rescore(choices.start, _changes(choices, places, [(0, places[0])])).index[0])
        yuan = np.array([_more(choices, places, move) for move in moves])
        worth = (results - base) / np.maximum(yuan, 1.0)
        best = int(np.argmax(worth))
        if worth[best] <= 0:
            return places, audit
        spent += float(yuan[best])
        places = _moved(places, moves[best])


def by_dropping(choices: Choices, level: int) -> tuple[Places, bool]:
    """From everything done the dearest steps that the level does not need are dropped one after another."""
    start = next(c for c in ceilings(choices) if int(c.result.level[0]) >= level)
    places, audit = start.places, start.audit
    while True:
        moves = sorted(
            _steps_down(choices, places, audit), key=lambda move: (_more(choices, places, move), move)
        )
        if not moves:
            return places, audit
        levels: Ints = rescore(choices.start, _changes(choices, places, moves, audit=audit)).level
        kept = [move for move, reached in zip(moves, levels, strict=True) if reached >= level]
        if not kept:
            return places, audit
        places = _moved(places, kept[0])


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
    for number, block in enumerate(choices.blocks):
        for place, options in enumerate(block.options):
            more = _more(choices, places, (number, place))
            if options[0].evidence != AUDIT and 0 < more <= left:
                after = _moved(places, (number, place))
                if _in_order(choices, after):
                    yield number, place


def _steps_down(choices: Choices, places: Places, audit: bool) -> Iterable[Move]:
    """Moves to cheaper options that leave no step without its prerequisite."""
    for number, block in enumerate(choices.blocks):
        for place, options in enumerate(block.options):
            if (options[0].evidence == AUDIT) == audit and _more(choices, places, (number, place)) < 0:
                if _in_order(choices, _moved(places, (number, place))):
                    yield number, place


def _in_order(choices: Choices, places: Places) -> bool:
    """Whether every step done has what it needs."""
    done = {
        option.row: option.done
        for block, place in zip(choices.blocks, places, strict=True)
        for option in block.options[place]
    }
    return all(
        done.get(row, 0) >= number
        for own, count in done.items()
        for step in choices.steps.get(own, ())[:count]
        for row, number in step.needs
    )


def _changes(choices: Choices, places: Places, moves: list[Move], *, audit: bool = False) -> Change:
    """The plan after each of the moves, as columns."""
    plan = [block.options[place] for block, place in zip(choices.blocks, places, strict=True)]
    base = change_of(choices, [plan], [audit])
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

"""Whether a level can be reached at all: everything done at once, and what is still missing then."""

from __future__ import annotations

from dataclasses import dataclass

from readiness.scoring.effects import Rescored, rescore
from readiness.scoring.plan_options import AUDIT, Block, Choices, change_of, choices_of


@dataclass(frozen=True)
class Obstacle:
    """Why a level cannot be reached. `kind`: a gate's kind with its `subject` (what is had at best, what is needed),
    `months` (the horizon, the least that would do) or `budget` (the budget, the least cost)."""

    kind: str
    level: int
    subject: str
    have: float
    need: float


@dataclass(frozen=True)
class Ceiling:
    """Everything done that the horizon allows: places of the options, with an audit or without, and the result."""

    places: tuple[int, ...]
    audit: bool
    result: Rescored


def ceilings(choices: Choices) -> list[Ceiling]:
    """The most that can be had without an audit, and with one where it may be part."""
    found = []
    for audit in (False, True) if choices.audit else (False,):
        places = tuple(_last(block, audit) for block in choices.blocks)
        plan = [block.options[place] for block, place in zip(choices.blocks, places, strict=True)]
        found.append(Ceiling(places, audit, rescore(choices.start, change_of(choices, [plan], [audit]))))
    return found


def _last(block: Block, audit: bool) -> int:
    """The option with most steps and evidence, which counts most."""
    return max(
        place for place, options in enumerate(block.options) if (options[0].evidence == AUDIT) == audit
    )


def obstacles_of(choices: Choices, level: int, *, audit: bool) -> tuple[Obstacle, ...]:
    """What keeps the level out of reach, none where it can be reached: the months that would do, else the gates."""
    best = min(ceilings(choices), key=lambda ceiling: len(_unmet(ceiling.result, level)))
    unmet = _unmet(best.result, level)
    if not unmet:
        return ()
    months = _months_needed(choices, level, audit=audit)
    if months:
        return (Obstacle("months", level, "", have=float(choices.horizon), need=float(months)), *unmet)
    return unmet


def _unmet(result: Rescored, level: int) -> tuple[Obstacle, ...]:
    return tuple(
        Obstacle(gate.kind, gate.level, gate.subject, float(gate.have[0]), gate.need)
        for gate in result.gates
        if gate.level <= level and not bool(gate.met[0])
    )


def _months_needed(choices: Choices, level: int, *, audit: bool) -> int:
    """The shortest horizon with which the level can be reached, 0 where none is long enough."""
    rules = choices.rules
    ends = {
        step.finish + extra
        for steps in choices.steps.values()
        for step in steps
        for extra in (0, rules.document.months, rules.audit.months)
    }
    longer = sorted(end for end in ends if end > choices.horizon)
    low, high = 0, len(longer)
    while low < high:
        middle = (low + high) // 2
        wider = choices_of(choices.start, choices.steps, horizon=longer[middle], audit=audit)
        if any(not _unmet(ceiling.result, level) for ceiling in ceilings(wider)):
            high = middle
        else:
            low = middle + 1
    return longer[low] if low < len(longer) else 0

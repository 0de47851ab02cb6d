"""Whether a level can be reached at all: everything done at once, and what is still missing then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from readiness.questionnaire.model import Level
from readiness.scoring.effects import Rescored, rescore
from readiness.scoring.levels import AUDIT, rising
from readiness.scoring.plan_options import Choices, Option, change_of, choices_of


@dataclass(frozen=True)
class Obstacle:
    """Why a level cannot be reached. `kind`: a gate's kind with its `subject` (what is had at best, what is needed),
    `never` (no horizon is long enough), `budget` (the budget, the least cost) or `order` (no order of the steps fits
    into the horizon)."""

    kind: str
    level: int
    subject: str = ""
    have: float = 0.0
    need: float = 0.0


def ceiling(choices: Choices, level: int = 0) -> tuple[int, ...]:
    """Everything done that the horizon allows; for a level only as far as there is time for the evidence it asks."""
    core = set(choices.start.layout.core)
    wanted = [found for found in rising(choices.start.layout) if found.number <= level]
    return tuple(
        max(
            range(len(block.options)),
            key=lambda place: (_proven(choices, wanted, core, block.options[place]), place),
        )
        for block in choices.blocks
    )


def _proven(choices: Choices, levels: Sequence[Level], core: set[int], options: Sequence[Option]) -> bool:
    """Whether the core answers among the options have the evidence these levels ask for."""
    grades = choices.start.questionnaire.grade_number
    return all(
        option.audited if level.evidence == AUDIT else option.grade >= grades[level.evidence]
        for level in levels
        for option in options
        if option.row in core and option.counted > 0
    )


def everything(choices: Choices, level: int = 0) -> Rescored:
    """The result with everything done."""
    return rescore(choices.start, change_of(choices, ceiling(choices, level)))


def obstacles_of(ways: Sequence[Choices], level: int, *, audit: bool) -> tuple[tuple[Obstacle, ...], int]:
    """What keeps a level out of reach, of gates of one kind the hardest; and the months that should do, 0 where no
    number of them does."""
    unmet = min((_unmet(everything(way, level), level) for way in ways), key=len)
    if not unmet:
        return (Obstacle("order", level),), 0
    months = _months_needed(ways[0], level, audit=audit)
    hardest = {(obstacle.kind, obstacle.subject): obstacle for obstacle in unmet}
    reasons = sorted(hardest.values(), key=lambda obstacle: obstacle.level)
    return (*reasons, *(() if months else (Obstacle("never", level),))), months


def _unmet(result: Rescored, level: int) -> tuple[Obstacle, ...]:
    """Gates unmet, the lowest level first."""
    found = (
        Obstacle(gate.kind, gate.level, gate.subject, float(gate.have[0]), gate.need)
        for gate in result.gates
        if gate.level <= level and not bool(gate.met[0])
    )
    return tuple(sorted(found, key=lambda obstacle: obstacle.level))


def _months_needed(choices: Choices, level: int, *, audit: bool) -> int:
    """A horizon with which the level can be reached, the shortest that is sure to do; 0 where none is long enough."""
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
        if any(not _unmet(everything(way, level), level) for way in wider):
            high = middle
        else:
            low = middle + 1
    return longer[low] if low < len(longer) else 0

"""The steps open to a firm: what each action leads to, what it costs, and when it can be done at the earliest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from readiness.errors import InputError
from readiness.questionnaire.answers import Value
from readiness.questionnaire.guidance import Action, Guidance, PlanRules, in_order
from readiness.scoring.effects import Start
from readiness.scoring.reach import Rung, rungs

Need = tuple[int, int]
"""A question's row and the number of its steps that must be done."""


@dataclass(frozen=True)
class Step:
    """One doing of an action: the `number`-th step of question `row` from today, to a raw score by an answer `value`.

    An action without ladder steps is done once for each rung it climbs; `band` names the knots aimed at. `needs` come
    first; `finish`: the earliest month by which it and all before it can be done.
    """

    action: Action
    row: int
    number: int
    raw: float
    value: Value
    yuan: float
    months: int
    band: float = 0.0
    needs: tuple[Need, ...] = ()
    finish: int = 0

    @property
    def key(self) -> Need:
        """What other steps name it by."""
        return self.row, self.number


Steps = Mapping[int, Sequence[Step]]


def plan_rules(start: Start) -> PlanRules:
    """The questionnaire's rules of plans; InputError where it has no advice to plan with."""
    guidance = start.questionnaire.guidance
    if guidance is None or guidance.plan is None or not start.questionnaire.actions:
        raise InputError("plan", "plan_without_advice", questionnaire=start.questionnaire.code)
    return guidance.plan


def steps_of(start: Start) -> Steps:
    """Row → its steps in order, for every question that applies and can still rise."""
    rules = plan_rules(start)
    found = _bare(start)
    finish: dict[Need, int] = {}
    done: dict[int, list[Step]] = {row: [] for row in found}
    by_action: dict[str, list[Step]] = {}
    for steps in found.values():
        for step in steps:
            by_action.setdefault(step.action.code, []).append(step)
    for action in _in_order(start.questionnaire.actions):
        for step in by_action.get(action.code, ()):
            needs = _needs(start, rules, action, by_action)
            before = [finish[need] for need in needs]
            if step.number > 1:
                before.append(finish[step.row, step.number - 1])
            finish[step.key] = step.months + max(before, default=0)
            done[step.row].append(_placed(step, needs, finish[step.key]))
    return done


def _bare(start: Start) -> dict[int, list[Step]]:
    """The steps by question, without prerequisites."""
    asked = start.questionnaire
    yuan = {band.number: band.plan_yuan or 0.0 for band in _guidance(start).cost_bands}
    codes = [process.code for process in asked.processes]
    shares = dict(zip(codes, start.shares.tolist(), strict=True))
    found: dict[int, list[Step]] = {}
    for row, question in enumerate(start.layout.questions):
        actions = {action.step: action for action in asked.actions_for.get(question.code, ())}
        if not actions or not start.applicable[row]:
            continue
        climb = rungs(
            start.makeup,
            row,
            start.values[row],
            float(start.raw[row]),
            shares,
            valued=bool(start.valued[row]),
        )
        steps: list[Step] = []
        for number, rung in enumerate(_lifted(start, row, climb), start=1):
            level = rung.value if isinstance(rung.value, int) and question.levels else 0
            action = actions.get(int(level), actions.get(0))
            if action is None:
                break
            steps.append(
                Step(action, row, number, rung.raw, rung.value, yuan[action.cost], action.months, rung.band)
            )
        if steps:
            found[row] = steps
    return found


def _lifted(start: Start, row: int, climb: Sequence[Rung]) -> Iterator[Rung]:
    """The rungs at least at the score that another question gives this one once it has a value."""
    other = start.layout.position.get(start.layout.questions[row].score_at_least, -1)
    floor = float(start.raw[other]) if other >= 0 else 0.0
    last = float(start.raw[row])
    if floor <= last:
        yield from climb
        return
    for rung in climb:
        raw = max(rung.raw, floor)
        if raw > last:
            yield replace(rung, raw=raw)
            last = raw


@lru_cache(maxsize=16)
def _in_order(actions: tuple[Action, ...]) -> tuple[Action, ...]:
    """`in_order`, kept for the last few questionnaires used."""
    return in_order(actions)


def _placed(step: Step, needs: tuple[Need, ...], finish: int) -> Step:
    """The step in its place; written out, as `replace` takes longer than all the rest."""
    return Step(
        step.action,
        step.row,
        step.number,
        step.raw,
        step.value,
        step.yuan,
        step.months,
        step.band,
        needs,
        finish,
    )


def _guidance(start: Start) -> Guidance:
    found = start.questionnaire.guidance
    if found is None:
        raise InputError("plan", "plan_without_advice", questionnaire=start.questionnaire.code)
    return found


def _needs(
    start: Start, rules: PlanRules, action: Action, open_steps: Mapping[str, Sequence[Step]]
) -> tuple[Need, ...]:
    """The steps that must come first: a ladder step not yet climbed, or one doing of an action without steps unless
    its question stands at `done_from` already; what does not apply is needed by nobody."""
    firsts = [open_steps[need][0] for need in action.needs if need in open_steps]
    return tuple(first.key for first in firsts if first.action.step or start.raw[first.row] < rules.done_from)

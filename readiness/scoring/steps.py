"""The steps open to a firm: what each action leads to, what it costs, and when it can be done at the earliest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from readiness.errors import InputError
from readiness.questionnaire.answers import Value
from readiness.questionnaire.guidance import Action, Guidance, PlanRules, in_order
from readiness.questionnaire.model import Questionnaire
from readiness.scoring.effects import Start
from readiness.scoring.once import once
from readiness.scoring.reach import Rung, rungs

Need = tuple[int, int]
"""A question's row and the number of its steps that must be done."""


class Step(NamedTuple):
    """One doing of an action: the `number`-th step of question `row` from today, to a raw score by an answer `value`.

    An action without ladder steps is done once for each rung it climbs; `band` names the knots aimed at. `needs` come
    first; `finish`: the earliest month by which it and all before it can be done. A tuple, as each firm has hundreds.
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


@dataclass(frozen=True)
class Advice:
    """The actions of a questionnaire: every one after those it needs; by row those for each ladder step (0: any)."""

    in_order: tuple[Action, ...]
    by_row: tuple[Mapping[int, Action], ...]


@once
def _advice(asked: Questionnaire) -> Advice:
    return Advice(
        in_order(asked.actions),
        tuple({a.step: a for a in asked.actions_for.get(q.code, ())} for q in asked.questions),
    )


def steps_of(start: Start) -> Steps:
    """Row → its steps in order, for every question that applies and can still rise."""
    rules, advice = plan_rules(start), _advice(start.questionnaire)
    yuan = {band.number: band.plan_yuan or 0.0 for band in _guidance(start).cost_bands}
    doings: dict[str, list[_Doing]] = {}
    done: dict[int, list[Step]] = {}
    for doing in _doings(start, advice):
        doings.setdefault(doing.action.code, []).append(doing)
        done[doing.row] = []
    finish: dict[Need, int] = {}
    for action in advice.in_order:
        own = doings.get(action.code, ())
        needs = _needs(start, rules, action, doings) if own else ()
        first = max((finish[need] for need in needs), default=0)
        for _, row, number, rung in own:
            finish[row, number] = action.months + max(first, finish.get((row, number - 1), 0))
            done[row].append(
                Step(
                    action,
                    row,
                    number,
                    rung.raw,
                    rung.value,
                    yuan[action.cost],
                    action.months,
                    rung.band,
                    needs,
                    finish[row, number],
                )
            )
    return done


class _Doing(NamedTuple):
    """An action done once: the `number`-th step of question `row`, up to a rung."""

    action: Action
    row: int
    number: int
    rung: Rung


def _doings(start: Start, advice: Advice) -> Iterator[_Doing]:
    """What can be done, question by question from today's score up, as far as there is advice."""
    codes = [process.code for process in start.questionnaire.processes]
    shares = dict(zip(codes, start.shares.tolist(), strict=True))
    raw, valued = start.raw.tolist(), start.valued.tolist()
    for row, actions in enumerate(advice.by_row):
        if not actions or not start.applicable[row]:
            continue
        climb = rungs(start.makeup, row, start.values[row], raw[row], shares, valued=valued[row])
        ladder = start.layout.questions[row].levels
        for number, rung in enumerate(_lifted(start, row, climb), start=1):
            level = rung.value if ladder and isinstance(rung.value, int) else 0
            action = actions.get(int(level), actions.get(0))
            if action is None:
                break
            yield _Doing(action, row, number, rung)


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
            yield rung._replace(raw=raw)
            last = raw


def _guidance(start: Start) -> Guidance:
    found = start.questionnaire.guidance
    if found is None:
        raise InputError("plan", "plan_without_advice", questionnaire=start.questionnaire.code)
    return found


def _needs(
    start: Start, rules: PlanRules, action: Action, open_doings: Mapping[str, Sequence[_Doing]]
) -> tuple[Need, ...]:
    """The steps that must come first: a ladder step not yet climbed, or one doing of an action without steps unless
    its question stands at `done_from` already; what does not apply is needed by nobody."""
    firsts = [open_doings[need][0] for need in action.needs if need in open_doings]
    return tuple(
        (first.row, first.number)
        for first in firsts
        if first.action.step or start.raw[first.row] < rules.done_from
    )

"""The choices a plan has for each question: how many steps, and with what evidence behind the answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from readiness.questionnaire.guidance import PlanRules
from readiness.scoring.effects import Change, Start, unchanged
from readiness.scoring.steps import Step, Steps, plan_rules

OWN, DOCUMENT, AUDIT = range(3)


@dataclass(frozen=True)
class Option:
    """Question `row` after its first `done` steps: what it counts with which evidence, for so many yuan, done by month
    `finish`; the audit itself is paid once for all."""

    row: int
    done: int
    evidence: int
    counted: float
    grade: int
    audited: bool
    yuan: float
    finish: int


@dataclass(frozen=True)
class Block:
    """Questions chosen together because one sets a floor for another; most blocks hold one. `options`: one of each."""

    rows: tuple[int, ...]
    options: tuple[tuple[Option, ...], ...]


@dataclass(frozen=True)
class Choices:
    """All that a plan may choose from within a horizon, either with an audit that looks at everything or without."""

    start: Start
    rules: PlanRules
    steps: Steps
    blocks: tuple[Block, ...]
    horizon: int
    audit: bool

    def step(self, row: int, number: int) -> Step:
        """The so-manieth step of a question."""
        return self.steps[row][number - 1]

    def prices(self, option: Option) -> Iterator[float]:
        """What an option is made of: the yuan of each step and of a document, where they cost anything."""
        yuan = [self.step(option.row, number).yuan for number in range(1, option.done + 1)]
        yuan += [self.rules.document.yuan] if option.evidence == DOCUMENT else []
        return (price for price in yuan if price)


def choices_of(start: Start, steps: Steps, *, horizon: int, audit: bool = True) -> tuple[Choices, ...]:
    """The choices of one firm without an audit, and with one where it may be part and fits into the horizon; steps that
    cannot be done within the horizon are left out."""
    rules = plan_rules(start)
    ways = (False, True) if audit and rules.audit.months <= horizon else (False,)
    return tuple(
        Choices(start, rules, steps, tuple(_Maker(start, rules, steps, horizon, way).blocks()), horizon, way)
        for way in ways
    )


class _Maker:
    def __init__(self, start: Start, rules: PlanRules, steps: Steps, horizon: int, audit: bool) -> None:
        self.start, self.rules, self.horizon, self.audit = start, rules, horizon, audit
        self.open = {row: [s for s in found if s.finish <= horizon] for row, found in steps.items()}
        self.core = set(start.layout.core)
        self.needed = {need[0] for found in self.open.values() for step in found for need in step.needs}

    def blocks(self) -> Iterator[Block]:
        for rows in _joined(self.start):
            if any(self.matters(row) for row in rows):
                options = tuple(self.options(rows))
                if len(options) > 1 or self.audit:
                    yield Block(rows, options)

    def matters(self, row: int) -> bool:
        """Whether anything about the question can move the index or a gate, or opens another step."""
        start = self.start
        weighs = bool(start.makeup.sums[start.layout.weight_row[row], 0] > 0)
        return bool(start.applicable[row]) and (weighs or row in self.core or row in self.needed)

    def options(self, rows: Sequence[int]) -> Iterator[tuple[Option, ...]]:
        """Every combination that is worth its evidence."""
        for done in product(*(range(len(self.open.get(row, ())) + 1) for row in rows)):
            raws = self.raws(rows, done)
            yield from product(*(self.kinds(*one) for one in zip(rows, done, raws, strict=True)))

    def raws(self, rows: Sequence[int], done: Sequence[int]) -> list[float]:
        """Raw scores after so many steps each, a question at least at the score that its data names."""
        layout = self.start.layout
        raws = [
            self.open[row][number - 1].raw if number else float(self.start.raw[row])
            for row, number in zip(rows, done, strict=True)
        ]
        for place, row in enumerate(rows):
            other = layout.position.get(layout.questions[row].score_at_least, -1)
            if other in rows and (done[place] or self.start.valued[row]):
                raws[place] = max(raws[place], raws[rows.index(other)])
        return raws

    def kinds(self, row: int, done: int, raw: float) -> Iterator[Option]:
        """The evidence this question may have; a step nobody has seen never counts less than today's answer."""
        start, layout = self.start, self.start.layout
        finish = self.open[row][done - 1].finish if done else 0
        yuan = sum(step.yuan for step in self.open.get(row, ())[:done])
        if self.audit:
            site = layout.grade_of_site
            end = finish + self.rules.audit.months
            if end <= self.horizon:
                counted = start.counted_of(raw, site, audited=True)
                yield Option(row, done, AUDIT, counted, site, True, yuan, end)
            return
        own = int(start.own_grade[row])
        today = float(start.counted[row])
        counted = start.counted_of(raw, own, audited=False)
        if counted > today:
            yield Option(row, done, OWN, counted, own, False, yuan, finish)
        else:
            counted = today
            known = bool(start.audited[row])
            yield Option(row, done, OWN, today, int(start.grade[row]), known, yuan, finish)
        better = start.counted_of(raw, layout.documented, audited=False)
        end = finish + self.rules.document.months
        if own < layout.documented and end <= self.horizon:
            lifts = row in self.core and not start.audited[row] and better >= counted
            if better > counted or lifts:
                yuan += self.rules.document.yuan
                yield Option(row, done, DOCUMENT, better, layout.documented, False, yuan, end)


def _joined(start: Start) -> list[tuple[int, ...]]:
    """Rows grouped so that a question stands with the one whose score is its floor, in their order."""
    layout = start.layout
    group = list(range(len(layout.questions)))
    for row, question in enumerate(layout.questions):
        if question.score_at_least and start.applicable[row]:
            low, high = sorted((group[row], group[layout.position[question.score_at_least]]))
            group = [low if g == high else g for g in group]
    return [tuple(r for r, g in enumerate(group) if g == name) for name in sorted(set(group))]


def change_of(choices: Choices, *chosen: Sequence[int]) -> Change:
    """Several plans as changes; each is the place of the chosen option in every block."""
    change = unchanged(choices.start, len(chosen))
    for number, places in enumerate(chosen):
        for option in options_at(choices, places):
            change.counted[option.row, number] = option.counted
            change.grade[option.row, number] = option.grade
            change.audited[option.row, number] = option.audited
    if choices.audit:
        change.audited[:] = choices.start.applicable[:, np.newaxis]
        change.grade[:] = np.maximum(change.grade, choices.start.layout.grade_of_site)
        change.audit_valid[:] = True
    return change


def options_at(choices: Choices, places: Sequence[int]) -> Iterator[Option]:
    """The options at these places."""
    for block, place in zip(choices.blocks, places, strict=True):
        yield from block.options[place]


def yuan_of(choices: Choices, places: Sequence[int]) -> float:
    """What a plan costs, its audit included."""
    audit = choices.rules.audit.yuan if choices.audit else 0.0
    return audit + sum(option.yuan for option in options_at(choices, places))

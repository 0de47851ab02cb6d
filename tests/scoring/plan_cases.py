"""Small firms and questionnaires with advice, made by chance: few enough steps that every plan can be tried."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from random import Random

import numpy as np

from readiness.questionnaire.answers import FirmAnswers
from readiness.questionnaire.guidance import Action, CostBand, Errand, Guidance, PlanRules, PriorityRules
from readiness.questionnaire.model import Aggregation, CoreRule, Kind, Level, Question, Questionnaire, Role
from readiness.scoring.arrays import ANSWERED, AnswerSheet, empty_audit
from readiness.scoring.effects import Start, start_of
from readiness.scoring.engine import score
from readiness.scoring.plan import Goal
from readiness.scoring.scorecard import Basis, Floats
from readiness.scoring.sheet import sheet_of
from readiness.scoring.steps import steps_of
from tests.scoring.builders import ON, firm, question, questionnaire, said, variant

PRIORITY = PriorityRules(1.5, 0.25, 1.5, 1.5, 75, 40, 0.25, 1.25, 0.8, 1.2, 2)
LEVELS = (
    Level(0, 0, 0, (), "declared"),
    Level(1, 25, 10, (CoreRule(1, 50),), "declared"),
    Level(2, 42, 20, (CoreRule(1, 60),), "document"),
    Level(3, 62, 35, (CoreRule(1, 80), CoreRule(2, count=1, of="some")), "audit"),
)


@dataclass(frozen=True)
class Case:
    """One firm, its questionnaire and what it plans for."""

    asked: Questionnaire
    sheet: AnswerSheet
    goal: Goal

    @property
    def start(self) -> Start:
        return start_of(self.asked, self.sheet, basis=Basis.DECLARED, on=ON)


def plan_rules(chance: Random, **more: object) -> PlanRules:
    rules = PlanRules(
        phases=(6, 18, 36),
        done_from=60.0,
        document=Errand(chance.choice([0, 1000, 2000]), chance.choice([0, 1])),
        audit=Errand(chance.choice([1000, 20000, 60000]), chance.choice([1, 3])),
        alternatives=1,
        leave_out=chance.choice([0.3, 0.6]),
        near=0.0,
        seconds=30.0,
        priority=PRIORITY,
    )
    return replace(rules, **more)  # type: ignore[arg-type]


def some_case(seed: int) -> Case:
    """Three to five questions in two or three pillars, of ladders with few steps and percentages in bands of 50."""
    chance = Random(seed)
    names = [f"{'ABC'[n % chance.choice([2, 3])]}.{n}" for n in range(chance.randint(3, 5))]
    questions = [_question(chance, name, least=int(n == 0)) for n, name in enumerate(names)]
    pillars = {name[0]: float(chance.randint(1, 4)) for name in names}
    levels = LEVELS if any("some" in q.groups for q in questions) else LEVELS[:3]
    asked = questionnaire(
        *sorted(questions, key=lambda q: q.code),
        pillars=dict(sorted(pillars.items())),
        levels=levels,
        question_step=50.0,
        floor=chance.choice([1.0, 1.0, 20.0]),
        aggregation=chance.choice([Aggregation.WEIGHTED_GEOMETRIC_MEAN] * 3 + [Aggregation.WEIGHTED_MEAN]),
    )
    asked = replace(
        _joined(chance, asked),
        guidance=Guidance((), (), (), (), bands(chance), plan_rules(chance)),
        actions=tuple(_actions(chance, asked)),
    )
    return Case(asked, sheet_of(asked, [_firm(chance, asked)]), _goal(chance, asked))


def bands(chance: Random) -> tuple[CostBand, ...]:
    return tuple(CostBand(n, None, None, 1000.0 * chance.randint(1, 20) * n) for n in (1, 2, 3))


def _question(chance: Random, code: str, *, least: int) -> Question:
    role = chance.choice([Role.CORE, Role.NONE])
    groups = ("some",) if role is Role.CORE and chance.random() < 0.7 else ()
    more = {"role": role, "groups": groups, "weight": chance.randint(least, 3)}
    if chance.random() < 0.3:
        knots = ((0, 0), (50, 50), (100, 100))
        return question(code, Kind.NUMBER, variants=(variant("all", knots),), **more)
    return question(code, levels=chance.choice([2, 3]), **more)


def _joined(chance: Random, asked: Questionnaire) -> Questionnaire:
    """Sometimes a geometric dimension, and a question at least at another's score."""
    pillars = list(asked.pillars)
    if chance.random() < 0.3:
        dimension = replace(pillars[0].dimensions[0], aggregation=Aggregation.WEIGHTED_GEOMETRIC_MEAN)
        pillars[0] = replace(pillars[0], dimensions=(dimension,))
    if chance.random() < 0.2 and len(pillars[0].dimensions[0].questions) > 1:
        first, second, *others = pillars[0].dimensions[0].questions
        floored = (first, replace(second, score_at_least=first.code), *others)
        pillars[0] = replace(pillars[0], dimensions=(replace(pillars[0].dimensions[0], questions=floored),))
    return replace(asked, pillars=tuple(pillars))


def _actions(chance: Random, asked: Questionnaire) -> Iterator[Action]:
    """One for each step; some need a step of an earlier question."""
    earlier: list[str] = []
    for asks in asked.questions:
        own = []
        for step in range(1, asks.levels + 1) if asks.levels else [0]:
            code = f"{asks.code}.{step}" if step else asks.code
            needs = [f"{asks.code}.{step - 1}"] if step > 1 else []
            needs += [chance.choice(earlier)] if earlier and chance.random() < 0.3 else []
            months = chance.choice([1, 4, 9, 15])
            yield Action(code, asks.code, step, chance.randint(1, 3), months, "", tuple(needs), ())
            own.append(code)
        earlier += own


def _firm(chance: Random, asked: Questionnaire) -> FirmAnswers:
    answers = {}
    for asks in asked.questions:
        if chance.random() < 0.9:
            value = chance.randint(0, asks.levels) if asks.levels else float(chance.choice([0, 20, 50, 80]))
            low = chance.random() < 0.5
            answers[asks.code] = said(0 if low else value, documents=chance.choice([0, 0, 1]))
    return firm(answers)


def _goal(chance: Random, asked: Questionnaire) -> Goal:
    months = chance.choice([None, None, 6, 14, 60])
    audit = chance.random() < 0.7
    if chance.random() < 0.5:
        return Goal(level=chance.randint(1, len(asked.levels) - 1), months=months, audit=audit)
    return Goal(budget=1000.0 * chance.randint(0, 120), months=months, audit=audit)


@dataclass(frozen=True)
class Tried:
    """Every plan that keeps order and horizon, with its true result from the engine (N each); `steps` (N, steps)."""

    yuan: Floats
    index: Floats
    arithmetic: Floats
    level: Floats
    low: Floats
    steps: Floats
    keys: list[tuple[int, int]]


def tried(case: Case) -> Tried:
    """Try all: every number of steps, every set of documents, or an audit; scored as answers by the engine."""
    start, rules = case.start, case.asked.guidance.plan  # type: ignore[union-attr]
    assert rules is not None
    steps = steps_of(start)
    horizon = case.goal.months or rules.phases[-1]
    rows = range(len(case.asked.questions))
    counts = [len(steps.get(row, ())) for row in rows]
    plans = []
    for done in product(*(range(count + 1) for count in counts)):
        if not all(
            done[need[0]] >= need[1]
            for row in rows
            for s in steps.get(row, ())[: done[row]]
            for need in s.needs
        ):
            continue
        ends = [steps[row][done[row] - 1].finish if done[row] else 0 for row in rows]
        if max(ends) > horizon:
            continue
        base = sum(s.yuan for row in rows for s in steps.get(row, ())[: done[row]])
        for files in product((False, True), repeat=len(rows)):
            late = any(f and ends[row] + rules.document.months > horizon for row, f in enumerate(files))
            if not late:
                plans.append((done, files, False, base + rules.document.yuan * sum(files)))
        if case.goal.audit and max(ends) + rules.audit.months <= horizon:
            plans.append((done, (False,) * len(rows), True, base + rules.audit.yuan))
    return _scored(case, steps, plans)


def _scored(case: Case, steps: object, plans: list) -> Tried:  # type: ignore[type-arg]
    number = len(plans)
    done = np.array([plan[0] for plan in plans]).T
    files = np.array([plan[1] for plan in plans]).T
    audited = np.array([plan[2] for plan in plans])
    sheet = case.sheet.take([0] * number)
    audit = empty_audit(case.asked, number)
    audit.verdict[:, audited] = 1
    audit.grade[:, audited] = len(case.asked.grades) - 1
    audit.signed_on[:] = np.datetime64(ON)
    values = [np.array(v) for v in sheet.values]
    state, grade = sheet.state.copy(), np.maximum(sheet.grade, files.astype(np.int8))
    for row, own in steps.items():  # type: ignore[attr-defined]
        for step in own:
            chosen = done[row] >= step.number
            values[row][..., chosen] = step.value
            state[row, chosen] = ANSWERED
    sheet = replace(sheet, values=tuple(values), state=state, grade=grade, audit=audit)
    found = score(case.asked, sheet, basis=Basis.VERIFIED, on=ON)
    keys = [step.key for own in steps.values() for step in own]  # type: ignore[attr-defined]
    weights = np.array([p.weight for p in case.asked.pillars]) * ~np.isnan(found.pillars)
    return Tried(
        yuan=np.array([plan[3] for plan in plans]),
        index=found.index,
        arithmetic=found.arithmetic,
        level=found.level.astype(float),
        low=((found.pillars < case.asked.rules.floor) & (weights > 0)).any(axis=1),
        steps=np.array([done[row] >= n for row, n in keys]).T.reshape(number, len(keys)),
        keys=keys,
    )

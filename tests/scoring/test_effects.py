"""A plan's numbers are those the engine gives once its answers are typed."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from random import Random

import numpy as np
import pytest

from readiness.questionnaire.answers import Answer, FirmAnswers, State
from readiness.questionnaire.loader import load
from readiness.questionnaire.model import Questionnaire
from readiness.scoring.effects import Start, start_of
from readiness.scoring.engine import scorecard
from readiness.scoring.plan import Goal, Plan, make_plans
from readiness.scoring.priority import Wishes, gains, priorities
from readiness.scoring.reach import aim
from readiness.scoring.scorecard import Basis
from readiness.scoring.sheet import sheet_of
from readiness.scoring.steps import Step, steps_of
from tests.architecture.source import ROOT
from tests.scoring.builders import ON
from tests.scoring.firms import some_firm

FOLDERS = ("questionnaires/textile/2026.1", "tests/questionnaires/bakery/1")


@cache
def asked(folder: str) -> Questionnaire:
    return load(ROOT / folder)


def some(folder: str, seed: int, *, audited: bool = False) -> tuple[FirmAnswers, Start]:
    found = asked(folder)
    firm = some_firm(Random(seed), found, audited=audited)
    basis = Basis.VERIFIED if audited else Basis.DECLARED
    return firm, start_of(found, sheet_of(found, [firm]), basis=basis, on=ON)


def typed(firm: FirmAnswers, start: Start, steps: list[Step], documents: list[str]) -> FirmAnswers:
    """The firm with the goals of these steps as its answers, and the documents behind them."""
    answers = dict(firm.answers)
    for step in steps:
        code = start.layout.questions[step.row].code
        answers[code] = replace(answers.get(code, Answer()), state=State.ANSWERED, value=step.value)
    for code in documents:
        answers[code] = replace(answers.get(code, Answer()), documents=("plan.pdf",))
    return replace(firm, answers=answers)


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("seed", range(8))
def test_typing_the_goal_of_a_step_gives_the_raw_score_that_the_step_promises(folder: str, seed: int) -> None:
    firm, start = some(folder, seed)
    found = steps_of(start)
    for own in found.values():
        for step in own:
            question = start.layout.questions[step.row]
            if question.computed:
                continue
            card = scorecard(start.questionnaire, typed(firm, start, [step], []), basis=Basis.DECLARED, on=ON)
            raw = next(line.raw for line in card.questions if line.code == question.code)
            assert raw == pytest.approx(step.raw, abs=1e-9), question.code


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("seed", range(8))
def test_steps_rise_by_a_rung_of_the_ladder_a_knot_or_a_question_level(folder: str, seed: int) -> None:
    _, start = some(folder, seed)
    size = start.questionnaire.rules.question_step
    for row, own in steps_of(start).items():
        before = float(start.raw[row])
        for step in own:
            rung = start.layout.questions[row].levels or step.band
            assert step.raw > before
            assert rung or (step.raw + 1e-6) // size > (before + 1e-6) // size or step.raw > 100 - 1e-6
            before = step.raw


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_step_can_be_done_before_those_it_needs(folder: str) -> None:
    _, start = some(folder, 3)
    found = steps_of(start)
    ends = {step.key: step.finish for own in found.values() for step in own}
    for own in found.values():
        for step in own:
            before = [*step.needs, *([(step.row, step.number - 1)] if step.number > 1 else [])]
            assert all(ends[need] <= step.finish - step.months for need in before)


@pytest.mark.parametrize("seed", range(6))
def test_plan_of_a_firm_holds_when_its_answers_are_typed(seed: int) -> None:
    firm, start = some(FOLDERS[0], seed)
    plan = make_plans(start, Goal(budget=3e6, audit=False)).best
    assert plan is not None
    card = _card(firm, start, plan)
    assert card.index == pytest.approx(plan.index, abs=1e-9)
    assert card.level == plan.level


def _card(firm: FirmAnswers, start: Start, plan: Plan):  # type: ignore[no-untyped-def]
    computed = {p.step.row for p in plan.steps if start.layout.questions[p.step.row].computed}
    asked_less = replace_computed(start.questionnaire, computed, start)
    last = {planned.step.row: planned.step for planned in plan.steps}
    changed = typed(firm, start, list(last.values()), [d.question for d in plan.documents])
    return scorecard(asked_less, changed, basis=Basis.DECLARED, on=ON)


def replace_computed(found: Questionnaire, rows: set[int], start: Start) -> Questionnaire:
    """The questionnaire with some computed questions open to be typed: a plan's figures are not in the profile yet."""
    codes = {start.layout.questions[row].code for row in rows}
    return replace(
        found,
        pillars=tuple(
            replace(
                pillar,
                dimensions=tuple(
                    replace(
                        dimension,
                        questions=tuple(
                            replace(q, computed=False) if q.code in codes else q for q in dimension.questions
                        ),
                    )
                    for dimension in pillar.dimensions
                ),
            )
            for pillar in found.pillars
        ),
    )


def test_gain_of_a_step_is_what_the_engine_gives_with_its_answer_and_document() -> None:
    firm, start = some(FOLDERS[0], 1)
    checked = 0
    for gain in gains(start, steps_of(start)):
        if start.questionnaire.grade_number[gain.grade] > start.layout.documented:
            continue
        if start.layout.questions[gain.step.row].computed:
            continue
        documents = [gain.question] if gain.grade == start.questionnaire.grades[1].code else []
        card = scorecard(
            start.questionnaire, typed(firm, start, [gain.step], documents), basis=Basis.DECLARED, on=ON
        )
        if not any(q.score_at_least == gain.question for q in start.questionnaire.questions):
            assert card.index == pytest.approx(gain.index, abs=1e-9)
            checked += 1
        assert gain.real + gain.evidence == pytest.approx(gain.points, abs=1e-12)
    assert checked > 20


def test_audited_firm_loses_nothing_by_a_step_that_nobody_has_seen() -> None:
    _, start = some(FOLDERS[0], 5, audited=True)
    found = make_plans(start, Goal(budget=1e6, audit=False)).best
    assert found is not None
    assert found.index >= start.found.index[0]


def test_chosen_goal_brings_its_actions_forward() -> None:
    _, start = some(FOLDERS[0], 2)
    steps = steps_of(start)
    plain = {line.gain.question: line for line in priorities(start, steps)}
    for line in priorities(start, steps, Wishes(goals=("brand",))):
        serves = "brand" in line.gain.step.action.goals
        assert line.value == pytest.approx(plain[line.gain.question].value * (1.25 if serves else 1.0))


def test_list_of_priorities_is_in_order_and_names_quick_wins() -> None:
    _, start = some(FOLDERS[0], 2)
    lines = priorities(start, steps_of(start))
    values = [line.value for line in lines]
    assert values == sorted(values, reverse=True)
    assert any(line.quick for line in lines)
    assert all(line.effort <= 2 for line in lines if line.quick)


def test_figure_to_aim_at_has_few_digits_and_reaches_the_score() -> None:
    _, start = some(FOLDERS[0], 2)
    for curves in start.layout.curves:
        for curve in curves:
            for score in (20.0, 40.0, 55.0, 80.0, 100.0):
                figure = aim(curve, score)
                reached = float(curve.scores_of(np.array([figure]))[0])
                assert reached >= min(score, float(curve.points[-1])) - 1e-6

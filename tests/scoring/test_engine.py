"""Properties every questionnaire must keep; firms are made by chance."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.questionnaire.answers import FirmAnswers
from readiness.questionnaire.loader import load
from readiness.questionnaire.model import Dimension, Pillar, Question, Questionnaire, Role
from readiness.scoring.engine import score, score_summary, scorecard
from readiness.scoring.grid import on_grid
from readiness.scoring.scorecard import Basis, Scorecard, Scores
from readiness.scoring.sheet import sheet_of
from tests.scoring.firms import better, some_firm

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ["tests/questionnaires/bakery/1", "questionnaires/textile/2026.1"]
ON = dt.date(2026, 12, 31)
both = pytest.mark.parametrize("folder", FOLDERS)
few = settings(max_examples=15, deadline=None)
many = settings(max_examples=40, deadline=None)


@cache
def loaded(folder: str) -> Questionnaire:
    return load(ROOT / folder)


def firms(asked: Questionnaire, seed: int, number: int) -> list[FirmAnswers]:
    chance = Random(seed)
    return [some_firm(chance, asked, audited=chance.random() < 0.5) for _ in range(number)]


def scored(asked: Questionnaire, people: list[FirmAnswers], basis: Basis = Basis.VERIFIED) -> Scores:
    return score(asked, sheet_of(asked, people), basis=basis, on=ON)


def card_of(asked: Questionnaire, answers: FirmAnswers, basis: Basis = Basis.VERIFIED) -> Scorecard:
    return scorecard(asked, answers, basis=basis, on=ON)


@both
@few
@given(st.integers(0, 10**9))
def test_one_firm_alone_scores_as_among_many_and_in_any_order(folder: str, seed: int) -> None:
    asked = loaded(folder)
    people = firms(asked, seed, 7)
    whole, turned = scored(asked, people), scored(asked, people[::-1])
    for number, answers in enumerate(people):
        alone = scored(asked, [answers])
        for field in fields(Scores):
            expected = getattr(alone, field.name)[0]
            np.testing.assert_array_equal(getattr(whole, field.name)[number], expected, err_msg=field.name)
            np.testing.assert_array_equal(
                getattr(turned, field.name)[6 - number], expected, err_msg=field.name
            )


@both
@few
@given(st.integers(0, 10**9), st.integers(1, 9))
def test_scoring_in_chunks_gives_the_same_as_the_whole(folder: str, seed: int, chunk: int) -> None:
    asked = loaded(folder)
    sheet = sheet_of(asked, firms(asked, seed, 9))
    whole = score(asked, sheet, basis=Basis.VERIFIED, on=ON)
    summary = score_summary(asked, sheet, basis=Basis.VERIFIED, on=ON, chunk=chunk)
    for field in fields(summary):
        if field.name != "standing":
            np.testing.assert_array_equal(getattr(summary, field.name), getattr(whole, field.name))


@both
@many
@given(st.integers(0, 10**9), st.sampled_from(Basis))
def test_parts_sum_to_the_index_and_to_what_is_missing(folder: str, seed: int, basis: Basis) -> None:
    asked = loaded(folder)
    card = card_of(asked, firms(asked, seed, 1)[0], basis)
    assert math.fsum(line.contribution for line in card.questions) == pytest.approx(card.index, abs=1e-9)
    assert math.fsum(line.lost for line in card.questions) == pytest.approx(100 - card.index, abs=1e-9)
    assert math.fsum(pillar.lost for pillar in card.pillars) == pytest.approx(100 - card.index, abs=1e-9)
    assert math.fsum(line.effective for line in card.questions) == pytest.approx(1, abs=1e-12)
    assert min(line.lost for line in card.questions) >= 0


@both
@many
@given(st.integers(0, 10**9))
def test_better_declared_answer_never_lowers_anything(folder: str, seed: int) -> None:
    """One exception by the method itself: a core answer that begins to count asks for evidence from then on."""
    asked, chance = loaded(folder), Random(seed)
    answers = some_firm(chance, asked)
    question = chance.choice(asked.questions)
    raised = better(chance, question, answers.answers[question.code])
    if raised is None:
        return
    before = card_of(asked, answers, Basis.DECLARED)
    after = card_of(
        asked, replace(answers, answers={**answers.answers, question.code: raised}), Basis.DECLARED
    )
    assert after.index >= before.index - 1e-9
    for one, two in zip(before.pillars, after.pillars, strict=True):
        assert two.score >= one.score - 1e-9
        for low, high in zip(one.dimensions, two.dimensions, strict=True):
            assert low.score is None or high.score is None or high.score >= low.score - 1e-9
    for line, other in zip(before.questions, after.questions, strict=True):
        assert other.counted >= line.counted - 1e-9
    begins = next(line.counted == 0 for line in before.questions if line.code == question.code)
    if not (question.role is Role.CORE and begins and not raised.documents):
        assert after.level >= before.level


def heavier(asked: Questionnaire, pillar: str, factor: float) -> Questionnaire:
    """Every weight inside one pillar, and of all pillars, multiplied node by node."""

    def question(found: Question) -> Question:
        weights = {process: weight * factor for process, weight in found.weights.items()}
        return replace(found, weight=found.weight * factor, weights=weights)

    def dimension(found: Dimension) -> Dimension:
        return replace(
            found, weight=found.weight * factor, questions=tuple(question(q) for q in found.questions)
        )

    def changed(found: Pillar) -> Pillar:
        own = found.dimensions if found.code != pillar else tuple(dimension(d) for d in found.dimensions)
        return replace(found, weight=found.weight * factor, dimensions=own)

    return replace(asked, pillars=tuple(changed(found) for found in asked.pillars))


@both
@few
@given(st.integers(0, 10**9), st.floats(0.01, 100))
def test_multiplying_all_weights_of_a_node_changes_no_score(folder: str, seed: int, factor: float) -> None:
    """Coverage adds up nominal weights of questions across dimensions, so it is left out here."""
    asked = loaded(folder)
    answers = firms(asked, seed, 1)[0]
    pillar = asked.pillars[seed % len(asked.pillars)].code
    same(card_of(asked, answers), card_of(heavier(asked, pillar, factor), answers))


def turned(asked: Questionnaire) -> Questionnaire:
    """Pillars, dimensions and questions in the opposite order."""

    def dimension(found: Dimension) -> Dimension:
        return replace(found, questions=found.questions[::-1])

    pillars = [
        replace(found, dimensions=tuple(dimension(d) for d in found.dimensions[::-1]))
        for found in asked.pillars[::-1]
    ]
    return replace(asked, pillars=tuple(pillars))


@both
@few
@given(st.integers(0, 10**9))
def test_order_of_questions_changes_nothing(folder: str, seed: int) -> None:
    asked = loaded(folder)
    answers = firms(asked, seed, 1)[0]
    one, two = card_of(asked, answers), card_of(turned(asked), answers)
    same(one, two)
    assert (one.standing, on_grid(one.coverage)) == (two.standing, on_grid(two.coverage))


def same(one: Scorecard, two: Scorecard) -> None:
    assert (on_grid(one.index), one.level) == (on_grid(two.index), two.level)
    lines = {line.code: line for line in two.questions}
    for line in one.questions:
        other = lines[line.code]
        assert (line.counted, line.lost) == pytest.approx((other.counted, other.lost), abs=1e-9)


@both
def test_scorecard_names_what_it_was_computed_from(folder: str) -> None:
    asked = loaded(folder)
    answers = firms(asked, 1, 1)[0]
    card = card_of(asked, answers)
    assert card.questionnaire_digest == asked.digest
    assert len(card.answers_digest) == 64
    assert card.answers_digest != card_of(asked, replace(answers, statements={})).answers_digest
    assert (
        scorecard(asked, answers, basis=Basis.DECLARED, on=ON, answers_digest="own").answers_digest == "own"
    )


@both
def test_declared_basis_ignores_verdicts_entirely(folder: str) -> None:
    asked = loaded(folder)
    for answers in firms(asked, 5, 10):
        card = card_of(asked, answers, Basis.DECLARED)
        without = card_of(asked, replace(answers, verification=None), Basis.DECLARED)
        assert replace(card, answers_digest="") == replace(without, answers_digest="")


def test_no_firms_give_an_empty_summary() -> None:
    asked = loaded(FOLDERS[0])
    assert len(score_summary(asked, sheet_of(asked, []), basis=Basis.DECLARED, on=ON).index) == 0

from __future__ import annotations

import math
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.errors import InputError
from readiness.questionnaire.loader import load
from readiness.scoring.change import Cause, Side
from readiness.scoring.engine import scorecard
from readiness.scoring.peer_figures import Figure
from readiness.scoring.scenario import quarter_of, scenario
from readiness.scoring.scorecard import Basis
from tests.scoring.builders import ON, confirmed, firm, percent, questionnaire, said, verified
from tests.scoring.firms import some_answer, some_firm

ROOT = Path(__file__).resolve().parents[2]
TEXTILE = load(ROOT / "questionnaires" / "textile" / "2026.1")


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**9), basis=st.sampled_from(list(Basis)))
def test_any_scenario_is_the_score_of_the_changed_answers_with_exact_parts(seed: int, basis: Basis) -> None:
    chance = Random(seed)
    today = Side(TEXTILE, some_firm(chance, TEXTILE, audited=True), basis, ON)
    asked = chance.sample(TEXTILE.questions, 5)
    found = scenario(today, {question.code: some_answer(chance, question) for question in asked})
    again = scorecard(TEXTILE, found.answers, basis=basis, on=ON)
    if basis is Basis.VERIFIED:
        assert found.change.after == again
    assert found.change.after.index == again.index
    parts = math.fsum(part.points for part in found.change.parts)
    assert found.change.before.index + parts == pytest.approx(again.index, abs=1e-9)


def test_scenario_leaves_the_firms_own_answers_alone() -> None:
    asked = questionnaire(percent("P.1"))
    answers = firm({"P.1": 30})
    scenario(Side(asked, answers, Basis.DECLARED, ON), {"P.1": said(60)})
    assert answers == firm({"P.1": 30})


def test_a_gate_that_opens_is_named() -> None:
    asked = questionnaire(percent("P.1"), percent("P.2"))
    today = Side(asked, firm({"P.1": 30, "P.2": 30}), Basis.DECLARED, ON)
    found = scenario(today, {"P.1": said(60)})
    assert [(gate.kind, gate.level) for gate in found.lifted] == [("points", 2), ("pillar", 2)][
        : len(found.lifted)
    ]
    assert found.lifted
    assert found.lost == ()
    assert found.change.causes[Cause.ANSWERS] == pytest.approx(15)


def test_an_answer_that_changes_is_no_longer_verified() -> None:
    asked = questionnaire(percent("P.1"), percent("P.2"))
    answers = firm({"P.1": 70, "P.2": 50}, verification=verified({"P.1": confirmed(), "P.2": confirmed()}))
    found = scenario(Side(asked, answers, Basis.VERIFIED, ON), {"P.1": said(90)})
    assert found.change.after.questions[0].counted == 60
    assert found.answers.verification is not None
    assert set(found.answers.verification.verdicts) == {"P.2"}


def test_the_same_answer_with_a_document_keeps_its_verdict() -> None:
    asked = questionnaire(percent("P.1"))
    answers = firm({"P.1": 70}, verification=verified({"P.1": confirmed()}))
    found = scenario(Side(asked, answers, Basis.VERIFIED, ON), {"P.1": said(70, documents=1)})
    assert found.answers.verification == answers.verification


def test_unknown_question_is_refused_by_name() -> None:
    today = Side(TEXTILE, some_firm(Random(1), TEXTILE), Basis.DECLARED, ON)
    with pytest.raises(InputError) as refused:
        scenario(today, {"XX9.9": said(3)})
    assert (refused.value.field, refused.value.code) == ("XX9.9", "question_unknown")


@pytest.mark.parametrize(
    ("index", "quarter"), [(60.0, 1), (59.99996, 1), (59.9, 2), (50, 2), (40, 3), (39.9, 4)]
)
def test_quarter_among_peers_begins_at_the_published_quartile(index: float, quarter: int) -> None:
    assert quarter_of(index, Figure(9, 40.0, 50.0, 60.0)) == quarter


def test_a_group_too_small_for_quartiles_gives_no_quarter() -> None:
    assert quarter_of(50.0, Figure(6, None, 50.0, None)) is None

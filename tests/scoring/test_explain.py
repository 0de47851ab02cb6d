from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.errors import InputError
from readiness.questionnaire.answers import Answer, FirmAnswers
from readiness.questionnaire.loader import load
from readiness.questionnaire.model import Questionnaire, Role
from readiness.scoring.engine import scorecard
from readiness.scoring.explain import Explanation, explain
from readiness.scoring.scorecard import Basis
from tests.scoring.builders import (
    NOT_APPLICABLE,
    ON,
    TRUSTING,
    confirmed,
    firm,
    lowered,
    percent,
    question,
    questionnaire,
    said,
    verified,
)
from tests.scoring.firms import some_firm

ROOT = Path(__file__).resolve().parents[2]
TEXTILE = load(ROOT / "questionnaires" / "textile" / "2026.1")
BAKERY = load(ROOT / "tests" / "questionnaires" / "bakery" / "1")
VERSIONS = {"textile": TEXTILE, "bakery": BAKERY}


def why(asked: Questionnaire, answers: FirmAnswers, basis: Basis = Basis.DECLARED) -> Explanation:
    return explain(asked, scorecard(asked, answers, basis=basis, on=ON), answers.shares)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**9), version=st.sampled_from([*VERSIONS]), basis=st.sampled_from(list(Basis)))
def test_every_part_of_any_firm_sums_exactly(seed: int, version: str, basis: Basis) -> None:
    asked = VERSIONS[version]
    found = why(asked, some_firm(Random(seed), asked, audited=True), basis)
    index = found.card.index
    assert math.fsum(w.line.contribution for w in found.lines) == pytest.approx(index, abs=1e-9)
    assert math.fsum(w.gap + w.evidence + w.over_claim for w in found.lines) == pytest.approx(
        100 - index, abs=1e-9
    )
    for node in (found.pillars, found.dimensions):
        assert math.fsum(line.lost for line in node) == pytest.approx(100 - index, abs=1e-9)
    for line in found.lines:
        assert line.gap >= -1e-9
        assert sum(wait.points for wait in line.waits) == pytest.approx(line.evidence, abs=1e-9)
    assert math.fsum(line.nominal for line in found.lines) == pytest.approx(1)
    assert found.evidence_loss >= 0


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**9), version=st.sampled_from([*VERSIONS]))
def test_what_waits_for_documents_in_total_is_what_the_index_rises_by_once_they_are_there(
    seed: int, version: str
) -> None:
    asked = VERSIONS[version]
    bare = some_firm(Random(seed), asked)
    papers = {
        code: replace(bare.answers.get(code, Answer()), documents=("paper.pdf",)) for code in asked.question
    }
    first = next(grade.code for grade in asked.grades[1:])
    found, then = why(asked, bare), why(asked, replace(bare, answers={**bare.answers, **papers}))
    waits = {wait.grade: wait.points for wait in found.waits}
    assert then.card.index - found.card.index == pytest.approx(waits.get(first, 0.0), abs=1e-9)
    assert then.evidence_loss == pytest.approx(found.evidence_loss - waits.get(first, 0.0), abs=1e-9)
    assert found.over_claim_loss == pytest.approx(0, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**9), version=st.sampled_from([*VERSIONS]))
def test_without_any_cap_the_index_is_higher_by_all_that_waits(seed: int, version: str) -> None:
    asked = VERSIONS[version]
    trusting = replace(asked, grades=tuple(replace(grade, cap=100.0) for grade in asked.grades))
    answers = some_firm(Random(seed), asked)
    found, then = why(asked, answers), why(trusting, answers)
    assert then.card.index - found.card.index == pytest.approx(found.evidence_loss, abs=1e-9)
    assert then.waits == ()


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_what_lifts_a_pillar_sums_to_what_it_lacks(seed: int) -> None:
    found = why(TEXTILE, some_firm(Random(seed), TEXTILE))
    scores = {pillar.code: pillar.score for pillar in found.card.pillars}
    for gate in found.gates:
        if gate.gate.kind == "pillar" and not gate.gate.met and gate.lifts:
            lacking = 100 - scores[gate.gate.subject]
            assert math.fsum(lift.brings for lift in gate.lifts) == pytest.approx(lacking)


def test_declared_eighty_counted_sixty_waits_for_a_document() -> None:
    found = why(questionnaire(percent("P.1"), percent("P.2")), firm({"P.1": 80, "P.2": 60}))
    [wait] = found.lines[0].waits
    assert (wait.grade, wait.points) == ("document", pytest.approx(10))
    assert found.lines[0].evidence == pytest.approx(10)
    assert found.evidence_loss == pytest.approx(10)
    assert found.lines[1].waits == ()


def test_full_answer_waits_for_a_document_and_then_for_a_consultant() -> None:
    found = why(questionnaire(percent("P.1")), firm({"P.1": 100}))
    assert [(wait.grade, wait.points) for wait in found.lines[0].waits] == [
        ("document", pytest.approx(20)),
        ("desk", pytest.approx(20)),
    ]


def test_over_claim_is_told_apart_from_evidence() -> None:
    asked = questionnaire(percent("P.1"), percent("P.2"))
    answers = firm({"P.1": 60, "P.2": 60}, verification=verified({"P.1": lowered(20.0)}))
    line = why(asked, answers, Basis.VERIFIED).lines[1]
    assert (line.gap, line.evidence, line.over_claim) == pytest.approx((20, 0, 40 / 9 / 2))


def test_over_claim_in_total_is_a_memo_apart_from_evidence() -> None:
    asked = questionnaire(percent("P.1"), percent("P.2"))
    answers = firm({"P.1": 60, "P.2": 80}, verification=verified({"P.1": lowered(20.0)}))
    found = why(asked, answers, Basis.VERIFIED)
    taken = (60 - 20) * 1 / (1 + 8)
    assert found.over_claim_loss == pytest.approx(taken / 2)
    assert [(wait.grade, wait.points) for wait in found.waits] == [("document", pytest.approx(10))]


def test_balance_loss_is_a_memo_and_no_summand() -> None:
    asked = questionnaire(percent("P.1"), percent("Q.1"), pillars={"P": 1, "Q": 1}, grades=TRUSTING)
    found = why(asked, firm({"P.1": 90, "Q.1": 10}))
    assert found.balance_loss == pytest.approx(20)
    assert math.fsum(line.gap for line in found.lines) == pytest.approx(100 - found.card.index)


def test_weight_of_what_does_not_apply_goes_to_its_neighbours_and_thins_the_dimension() -> None:
    asked = questionnaire(
        percent("P.1", weight=3, na_allowed=True), percent("P.2"), percent("Q.1"),
        pillars={"X": 1}, dimensions={"P": ("X", 1), "Q": ("X", 1)}, grades=TRUSTING,
    )  # fmt: skip
    found = why(asked, firm({"P.1": NOT_APPLICABLE, "P.2": 50, "Q.1": 50}))
    first, second = found.dimensions
    assert (first.thin, second.thin) == (pytest.approx(0.25 / 0.6), 1.0)
    assert first.used == pytest.approx(first.thin / (1 + first.thin))
    assert [line.nominal for line in found.lines] == pytest.approx([0.375, 0.125, 0.5])
    assert found.lines[0].line.effective == 0


def test_core_gate_tells_how_many_answers_are_missing_and_what_they_must_count() -> None:
    asked = questionnaire(*(question(f"P.{n}", role=Role.CORE) for n in range(1, 6)), grades=TRUSTING)
    found = why(asked, firm({"P.1": 3, "P.2": 2, "P.3": 1, "P.4": 1, "P.5": 1}))
    [gate] = [gate for gate in found.gates if gate.gate.kind == "core" and gate.gate.level == 2]
    assert (gate.gate.met, gate.missing) == (False, 1)
    assert {(lift.code, lift.need) for lift in gate.lifts} == {("P.3", 40), ("P.4", 40), ("P.5", 40)}


def test_evidence_gate_names_the_grade_each_answer_lacks() -> None:
    asked = questionnaire(question("P.1", role=Role.CORE), question("P.2", role=Role.CORE))
    found = why(asked, firm({"P.1": said(3, documents=1), "P.2": 3}))
    [gate] = [gate for gate in found.gates if gate.gate.kind == "evidence"]
    assert [(lift.code, lift.grade) for lift in gate.lifts] == [("P.2", "document")]
    assert gate.missing == 1


def test_points_gate_is_lifted_by_every_answer_that_loses_points() -> None:
    found = why(questionnaire(percent("P.1"), percent("P.2"), grades=TRUSTING), firm({"P.1": 30, "P.2": 100}))
    gate = next(gate for gate in found.gates if gate.gate.kind == "points" and not gate.gate.met)
    assert gate.short == pytest.approx(gate.gate.need - 65)
    assert [(lift.code, lift.brings) for lift in gate.lifts] == [("P.1", pytest.approx(35))]


def test_a_confirmed_answer_waits_for_nothing() -> None:
    answers = firm({"P.1": 80}, verification=verified({"P.1": confirmed()}))
    assert why(questionnaire(percent("P.1")), answers, Basis.VERIFIED).lines[0].waits == ()


def test_firm_that_answered_nothing_loses_all_but_the_least_index() -> None:
    found = why(TEXTILE, firm({}, shares={TEXTILE.processes[0].code: 1.0}))
    assert found.card.index == pytest.approx(1)
    assert math.fsum(line.gap for line in found.lines) == pytest.approx(99)


def test_firm_without_a_process_gets_a_sentence_not_a_zero() -> None:
    nothing = FirmAnswers()
    with pytest.raises(InputError) as refused:
        why(TEXTILE, nothing)
    assert refused.value.code == "nothing_applies"

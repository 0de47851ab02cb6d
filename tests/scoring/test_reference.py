"""The arrays give what plain loops over the same method give, for firms made by chance."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.questionnaire.loader import load
from readiness.questionnaire.model import Questionnaire
from readiness.scoring.engine import scorecard
from readiness.scoring.scorecard import Basis
from tests.scoring.firms import some_firm
from tests.scoring.reference import Firm

ROOT = Path(__file__).resolve().parents[2]
ON = dt.date(2026, 12, 31)
FOLDERS = ["tests/questionnaires/bakery/1", "questionnaires/textile/2026.1", "questionnaires/miit_sme/2024"]


@cache
def loaded(folder: str) -> Questionnaire:
    return load(ROOT / folder)


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("basis", list(Basis))
@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**9))
def test_arrays_agree_with_plain_loops(folder: str, basis: Basis, seed: int) -> None:
    asked = loaded(folder)
    answers = some_firm(Random(seed), asked, audited=any(grade.by_consultant for grade in asked.grades))
    card = scorecard(asked, answers, basis=basis, on=ON)
    plain = Firm(asked, answers, basis is Basis.VERIFIED, ON)
    index, pillars, coverage = plain.index()
    counted = plain.counted()
    assert {line.code: line.counted for line in card.questions if line.applicable} == pytest.approx(counted)
    assert card.index == pytest.approx(index)
    assert {pillar.code: pillar.score for pillar in card.pillars if pillar.code in pillars} == pytest.approx(
        pillars
    )
    assert card.coverage == pytest.approx(coverage)
    rules = {(level.number, rule.name): rule for level in asked.levels for rule in level.core}
    for gate in card.gates:
        if gate.kind == "core":
            assert gate.have == pytest.approx(plain.core_at(rules[gate.level, gate.subject]))

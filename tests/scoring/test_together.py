"""Firms scored together have the scorecards that each has alone, to the last bit."""

from __future__ import annotations

import datetime as dt
from random import Random

import pytest

from readiness.questionnaire.files import read_file
from readiness.questionnaire.loader import load
from readiness.scoring.engine import scorecard, scorecards
from readiness.scoring.scorecard import Basis
from tests.architecture.source import ROOT
from tests.scoring.firms import some_firm

ON = dt.date(2026, 12, 31)


@pytest.mark.parametrize("folder", ["tests/questionnaires/bakery/1", "questionnaires/textile/2026.1"])
@pytest.mark.parametrize("basis", list(Basis))
def test_firm_among_others_has_the_scorecard_it_has_alone(folder: str, basis: Basis) -> None:
    asked, chance = load(ROOT / folder), Random(7)
    firms = [some_firm(chance, asked) for _ in range(25)]
    together = scorecards(asked, firms, basis=basis, on=ON)
    assert together == [scorecard(asked, firm, basis=basis, on=ON) for firm in firms]


def test_no_firms_have_no_scorecards() -> None:
    asked = load(ROOT / "tests/questionnaires/bakery/1")
    assert scorecards(asked, [], basis=Basis.DECLARED, on=ON) == []


@pytest.mark.parametrize("basis", list(Basis))
def test_mill_with_an_audit_has_the_same_scorecard_between_mills_without(basis: Basis) -> None:
    asked = load(ROOT / "questionnaires/textile/2026.1")
    mills = [read_file(asked, file).firms[0].answers for file in sorted((ROOT / "samples").glob("*.yaml"))]
    assert [mill.verification is not None for mill in mills] == [False, True, False]
    together = scorecards(asked, mills, basis=basis, on=ON)
    assert together == [scorecard(asked, mill, basis=basis, on=ON) for mill in mills]

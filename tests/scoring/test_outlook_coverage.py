"""Do the ranges shown while questions are open hold the result as often as they say? Simulated, the truth known."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from readiness.questionnaire.answers import Answer, FirmAnswers
from readiness.questionnaire.loader import load
from readiness.questionnaire.model import Questionnaire
from readiness.scoring.engine import score
from readiness.scoring.outlook import outlook
from readiness.scoring.scorecard import Basis
from readiness.scoring.sheet import sheet_of
from readiness.services.demo_firms import draw_answers, draw_firms
from tests.scoring.builders import ON

TEXTILE = Path(__file__).resolve().parents[2] / "questionnaires" / "textile" / "2026.1"
FIRMS = 80


@cache
def asked() -> Questionnaire:
    return load(TEXTILE)


@cache
def firms() -> tuple[FirmAnswers, ...]:
    """Complete firms of all trades."""
    chance = np.random.default_rng(20)
    return tuple(draw_answers(asked(), firm, chance) for firm in draw_firms(asked(), FIRMS, chance))


def documented(firm: FirmAnswers, names: tuple[str, ...]) -> FirmAnswers:
    return replace(
        firm, answers={code: replace(given, documents=names) for code, given in firm.answers.items()}
    )


@pytest.mark.parametrize(("which", "names"), [("standing", ()), ("documented", ("a.pdf",))])
def test_range_of_the_quick_scan_holds_the_result_of_nine_firms_in_ten(
    which: str, names: tuple[str, ...]
) -> None:
    rules = asked().outlook
    assert rules is not None
    truth = [documented(firm, names) for firm in firms()]
    result = score(asked(), sheet_of(asked(), truth), basis=Basis.DECLARED, on=ON)
    at_index, at_level, width = [], [], []
    for number, firm in enumerate(firms()):
        scanned = {code: given for code, given in firm.answers.items() if code in rules.scan}
        seen = outlook(asked(), documented(replace(firm, profile={}, answers=scanned), ()), on=ON)
        assert seen is not None
        found = getattr(seen, which)
        at_index.append(found.lowest <= result.index[number] <= found.highest)
        at_level.append(found.lowest_level <= result.level[number] <= found.highest_level)
        width.append(found.highest - found.lowest)
    assert 0.87 <= np.mean(at_index) <= 0.98
    assert np.mean(at_level) >= 0.9
    assert np.mean(width) <= 13


@pytest.mark.parametrize("part", [6, 15])
def test_range_while_answering_holds_the_result_of_nine_firms_in_ten(part: int) -> None:
    """Dimension after dimension, with the documents the firms have."""
    done = {dimension.code for dimension in asked().dimensions[:part]}
    result = score(asked(), sheet_of(asked(), firms()), basis=Basis.DECLARED, on=ON)
    inside = []
    for number, firm in enumerate(firms()):
        answers = {
            code: given if asked().question[code].dimension in done else Answer(documents=given.documents)
            for code, given in firm.answers.items()
        }
        needed = {
            figure
            for question in asked().questions
            if question.computed and question.formula and question.dimension in done
            for figure in question.formula.numerator + question.formula.denominator
        }
        profile = {code: figure for code, figure in firm.profile.items() if code in needed}
        seen = outlook(asked(), replace(firm, profile=profile, answers=answers), on=ON)
        assert seen is not None
        inside.append(seen.standing.lowest <= result.index[number] <= seen.standing.highest)
    assert np.mean(inside) >= 0.88

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest

from readiness.questionnaire.loader import load
from readiness.questionnaire.matching import Match, matching
from readiness.questionnaire.model import Questionnaire
from readiness.scoring.growth import Growth, growth_list, measured_alike
from readiness.scoring.mixing import readable
from readiness.scoring.scorecard import Basis, Floats
from readiness.scoring.sheet import sheet_of
from tests.scoring.firms import some_firm
from tests.scoring.ranking_firms import ON, codes, percents, sheet_of_percents, true_scores
from tests.scoring.versions import next_version

TEXTILE = Path(__file__).resolve().parents[2] / "questionnaires" / "textile" / "2026.1"
DAYS = (ON - dt.timedelta(days=365), ON)


def measured(
    before: Floats,
    after: Floats,
    *,
    asked: Questionnaire | None = None,
    common: set[str] | None = None,
    seed: int = 1,
) -> tuple[Growth, ...]:
    """Growth of firms with these true scores (Q, N) before and after."""
    asked = asked or percents()
    sheets = (sheet_of_percents(asked, before), sheet_of_percents(asked, after))
    names = codes(before.shape[1])
    fields = measured_alike(
        asked, sheets, names, set(asked.question) if common is None else common, basis=Basis.DECLARED, on=DAYS
    )
    return growth_list(*fields, draws=200, seed=seed) if fields else ()


def moved(gains: list[float]) -> tuple[Floats, Floats]:
    """Scores before and after of firms that gain so much in every answer."""
    before = true_scores(np.random.default_rng(3), len(gains))
    return before, np.clip(before + np.array(gains), 0.0, 100.0)


def test_most_gained_stands_first_and_a_fallen_firm_has_a_negative_gain() -> None:
    found = measured(*moved([0.0, 12.0, -9.0, 4.0]))
    assert [(line.place, line.code) for line in found] == [
        (1, "F00001"),
        (2, "F00003"),
        (3, "F00000"),
        (4, "F00002"),
    ]
    assert found[2].gained == 0.0
    assert found[3].gained < 0 < found[0].gained
    assert all(line.gained == pytest.approx(line.after - line.before, abs=1e-9) for line in found)


def test_equal_gains_on_the_grid_share_the_place_and_stand_by_code() -> None:
    before = np.full((60, 3), 50.0)
    found = measured(before, before + np.array([5.0, 9.0, 5.0]))
    assert [(line.place, line.code) for line in found] == [(1, "F00001"), (2, "F00000"), (2, "F00002")]


def test_a_range_holds_the_gain_and_a_large_gain_is_surer_than_a_small_one() -> None:
    found = {line.code: line for line in measured(*moved([25.0, 1.0, -25.0]))}
    assert found["F00000"].chance > 95
    assert 50 < found["F00001"].chance < 90
    assert found["F00002"].chance < 5
    for line in found.values():
        assert line.low < line.gained < line.high


def test_errors_of_both_rounds_make_a_gain_less_sure_than_a_score() -> None:
    """Two independent errors: the range of a gain is wider than that of one round by the root of two or so."""
    line = measured(*moved([0.0] * 5))[0]
    assert line.low < -5
    assert line.high > 5


def test_the_same_seed_measures_the_same_again() -> None:
    assert measured(*moved([3.0, -1.0])) == measured(*moved([3.0, -1.0]))
    assert measured(*moved([3.0, -1.0])) != measured(*moved([3.0, -1.0]), seed=2)


def test_a_firm_alone_is_compared_with_itself() -> None:
    (line,) = measured(*moved([10.0]))
    assert line.place == 1
    assert line.gained > 5


def test_what_only_one_round_asked_counts_in_neither() -> None:
    """All that was gained lies in questions that the round before did not ask."""
    asked = percents()
    new = {question.code for question in asked.questions if question.code.startswith("D00")}
    before = true_scores(np.random.default_rng(3), 4)
    after = before.copy()
    after[: len(new)] = 100.0
    assert all(line.gained > 0.5 for line in measured(before, after, asked=asked))
    found = measured(before, after, asked=asked, common=set(asked.question) - new)
    assert [line.gained for line in found] == [0.0] * 4


def test_a_firm_to_whom_no_common_question_applies_is_not_compared() -> None:
    asked = percents()
    before, after = moved([5.0, 5.0])
    sheets = (sheet_of_percents(asked, before), sheet_of_percents(asked, after))
    sheets[0].shares[:, 1] = 0.0
    names, common = codes(2), set(asked.question)
    fields = measured_alike(asked, sheets, names, common, basis=Basis.DECLARED, on=DAYS)
    assert fields is not None
    assert fields[0].codes == fields[1].codes == (names[0],)
    assert measured_alike(asked, sheets, names, (), basis=Basis.DECLARED, on=DAYS) is None


@pytest.mark.parametrize("seed", range(6))
def test_a_firm_that_states_the_same_under_two_versions_has_not_grown(seed: int) -> None:
    """Whatever their weights, knots and rules are, and whatever it states to questions that only one of them asks."""
    chance = Random(seed)
    old = load(TEXTILE)
    new = next_version(chance, old)
    matches = matching(old, new)
    common = {code for code in new.question if matches[code] in (Match.SAME, Match.CHANGED)}
    stated = some_firm(chance, old)
    then = readable(new, stated, matches, shares=stated.shares)
    others = {code: a for code, a in some_firm(chance, new).answers.items() if code not in common}
    now = replace(then, answers=then.answers | others)
    sheets = (sheet_of(new, [then]), sheet_of(new, [now]))
    fields = measured_alike(new, sheets, ["a"], common, basis=Basis.DECLARED, on=DAYS)
    assert fields is not None
    (line,) = growth_list(*fields, draws=20, seed=1)
    assert line.gained == 0.0
    assert line.before == line.after > 0

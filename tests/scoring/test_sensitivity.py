from __future__ import annotations

import numpy as np
import pytest

from readiness.scoring.draws import SOURCES
from readiness.scoring.field import Field, field_of
from readiness.scoring.scorecard import Basis
from readiness.scoring.sensitivity import alternatives, sources_off, spearman
from tests.scoring.ranking_firms import ON, codes, percents, sheet_of_percents, true_scores


def field_by_chance(firms: int = 40) -> Field:
    asked = percents()
    sheet = sheet_of_percents(asked, true_scores(np.random.default_rng(3), firms))
    return field_of(asked, sheet, codes(firms), basis=Basis.DECLARED, on=ON)


def test_the_common_bias_of_answers_makes_ranges_wide_and_switching_it_off_narrows_them() -> None:
    found = {line.source: line for line in sources_off(field_by_chance(), draws=200, seed=1)}
    assert tuple(found) == ("", *SOURCES)
    assert found[""].change == 0
    assert found["bias"].change < found["weights"].change
    assert found["bias"].width < 0.8 * found[""].width


def test_the_published_way_is_among_the_alternatives_and_moves_nobody() -> None:
    same = next(line for line in alternatives(field_by_chance()) if line.kind == "geometric")
    assert (same.spearman, same.moved, same.movers) == (pytest.approx(1.0), 0, ())


def test_each_dimension_is_left_out_once_and_who_moves_most_is_named_first() -> None:
    field = field_by_chance()
    found = [line for line in alternatives(field) if line.kind == "without_dimension"]
    assert [line.subject for line in found] == [d.code for d in field.questionnaire.dimensions]
    for line in found:
        moves = [abs(mover.after - mover.before) for mover in line.movers]
        assert moves == sorted(moves, reverse=True)
        assert line.spearman is not None
        assert 0.5 < line.spearman < 1.0


def test_each_pillar_is_given_twice_its_weight_in_turn() -> None:
    field = field_by_chance()
    found = {line.subject: line for line in alternatives(field) if line.kind == "pillar_doubled"}
    assert list(found) == [pillar.code for pillar in field.questionnaire.pillars]
    assert all(line.moved > 0 for line in found.values())


def test_a_dimension_that_is_left_out_no_longer_counts() -> None:
    asked = percents()
    scores = true_scores(np.random.default_rng(3), 6)
    scores[:5] = np.linspace(5, 95, 6)  # the first dimension alone makes the difference
    scores[5:] = 50.0
    field = field_of(asked, sheet_of_percents(asked, scores), codes(6), basis=Basis.DECLARED, on=ON)
    found = {line.subject: line for line in alternatives(field)}
    assert found["D00"].spearman is None  # everybody ties
    assert found["D31"].spearman == pytest.approx(1.0)


def test_spearman_is_that_of_mid_ranks() -> None:
    assert spearman(np.array([1, 2, 3]), np.array([3, 2, 1])) == pytest.approx(-1.0)
    assert spearman(np.array([1, 2, 2, 4]), np.array([1, 2, 3, 4])) == pytest.approx(0.9486833)

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.errors import InputError
from readiness.questionnaire.loader import load
from readiness.scoring.arrays import AnswerSheet
from readiness.scoring.drawn_places import best_first, places_among
from readiness.scoring.drawn_scores import drawer_of
from readiness.scoring.draws import SOURCES, Sources, common_draws, firm_draws
from readiness.scoring.field import Field, field_of
from readiness.scoring.grid import on_grid
from readiness.scoring.noise import clipped_moments
from readiness.scoring.ranking import places
from readiness.scoring.scorecard import Basis, Floats
from readiness.scoring.sheet import sheet_of
from readiness.scoring.simulate import point_scores, simulate
from tests.scoring.firms import some_firm
from tests.scoring.ranking_firms import ON, RANKING, codes, percents, sheet_of_percents, true_scores
from tests.scoring.ranking_full_form import full_form

TEXTILE = Path(__file__).resolve().parents[2] / "questionnaires" / "textile" / "2026.1"
ALL_OFF = Sources(*[False] * len(SOURCES))


def field_by_chance(firms: int, *, seed: int = 3, **ranking: object) -> tuple[Field, AnswerSheet]:
    asked = percents(**ranking)
    sheet = sheet_of_percents(asked, true_scores(np.random.default_rng(seed), firms))
    return field_of(asked, sheet, codes(firms), basis=Basis.DECLARED, on=ON), sheet


def textile_field(firms: int) -> tuple[Field, AnswerSheet]:
    """Firms of the real questionnaire, with gaps, several processes, caps and figures on knots."""
    asked, chance = load(TEXTILE), Random(5)
    sheet = sheet_of(asked, [some_firm(chance, asked) for _ in range(firms)])
    return field_of(asked, sheet, codes(firms), basis=Basis.DECLARED, on=ON), sheet


def test_the_same_seed_makes_the_same_ranking_again() -> None:
    field, _ = field_by_chance(30)
    one, other = (simulate(field, draws=60, seed=11) for _ in range(2))
    assert np.array_equal(one.places, other.places)
    assert np.array_equal(one.at_least, other.at_least)
    assert not np.array_equal(one.places, simulate(field, draws=60, seed=12).places)


def test_blocks_of_any_size_give_the_same_places(monkeypatch: pytest.MonkeyPatch) -> None:
    field, _ = field_by_chance(30)
    whole = simulate(field, draws=60, seed=11).places
    monkeypatch.setattr("readiness.scoring.simulate.DRAWS_AT_ONCE", 7)
    monkeypatch.setattr("readiness.scoring.drawn_scores.FIRMS_AT_ONCE", 11)
    assert np.array_equal(simulate(field, draws=60, seed=11).places, whole)


def test_a_firm_keeps_its_chance_whoever_else_is_ranked() -> None:
    few, many = (firm_draws(names, draws=50, seed=4) for names in (["b"], ["a", "b", "c"]))
    assert np.array_equal(few[0], many[1])
    assert not np.array_equal(many[0], many[1])


def test_switching_one_source_off_leaves_the_others_as_they_were() -> None:
    field, _ = field_by_chance(3)
    sizes = (12, 4, 60)

    def drawn(sources: Sources) -> object:
        return common_draws(field.rules, sizes, draws=40, seed=2, sources=sources, own_rule=True)

    full, without = drawn(Sources()), drawn(Sources().without("weights"))
    assert np.array_equal(full.knots, without.knots)  # type: ignore[attr-defined]
    assert np.array_equal(full.geometric, without.geometric)  # type: ignore[attr-defined]
    assert (without.pillars == 1).all()
    assert (without.dimensions == 1).all()


@pytest.mark.parametrize("field", [field_by_chance(25)[0], textile_field(25)[0]], ids=["percents", "textile"])
def test_without_chance_every_draw_is_the_published_ranking(field: Field) -> None:
    assert np.abs(point_scores(field) - field.index).max() < 1.5e-4
    drawn = simulate(field, draws=3, seed=1, sources=ALL_OFF)
    assert (drawn.places == np.array(places(point_scores(field).tolist()))[:, np.newaxis]).all()


def test_moments_of_a_clipped_answer_are_those_of_many_drawn_ones() -> None:
    chance = np.random.default_rng(0)
    scores = np.array([0.0, 4.0, 50.0, 97.0, 100.0])
    sigma, tau = np.full(5, 12.0), np.full(5, 6.0)
    firm = chance.standard_normal((400_000, 1))
    drawn = np.clip(scores + 12.0 * chance.standard_normal((400_000, 5)) + 6.0 * firm, 0, 100)
    found = clipped_moments(scores, sigma, tau)
    assert np.allclose(drawn.mean(axis=0) - scores, found.shift, atol=0.08)
    assert np.allclose(drawn.var(axis=0), found.variance, rtol=0.01)
    assert np.allclose((drawn * firm).mean(axis=0), found.loading, atol=0.2)


def test_an_answer_without_error_has_no_moments() -> None:
    found = clipped_moments(np.array([0.0, 60.0]), np.zeros(2), np.zeros(2))
    assert (found.shift == 0).all()
    assert (found.variance == 0).all()
    assert (found.loading == 0).all()


@pytest.mark.parametrize("make", [field_by_chance, textile_field], ids=["percents", "textile"])
def test_one_number_a_firm_stands_for_all_its_answers(make: object) -> None:
    """Drawn at index level against the full form: same mean and spread of every firm's score, same common draws."""
    field, sheet = make(24)  # type: ignore[operator]
    draws = 300
    drawer = drawer_of(field, draws=draws, seed=8, sources=Sources())
    fast = drawer.scores(firm_draws(field.codes, draws=draws, seed=8), slice(0, draws))[0] / 1e4
    full = full_form(field, sheet, drawer.common, np.random.default_rng(1))
    spread = full.std(axis=0)
    assert np.abs(fast.mean(axis=0) - full.mean(axis=0)).mean() < 0.12 * spread.mean()
    assert fast.std(axis=0).mean() == pytest.approx(spread.mean(), rel=0.05)
    assert np.allclose(fast.std(axis=0), spread, rtol=0.2)


def quiet_difference(sources: Sources) -> Floats:
    """Draws (40) of 12 firms without errors of answers: index level against the engine, in points."""
    field, sheet = textile_field(12)
    drawer = drawer_of(field, draws=40, seed=8, sources=sources)
    fast = drawer.scores(np.zeros((12, 40), dtype=np.float32), slice(0, 40))[0] / 1e4
    quiet = replace(field, sigma=field.sigma * 0, tau=field.tau * 0)
    return np.abs(fast - full_form(quiet, sheet, drawer.common, np.random.default_rng(1)))


def test_without_errors_of_answers_each_draw_is_what_the_engine_gives() -> None:
    """Weights, rule and missing answers, draw by draw, down to the grid."""
    assert quiet_difference(Sources(noise=False, bias=False, knots=False)).max() < 1e-4


def test_a_shift_of_knots_is_taken_as_straight_and_costs_little() -> None:
    found = quiet_difference(Sources(noise=False, bias=False))
    assert found.mean() < 0.06
    assert found.max() < 1.0


def test_a_firm_nobody_doubts_stands_at_its_level_in_every_draw() -> None:
    field, _ = field_by_chance(6)
    drawn = simulate(field, draws=20, seed=1, sources=ALL_OFF)
    for number, (threshold, floor) in enumerate(zip(field.thresholds, field.floors, strict=True)):
        pillars = np.array([(p.weights * p.base).sum(axis=0) / p.weights.sum(axis=0) for p in field.pillars])
        reached = (field.index >= threshold) & (on_grid(pillars) >= floor).all(axis=0)
        assert (drawn.at_least[number] == 20 * (reached & field.other_gates[number])).all()


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=60))
@settings(max_examples=50, deadline=None)
def test_places_by_sorted_digits_are_competition_places(scores: list[int]) -> None:
    steps = np.array(scores, dtype=np.int32) * 999
    assert places_among(best_first(steps), steps).tolist() == places(scores)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 4)), min_size=1, max_size=60))
@settings(max_examples=50, deadline=None)
def test_inside_a_group_places_are_those_of_the_group_alone(firms: list[tuple[int, int]]) -> None:
    scores, groups = (np.array(row) for row in zip(*firms, strict=True))
    steps = scores.astype(np.int32) * 20_000
    found = places_among(best_first(steps), steps, groups.astype(np.uint16))
    for group in np.unique(groups):
        assert found[groups == group].tolist() == places(scores[groups == group].tolist())


def test_a_group_is_ranked_from_the_same_draws_as_the_whole_list() -> None:
    """Ranked by itself with the same seed, a group gets the places that it has inside the list."""
    asked = percents()
    sheet = sheet_of_percents(asked, true_scores(np.random.default_rng(3), 30))
    field = field_of(asked, sheet, codes(30), basis=Basis.DECLARED, on=ON)
    group = (np.arange(30) % 3 == 0).astype(np.uint16)
    inner = simulate(field, draws=60, seed=11, parts=(group,)).inner[0]
    rows = np.flatnonzero(group)
    names = [codes(30)[row] for row in rows]
    alone = field_of(asked, sheet.take(rows), names, basis=Basis.DECLARED, on=ON)
    assert np.array_equal(inner[rows], simulate(alone, draws=60, seed=11).places)


@pytest.mark.parametrize("draws", [-1, 0, 1, 100_001])
def test_impossible_draws_are_refused(draws: int) -> None:
    field, _ = field_by_chance(3)
    with pytest.raises(InputError, match="ranking_draws"):
        simulate(field, draws=draws, seed=1)


def test_impossible_seeds_fields_and_questionnaires_are_refused() -> None:
    field, sheet = field_by_chance(3)
    asked = field.questionnaire
    with pytest.raises(InputError, match="ranking_seed"):
        simulate(field, draws=10, seed=-1)
    with pytest.raises(InputError, match="ranking_of_too_few"):
        field_of(asked, sheet.take(slice(0, 1)), ["a"], basis=Basis.DECLARED, on=ON)
    with pytest.raises(InputError, match="ranking_code_twice"):
        field_of(asked, sheet, ["a", "b", "a"], basis=Basis.DECLARED, on=ON)
    without = replace(asked, rules=replace(asked.rules, ranking=None))
    with pytest.raises(InputError, match="ranking_without_rules"):
        field_of(without, sheet, codes(3), basis=Basis.DECLARED, on=ON)
    assert RANKING["draws"] == asked.rules.ranking.draws  # type: ignore[union-attr]

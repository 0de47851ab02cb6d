from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from readiness.errors import InputError
from readiness.scoring.agreement import (
    Scale,
    bias_of,
    kappa,
    krippendorff,
    linear,
    quadratic,
    table_of,
    unweighted,
)

CASES = Path(__file__).resolve().parents[1] / "cases"
KAPPA = yaml.safe_load((CASES / "kappa.yaml").read_text(encoding="utf-8"))["cases"]
ALPHA = yaml.safe_load((CASES / "krippendorff.yaml").read_text(encoding="utf-8"))


def _exact() -> dict[str, tuple[float, float]]:
    with (CASES / "psych_kappa_cohen1968.csv").open(encoding="utf-8", newline="") as stream:
        return {row["case"]: (float(row["kappa"]), float(row["var"])) for row in csv.DictReader(stream)}


def test_kappa_of_the_textbook_table() -> None:
    assert kappa(KAPPA[0]["table"], unweighted(2)).value == pytest.approx(KAPPA[0]["kappa"])


@pytest.mark.parametrize("case", ["unweighted", "cohen_weights", "quadratic"])
def test_kappa_and_its_variance_are_those_of_cohen_and_psych(case: str) -> None:
    given_weights = np.array(KAPPA[1]["disagreement_weights"], dtype=np.float64)
    weights = {"unweighted": unweighted(3), "cohen_weights": given_weights, "quadratic": quadratic(3)}[case]
    found = kappa(KAPPA[1]["proportions"], weights, count=KAPPA[1]["n"])
    value, variance = _exact()[f"cohen1968_{case}"]
    assert found.value == pytest.approx(value, abs=1e-12)
    if case == "unweighted":  # psych's variance of a weighted kappa mixes the two margins; see the next test
        assert found.variance == pytest.approx(variance, abs=1e-12)
    assert found.count == 200


@pytest.mark.parametrize("weights", [unweighted(3), linear(3), quadratic(3)])
def test_the_variance_of_kappa_is_that_of_small_changes_of_every_cell(
    weights: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
) -> None:
    shares, step = np.array(KAPPA[1]["proportions"]), 1e-6

    def value(moved: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
        return 1 - (weights * moved).sum() / (weights * np.outer(moved.sum(axis=1), moved.sum(axis=0))).sum()

    slope = np.zeros((3, 3))
    for cell in np.ndindex(3, 3):
        change = np.zeros((3, 3))
        change[cell] = step
        slope[cell] = (value(shares + change) - value(shares - change)) / (2 * step)
    expected = ((shares * slope**2).sum() - (shares * slope).sum() ** 2) / 200
    assert kappa(shares, weights, count=200).variance == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(
    ("case", "weights"), [("unweighted", unweighted(5)), ("linear", linear(5)), ("quadratic", quadratic(5))]
)
def test_kappa_of_declared_and_audited_levels_is_that_of_scikit_learn(
    case: str, weights: np.ndarray[tuple[int, ...], np.dtype[np.float64]]
) -> None:
    table = table_of(np.array(KAPPA[2]["self"]), np.array(KAPPA[2]["auditor"]), 5)
    assert kappa(table, weights).value == pytest.approx(KAPPA[2][case], abs=1e-12)


@pytest.mark.parametrize("scale", list(Scale))
def test_alpha_is_that_of_krippendorff(scale: Scale) -> None:
    found = krippendorff(np.array(ALPHA["data"], dtype=np.float64), scale)
    assert found == pytest.approx(ALPHA["reproduced_here"][scale.value], abs=1e-12)
    assert found == pytest.approx(ALPHA["expected"][scale.value], abs=ALPHA["tolerance"])


@given(st.lists(st.integers(0, 5), min_size=2, max_size=30).filter(lambda levels: len(set(levels)) > 1))
def test_a_consultant_who_confirms_everything_agrees_fully(levels: list[int]) -> None:
    same = np.array(levels)
    assert kappa(table_of(same, same, 6), quadratic(6)).value == 1
    assert krippendorff(np.array([same, same]), Scale.ORDINAL) == 1


def test_agreement_is_unknown_where_both_always_say_the_same_one_thing() -> None:
    same = np.full(7, 3)
    assert kappa(table_of(same, same, 6), quadratic(6)).value is None
    assert krippendorff(np.array([same, same]), Scale.ORDINAL) is None


def test_nothing_to_compare_is_refused() -> None:
    with pytest.raises(InputError, match="agreement_empty"):
        kappa(np.zeros((3, 3)), quadratic(3))
    with pytest.raises(InputError, match="agreement_empty"):
        krippendorff([[1.0, np.nan], [np.nan, 2.0]], Scale.ORDINAL)
    with pytest.raises(InputError, match="agreement_empty"):
        bias_of(np.array([]), np.array([]))


def test_a_firm_that_claims_one_step_too_much_is_biased_by_one_step() -> None:
    found = bias_of(np.array([60.0, 80, 100]), np.array([40.0, 60, 80]))
    assert (found.mean, found.deviation, found.lower, found.upper) == (20, 0, 20, 20)


def test_a_single_pair_has_a_bias_and_no_limits() -> None:
    found = bias_of(np.array([60.0]), np.array([40.0]))
    assert (found.count, found.mean, found.upper) == (1, 20, None)

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from readiness.errors import InputError
from readiness.scoring.peers import (
    Percentile,
    group_quantiles,
    percentile_rank,
    percentile_ranks,
    quantiles,
)

CASES = Path(__file__).resolve().parents[1] / "cases"
SCORES = st.lists(st.integers(0, 1_000_000).map(lambda steps: steps / 10_000), min_size=1, max_size=40)


def _table(name: str) -> list[dict[str, str]]:
    with (CASES / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_quantiles_are_those_r_gives_as_type_7() -> None:
    firms = [float(row["x"]) for row in _table("r_rank_ties.csv")]
    rows = _table("r_quantile_types.csv")
    found = quantiles(firms, [float(row["p"]) for row in rows])
    assert found == pytest.approx([float(row["type7"]) for row in rows], abs=1e-12)


@pytest.mark.parametrize("kind", list(Percentile))
def test_percentile_ranks_are_those_scipy_gives(kind: Percentile) -> None:
    case = yaml.safe_load((CASES / "scipy_percentileofscore.yaml").read_text(encoding="utf-8"))
    found = percentile_rank(case["x"], case["points"], kind)
    assert found.tolist() == pytest.approx(case["expected"][kind.value], abs=1e-12)


def test_firms_equal_on_the_grid_have_the_same_percentile_rank() -> None:
    assert percentile_ranks([0.1 + 0.2, 0.3, 0.5], [0, 0, 0]).tolist() == pytest.approx(
        [200 / 3, 200 / 3, 100]
    )


@given(SCORES, st.data(), st.sampled_from(Percentile))
def test_many_groups_at_once_are_each_group_by_itself(
    scores: list[float], data: st.DataObject, kind: Percentile
) -> None:
    groups = data.draw(st.lists(st.integers(0, 4), min_size=len(scores), max_size=len(scores)))
    found = percentile_ranks(scores, groups, kind)
    middles = group_quantiles(scores, groups, [0.25, 0.5])
    for group in set(groups):
        mine = [number for number, other in enumerate(groups) if other == group]
        own = [scores[number] for number in mine]
        assert found[mine] == pytest.approx(percentile_rank(own, own, kind))
        assert middles[group].tolist() == pytest.approx(quantiles(own, [0.25, 0.5]))
        assert middles[group].tolist() == pytest.approx(np.quantile(own, [0.25, 0.5]))


@given(SCORES)
def test_the_best_firm_stands_at_100_percent(scores: list[float]) -> None:
    assert percentile_rank(scores, max(scores))[0] == 100


def test_no_firm_at_all_is_refused() -> None:
    with pytest.raises(InputError, match="peers_empty"):
        quantiles([], [0.5])


def test_a_score_that_is_missing_is_refused() -> None:
    with pytest.raises(InputError, match="peers_gap"):
        percentile_ranks([50, float("nan")], [0, 0])


def test_a_share_above_one_is_refused() -> None:
    with pytest.raises(InputError, match="share_outside"):
        quantiles([1, 2, 3], [1.5])

"""Does the published range hold the true place as often as it says? Simulated, with the truth known."""

from __future__ import annotations

import numpy as np
import pytest

from readiness.scoring.draws import Sources
from readiness.scoring.field import field_of
from readiness.scoring.rank_ranges import quantiles_of
from readiness.scoring.scorecard import Basis
from readiness.scoring.simulate import simulate
from tests.scoring.ranking_firms import (
    ON,
    RANKING,
    codes,
    percents,
    sheet_of_percents,
    true_scores,
    with_errors,
)

REPEATS, FIRMS, DRAWS = 20, 60, 400
ERRORS_OFF = Sources(noise=False, bias=False)


@pytest.mark.parametrize(("grade", "code"), [(0, "declared"), (1, "document"), (2, "site")])
def test_the_true_place_lies_in_the_range_of_ninety_percent_as_often_as_it_says(
    grade: int, code: str
) -> None:
    """Truth: the place that answers without error have under a method drawn from the same spread."""
    asked, chance = percents(), np.random.default_rng(7)
    inside = []
    for repeat in range(REPEATS):
        true = true_scores(chance, FIRMS)
        stated = with_errors(chance, true, RANKING["noise"][code], RANKING["bias"][code])
        truth, seen = (
            field_of(
                asked,
                sheet_of_percents(asked, scores, grade=grade),
                codes(FIRMS),
                basis=Basis.DECLARED,
                on=ON,
            )
            for scores in (true, stated)
        )
        place = simulate(truth, draws=2, seed=1000 + repeat, sources=ERRORS_OFF).places[:, 0]
        bounds = quantiles_of(simulate(seen, draws=DRAWS, seed=repeat).places, 90.0)
        inside.append((np.floor(bounds[:, 0]) <= place) & (place <= np.ceil(bounds[:, 2])))
    assert 0.85 <= np.mean(inside) <= 0.95

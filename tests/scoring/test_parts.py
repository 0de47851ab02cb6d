from __future__ import annotations

import math

import pytest

from readiness.questionnaire.model import Aggregation
from readiness.scoring.scorecard import Scorecard
from tests.scoring.builders import TRUSTING, card, firm, percent, questionnaire

PILLARS = {"P": 3.0, "Q": 1.0}


def two(p: float, q1: float, q2: float, **rules: object) -> Scorecard:
    asked = questionnaire(
        percent("P.1"), percent("Q.1", weight=3), percent("Q.2"), pillars=PILLARS, grades=TRUSTING, **rules
    )
    return card(asked, firm({"P.1": p, "Q.1": q1, "Q.2": q2}))


CASES = [
    (60, 40, 20),
    (0, 40, 20),
    (60, 0, 0),
    (60, 0.5, 0.1),
    (100, 100, 100),
    (100, 100, 99.9999),
    (0, 0, 0),
]


@pytest.mark.parametrize("aggregation", list(Aggregation))
@pytest.mark.parametrize("floor", [0.0, 1.0])
@pytest.mark.parametrize("scores", CASES)
def test_parts_sum_to_the_index_and_to_what_is_missing(
    scores: tuple[float, float, float], floor: float, aggregation: Aggregation
) -> None:
    found = two(*scores, aggregation=aggregation, floor=floor)
    assert math.fsum(line.effective for line in found.questions) == pytest.approx(1, abs=1e-12)
    assert math.fsum(line.contribution for line in found.questions) == pytest.approx(found.index, abs=1e-9)
    assert math.fsum(line.lost for line in found.questions) == pytest.approx(100 - found.index, abs=1e-9)
    for pillar in found.pillars:
        assert pillar.lost == pytest.approx(sum(d.lost for d in pillar.dimensions), abs=1e-9)


def test_points_lost_are_the_log_mean_parts() -> None:
    found = two(60, 40, 20)
    lost_by_pillar = [3 / 4 * math.log(100 / 60), 1 / 4 * math.log(100 / 35)]
    scale = (100 - found.index) / sum(lost_by_pillar)
    assert [pillar.lost for pillar in found.pillars] == pytest.approx(
        [scale * part for part in lost_by_pillar]
    )
    below = [0.75 * 60, 0.25 * 80]
    expected = [found.pillars[1].lost * part / sum(below) for part in below]
    assert [line.lost for line in found.questions[1:]] == pytest.approx(expected)


def test_below_the_floor_lost_points_are_shared_by_what_each_question_misses() -> None:
    found = two(60, 0.5, 0.1)
    missing = [0.75 * 99.5, 0.25 * 99.9]
    lost = [line.lost for line in found.questions[1:]]
    assert lost[0] / lost[1] == pytest.approx(missing[0] / missing[1])


def test_weak_pillar_may_contribute_less_than_nothing() -> None:
    found = two(90, 1, 1)
    assert found.questions[1].contribution < 0


def test_effective_weight_of_what_does_not_apply_is_shared_by_the_rest() -> None:
    asked = questionnaire(percent("Q.1", processes=("A.wet",)), percent("Q.2", weight=3), percent("Q.3"))
    found = card(asked, firm({"Q.2": 40, "Q.3": 40}))
    assert [line.effective for line in found.questions] == pytest.approx([0, 0.75, 0.25])

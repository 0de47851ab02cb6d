from __future__ import annotations

import numpy as np
import pytest

from readiness.questionnaire.answers import Answer, State
from readiness.questionnaire.model import Aggregation, Kind, Role
from readiness.scoring.aggregate import join
from tests.scoring.builders import (
    NOT_APPLICABLE,
    NOT_MEASURED,
    TRUSTING,
    card,
    firm,
    percent,
    question,
    questionnaire,
)


def joined(aggregation: Aggregation, floor: float, *pairs: tuple[float, float]) -> float:
    scores, weights = np.array(pairs, dtype=np.float64).T[..., np.newaxis]
    return float(join(scores, weights, aggregation, floor).score[0])


def test_means_leave_out_what_has_no_weight() -> None:
    for aggregation in Aggregation:
        assert joined(aggregation, 1, (40, 2), (40, 1), (99, 0)) == pytest.approx(40)


def test_geometric_mean_punishes_imbalance() -> None:
    assert joined(Aggregation.WEIGHTED_GEOMETRIC_MEAN, 1, (20, 1), (80, 1)) == pytest.approx(40)
    assert joined(Aggregation.WEIGHTED_MEAN, 1, (20, 1), (80, 1)) == pytest.approx(50)


def test_floor_lifts_a_zero_and_no_floor_lets_it_through() -> None:
    assert joined(Aggregation.WEIGHTED_GEOMETRIC_MEAN, 1, (0, 1), (100, 1)) == pytest.approx(10)
    assert joined(Aggregation.WEIGHTED_GEOMETRIC_MEAN, 0, (0, 1), (100, 99)) == 0


def test_full_marks_are_exactly_100() -> None:
    for aggregation in Aggregation:
        assert joined(aggregation, 1, (100, 0.1), (100, 0.7), (100, 0.3)) == 100


def test_question_weighs_by_the_output_it_applies_to() -> None:
    asked = questionnaire(
        percent("Q.1", processes=("A.dry",), weight=2), percent("Q.2", weight=1), grades=TRUSTING
    )
    found = card(asked, firm({"Q.1": 90, "Q.2": 30}, shares={"A.dry": 0.25, "B.dry": 0.75}))
    assert found.pillars[0].score == pytest.approx((0.5 * 90 + 1 * 30) / 1.5)


def test_question_of_a_process_the_firm_has_not_is_not_applicable() -> None:
    asked = questionnaire(percent("Q.1", processes=("A.wet",)), percent("Q.2"), grades=TRUSTING)
    found = card(asked, firm({"Q.1": 90, "Q.2": 30}))
    assert [line.applicable for line in found.questions] == [False, True]
    assert (found.index, found.coverage) == (pytest.approx(30), 100)


def test_shares_are_renormalised() -> None:
    asked = questionnaire(percent("Q.1", processes=("A.dry",)), percent("Q.2"), grades=TRUSTING)
    whole = card(asked, firm({"Q.1": 90, "Q.2": 30}, shares={"A.dry": 0.5, "B.dry": 0.5}))
    part = card(asked, firm({"Q.1": 90, "Q.2": 30}, shares={"A.dry": 0.4, "B.dry": 0.4}))
    assert part.index == whole.index


@pytest.mark.parametrize(("applicable", "weight"), [(1.0, 1.0), (0.6, 1.0), (0.3, 0.5), (0.05, 0.05 / 0.6)])
def test_thin_dimension_weighs_less_the_less_of_it_applies(applicable: float, weight: float) -> None:
    asked = questionnaire(percent("Q.1", processes=("A.dry",)), percent("R.1"), grades=TRUSTING)
    shares = {"A.dry": applicable} | ({"B.dry": 1 - applicable} if applicable < 1 else {})
    found = card(asked, firm({"Q.1": 100, "R.1": 40}, shares=shares))
    assert found.index == pytest.approx((100 * weight + 40) / (weight + 1))
    assert found.pillars[0].dimensions[0].weight == pytest.approx(weight / (weight + 1))


def test_dimension_without_anything_applicable_drops_out_and_is_not_checked() -> None:
    asked = questionnaire(percent("Q.1", processes=("A.wet",)), percent("R.1"), grades=TRUSTING)
    found = card(asked, firm({"R.1": 40}))
    assert (found.index, found.coverage, found.standing) == (pytest.approx(40), 100, "official")
    assert found.pillars[0].dimensions[0].score is None


def test_pillar_without_anything_applicable_drops_out() -> None:
    asked = questionnaire(
        percent("Q.1", processes=("A.wet",)), percent("R.1"), pillars={"Q": 1, "R": 1}, grades=TRUSTING
    )
    found = card(asked, firm({"R.1": 40}))
    assert found.index == pytest.approx(40)
    assert [pillar.weight for pillar in found.pillars] == [0, 1]


def test_firm_without_processes_has_no_index_and_no_coverage() -> None:
    found = card(questionnaire(percent("Q.1")), firm({"Q.1": 40}, shares={"A.dry": 0.0}))
    assert (found.index, found.level, found.coverage, found.standing) == (0, 0, 0, "draft")


def test_unanswered_scores_0_and_not_measured_too_but_counts_as_answered() -> None:
    asked = questionnaire(percent("Q.1"), percent("Q.2"), percent("Q.3", weight=2), grades=TRUSTING)
    found = card(asked, firm({"Q.1": 80, "Q.2": NOT_MEASURED}))
    assert (found.index, found.coverage) == (pytest.approx(20), 50)


def test_accepted_not_applicable_counts_on_neither_side_and_a_refused_one_is_unanswered() -> None:
    asked = questionnaire(percent("Q.1"), percent("Q.2", na_allowed=True), grades=TRUSTING)
    accepted = card(asked, firm({"Q.1": 80, "Q.2": NOT_APPLICABLE}))
    refused = card(asked, firm({"Q.1": 80, "Q.2": Answer(State.NOT_APPLICABLE, na_refused=True)}))
    assert (accepted.index, accepted.coverage) == (pytest.approx(80), 100)
    assert (refused.index, refused.coverage) == (pytest.approx(40), 50)


def test_not_applicable_where_the_questionnaire_does_not_allow_it_is_unanswered() -> None:
    asked = questionnaire(percent("Q.1"), percent("Q.2", na_allowed=True, na_when_dry=True), percent("Q.3"))
    answers = firm({"Q.1": NOT_APPLICABLE, "Q.2": NOT_APPLICABLE})
    assert [line.state for line in card(asked, answers).questions] == [
        "unanswered",
        "not_applicable",
        "unanswered",
    ]
    wet = firm({"Q.2": NOT_APPLICABLE}, shares={"A.dry": 0.9, "A.wet": 0.1})
    assert card(asked, wet).questions[1].state == "unanswered"


def test_hold_question_weighs_nothing() -> None:
    asked = questionnaire(
        percent("Q.1"), question("Q.2", Kind.YES_NO, weight=0, role=Role.HOLD), grades=TRUSTING
    )
    found = card(asked, firm({"Q.1": 40, "Q.2": True}))
    assert (found.index, found.questions[1].effective) == (pytest.approx(40), 0)

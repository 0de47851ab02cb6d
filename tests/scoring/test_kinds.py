from __future__ import annotations

import pytest

from readiness.questionnaire.answers import Value
from readiness.questionnaire.model import Grading, Kind, Option, Question, Ratio
from tests.scoring.builders import card, firm, options, question, questionnaire, variant

GRADED = Grading({"none": 0.0, "part": 0.48, "all": 1.0}, "absent", 4)
STEPS = tuple(Option(f"s{n}", 1) for n in range(6))


def raw(asked: Question, value: Value, **more: object) -> float:
    others = [question("Q.rest")] if asked.code != "Q.rest" else []
    found = card(questionnaire(asked, *others), firm({asked.code: value}, **more))  # type: ignore[arg-type]
    return next(line.raw for line in found.questions if line.code == asked.code)


@pytest.mark.parametrize(("level", "score"), [(0, 0), (1, 20), (3, 60), (5, 100)])
def test_each_step_of_a_ladder_is_worth_the_same(level: int, score: float) -> None:
    assert raw(question("Q.1"), level) == score


def test_ladder_with_four_steps_ends_at_100_too() -> None:
    assert raw(question("Q.1", levels=4), 3) == 75


def test_single_choice_earns_the_points_of_its_option() -> None:
    assert raw(question("Q.1", Kind.SINGLE, options=options(none=0, some=45, most=100)), "some") == 45


def test_choice_that_belongs_to_another_sub_sector_earns_nothing() -> None:
    asked = question(
        "Q.1", Kind.SINGLE, options=(Option("a", 30, sub_sector="A"), Option("b", 70, sub_sector="B"))
    )
    assert (raw(asked, "a"), raw(asked, "b")) == (30, 0)


def test_ticks_add_up_to_100_at_most() -> None:
    asked = question("Q.1", Kind.MULTIPLE, options=options(a=25, b=40, c=60))
    assert (raw(asked, []), raw(asked, ["a", "b"]), raw(asked, ["a", "b", "c"])) == (0, 65, 100)


def test_only_the_best_tick_of_an_exclusive_group_counts() -> None:
    asked = question(
        "Q.1",
        Kind.MULTIPLE,
        options=(Option("low", 15, group="g"), Option("high", 30, group="g"), Option("else", 10)),
    )
    assert raw(asked, ["low", "high", "else"]) == 40


def test_none_of_these_excludes_every_other_tick() -> None:
    asked = question("Q.1", Kind.MULTIPLE, options=(Option("none", 0, exclusive=True), Option("a", 50)))
    assert raw(asked, ["none", "a"]) == 0


def test_ticks_on_another_sub_sectors_list_do_not_count() -> None:
    asked = question(
        "Q.1", Kind.MULTIPLE, options=(Option("a", 25, sub_sector="A"), Option("b", 25, sub_sector="B"))
    )
    assert raw(asked, ["a", "b"], shares={"A.dry": 0.4, "B.dry": 0.6}) == 25


def test_list_follows_the_first_code_when_two_processes_are_equally_large() -> None:
    asked = question(
        "Q.1", Kind.MULTIPLE, options=(Option("a", 25, sub_sector="A"), Option("b", 40, sub_sector="B"))
    )
    assert raw(asked, ["a", "b"], shares={"B.dry": 0.5, "A.wet": 0.5}) == 25


def test_dry_firm_is_measured_against_what_can_apply_to_it() -> None:
    shared = (Option("steam", 20, wet_only=True), Option("water", 20, wet_only=True))
    asked = question(
        "Q.1", Kind.MULTIPLE, options=(*shared, *options(a=20, b=20, c=20)), scale_to_applicable=True
    )
    assert raw(asked, ["a", "steam"]) == pytest.approx(100 * 20 / 60)
    assert raw(asked, ["a", "steam"], shares={"A.wet": 1.0}) == pytest.approx(40)


def test_graded_steps_earn_their_share_of_the_steps_that_exist() -> None:
    asked = question("Q.1", Kind.GRADED_MULTIPLE, options=STEPS, grading=GRADED)
    assert raw(asked, {"s0": "all", "s1": "part", "s3": "part"}) == pytest.approx(100 * 1.96 / 6)
    assert raw(asked, {"s0": "all", "s5": "absent"}) == pytest.approx(20)


def test_firm_with_few_steps_is_divided_by_the_least_number() -> None:
    asked = question("Q.1", Kind.GRADED_MULTIPLE, options=STEPS, grading=GRADED)
    two = {"s0": "all", "s1": "all"} | {f"s{n}": "absent" for n in range(2, 6)}
    assert raw(asked, two) == 50


@pytest.mark.parametrize(("value", "score"), [(True, 100), (False, 0)])
def test_yes_is_100_and_no_is_0(value: bool, score: float) -> None:
    assert raw(question("Q.1", Kind.YES_NO), value) == score


@pytest.mark.parametrize(
    ("knots", "values", "scores"),
    [
        (((0, 0), (0.8, 40), (1.3, 70), (3, 100)), (0.4, 1.0, 1.3, 2.0, 5), (20, 52, 70, 82.352941, 100)),
        (
            ((45, 0), (30, 40), (26, 70), (20, 100)),
            (50, 37.5, 30, 28, 26, 23, 20, 10),
            (0, 20, 40, 55, 70, 85, 100, 100),
        ),
        (((20, 0), (40, 40), (50, 70), (70, 100)), (40, 45), (40, 55)),
        (((-4, 0), (0, 50), (8, 100)), (-9, -2, 0, 4), (0, 25, 50, 75)),
    ],
)
def test_number_is_linear_between_knots_and_flat_outside(
    knots: object, values: tuple[float, ...], scores: tuple[float, ...]
) -> None:
    asked = question("Q.1", Kind.NUMBER, variants=(variant("all", knots),))
    assert [raw(asked, value) for value in values] == pytest.approx(scores)


def test_bands_give_the_points_of_the_step_reached() -> None:
    rising = question(
        "Q.1", Kind.NUMBER, variants=(variant("all", ((0, 0), (10, 25), (60, 100)), bands=True),)
    )
    falling = question(
        "Q.1", Kind.NUMBER, variants=(variant("all", ((20, 0), (5, 50), (1, 100)), bands=True),)
    )
    assert [raw(rising, value) for value in (-1, 0, 9.99, 10, 60, 90)] == [0, 0, 0, 25, 100, 100]
    assert [raw(falling, value) for value in (30, 20, 5.01, 5, 1, 0)] == [0, 0, 0, 50, 100, 100]


def test_value_on_an_edge_that_closes_a_band_earns_the_points_below() -> None:
    rising = ((0, 0), (10, 25), (60, 100))
    falling = ((20, 0), (5, 50), (1, 100))
    up, down = (
        question("Q.1", Kind.NUMBER, variants=(variant("all", knots, bands=True, edge_closes=True),))
        for knots in (rising, falling)
    )
    assert [raw(up, value) for value in (-1, 0, 10, 10.01, 60, 60.01)] == [0, 0, 0, 25, 25, 100]
    assert [raw(down, value) for value in (30, 20, 5, 4.99, 1, 0)] == [0, 0, 0, 50, 50, 100]


def test_numbers_of_two_scales_are_averaged_by_output_and_weight() -> None:
    both = (
        variant("own", ((0, 0), (100, 100)), ("A.dry", "A.wet"), unit="t"),
        variant("other", ((100, 0), (0, 100)), ("B.dry",), unit="m"),
    )
    asked = question("Q.1", Kind.NUMBER, weight=3, weights={"B.dry": 1}, variants=both)
    shares = {"A.dry": 0.5, "B.dry": 0.5}
    assert raw(asked, {"A.dry": 80, "B.dry": 80}, shares=shares) == pytest.approx((3 * 80 + 1 * 20) / 4)


def test_missing_number_of_one_scale_scores_0_and_is_unanswered_for_its_share() -> None:
    both = (
        variant("own", ((0, 0), (100, 100)), ("A.dry",), unit="t"),
        variant("other", ((0, 0), (100, 100)), ("B.dry",), unit="m"),
    )
    asked = question("Q.1", Kind.NUMBER, variants=both, processes=("A.dry", "B.dry"))
    for value in ({"A.dry": 50.0}, 50.0):
        line = card(
            questionnaire(asked), firm({"Q.1": value}, shares={"A.dry": 0.7, "B.dry": 0.3})
        ).questions[0]
        assert (line.raw, line.answered) == pytest.approx((35, 0.7))


def test_bare_number_serves_every_scale_in_the_same_unit() -> None:
    both = (
        variant("own", ((0, 0), (100, 100)), ("A.dry",)),
        variant("other", ((0, 0), (50, 100)), ("B.dry",)),
    )
    asked = question("Q.1", Kind.NUMBER, variants=both, processes=("A.dry", "B.dry"))
    assert raw(asked, 50.0, shares={"A.dry": 0.5, "B.dry": 0.5}) == pytest.approx(75)


def test_ratio_of_parts_has_a_least_divisor() -> None:
    ratio = Ratio(("ai",), ("in_use",), 100, 10)
    asked = question(
        "Q.1",
        Kind.NUMBER,
        parts=("ai", "in_use"),
        formula=ratio,
        variants=(variant("all", ((0, 0), (100, 100))),),
    )
    assert raw(asked, {"ai": 1, "in_use": 2}) == pytest.approx(10)
    assert raw(asked, {"ai": 5, "in_use": 20}) == pytest.approx(25)


def test_figures_of_the_profile_answer_a_computed_question() -> None:
    ratio = Ratio(("rd",), ("revenue",))
    asked = question(
        "Q.1", Kind.NUMBER, computed=True, formula=ratio, variants=(variant("all", ((0, 0), (4, 100))),)
    )
    whole = card(questionnaire(asked), firm(profile={"rd": 3, "revenue": 100})).questions[0]
    part = card(questionnaire(asked), firm(profile={"rd": 3})).questions[0]
    assert (whole.raw, whole.state, whole.answered) == (75, "answered", 1)
    assert (part.raw, part.state, part.answered) == (0, "unanswered", 0)

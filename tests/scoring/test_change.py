from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from readiness.errors import InputError
from readiness.questionnaire.answers import FirmAnswers
from readiness.questionnaire.loader import load
from readiness.questionnaire.matching import Match
from readiness.questionnaire.model import Aggregation, Questionnaire
from readiness.scoring.change import CAUSES, Cause, Change, Side, change
from readiness.scoring.scorecard import Basis
from tests.scoring.builders import (
    NOT_APPLICABLE,
    ON,
    PROCESSES,
    TRUSTING,
    confirmed,
    firm,
    lowered,
    percent,
    question,
    questionnaire,
    said,
    verified,
)
from tests.scoring.firms import some_firm
from tests.scoring.versions import next_version

ROOT = Path(__file__).resolve().parents[2]
TEXTILE = load(ROOT / "questionnaires" / "textile" / "2026.1")
BAKERY = load(ROOT / "tests" / "questionnaires" / "bakery" / "1")
VERSIONS = {"textile": TEXTILE, "bakery": BAKERY}
SEEDS = st.integers(0, 10**9)


def side(asked: Questionnaire, answers: FirmAnswers, basis: Basis = Basis.DECLARED) -> Side:
    return Side(asked, answers, basis, ON)


def moving(found: Change) -> set[Cause]:
    return {cause for cause, points in found.causes.items() if points != 0}


def by_question(found: Change, cause: Cause) -> Mapping[str, float]:
    return {part.code: part.points for part in found.parts if part.cause is cause}


def exact(found: Change) -> bool:
    return abs(math.fsum(part.points for part in found.parts) - found.points) < 1e-9


def some_side(chance: Random, asked: Questionnaire) -> Side:
    answers = some_firm(chance, asked, audited=chance.random() < 0.5)
    return side(asked, answers, chance.choice(list(Basis)))


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, version=st.sampled_from([*VERSIONS]))
def test_parts_between_any_two_firms_sum_to_the_difference(seed: int, version: str) -> None:
    asked, chance = VERSIONS[version], Random(seed)
    assert exact(change(some_side(chance, asked), some_side(chance, asked)))


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, version=st.sampled_from([*VERSIONS]))
@example(seed=3628800, version="bakery")
def test_parts_between_any_two_versions_sum_to_the_difference(seed: int, version: str) -> None:
    asked, chance = VERSIONS[version], Random(seed)
    other = next_version(chance, asked)
    try:
        found = change(some_side(chance, asked), some_side(chance, other))
    except InputError:
        assume(False)
    assert exact(found)
    assert math.fsum(found.causes.values()) == pytest.approx(found.points, abs=1e-9)


@settings(max_examples=20, deadline=None)
@given(seed=SEEDS)
def test_the_way_back_has_the_same_parts_with_the_other_sign(seed: int) -> None:
    chance = Random(seed)
    one, two = some_side(chance, BAKERY), some_side(chance, next_version(chance, BAKERY))
    there, back = change(one, two), change(two, one)
    for cause in CAUSES:
        assert there.causes[cause] == pytest.approx(-back.causes[cause], abs=1e-9)
        theirs = by_question(back, cause)
        for code, points in by_question(there, cause).items():
            assert points == pytest.approx(-theirs.get(code, 0.0), abs=1e-9)


@settings(max_examples=15, deadline=None)
@given(seed=SEEDS)
def test_the_order_in_which_questions_stand_changes_no_part(seed: int) -> None:
    chance = Random(seed)
    one, two = some_side(chance, BAKERY), some_side(chance, BAKERY)
    turned = replace(
        BAKERY,
        pillars=tuple(
            replace(
                pillar,
                dimensions=tuple(replace(d, questions=d.questions[::-1]) for d in pillar.dimensions[::-1]),
            )
            for pillar in BAKERY.pillars[::-1]
        ),
    )
    found = change(one, two)
    other = change(replace(one, questionnaire=turned), replace(two, questionnaire=turned))
    for cause in CAUSES:
        assert by_question(other, cause) == pytest.approx(by_question(found, cause), abs=1e-9)


@pytest.mark.parametrize("aggregation", list(Aggregation))
@pytest.mark.parametrize("floor", [0.0, 1.0, 5.0])
@pytest.mark.parametrize("after", [(0, 0), (0.5, 3), (100, 100), (40, 40.0000001), (3, 90)])
def test_parts_stay_exact_at_zero_and_below_the_floor(
    aggregation: Aggregation, floor: float, after: tuple[float, float]
) -> None:
    asked = questionnaire(
        percent("P.1"), percent("P.2"), percent("Q.1"), pillars={"P": 99.0, "Q": 1.0}, grades=TRUSTING,
        aggregation=aggregation, floor=floor,
    )  # fmt: skip
    one, two = firm({"P.1": 40, "P.2": 40, "Q.1": 0}), firm({"P.1": after[0], "P.2": 20, "Q.1": after[1]})
    found = change(side(asked, one), side(asked, two))
    assert exact(found)
    assert all(math.isfinite(part.points) for part in found.parts)


def two_pillars(**more: object) -> Questionnaire:
    return questionnaire(
        percent("P.1"), percent("P.2"), percent("Q.1"), pillars={"P": 3.0, "Q": 1.0}, grades=TRUSTING, **more
    )


def test_better_answers_alone_are_log_mean_parts() -> None:
    asked = two_pillars()
    found = change(
        side(asked, firm({"P.1": 40, "P.2": 20, "Q.1": 50})),
        side(asked, firm({"P.1": 60, "P.2": 20, "Q.1": 80})),
    )
    scale = found.points / (0.75 * math.log(40 / 30) + 0.25 * math.log(80 / 50))
    expected = {"P.1": scale * 0.75 * math.log(40 / 30), "Q.1": scale * 0.25 * math.log(80 / 50)}
    assert moving(found) == {Cause.ANSWERS}
    assert by_question(found, Cause.ANSWERS) == pytest.approx(expected)


def test_a_document_is_told_as_evidence_not_as_an_answer() -> None:
    asked = questionnaire(percent("P.1"), percent("P.2"))
    found = change(
        side(asked, firm({"P.1": 90, "P.2": 50})),
        side(asked, firm({"P.1": said(90, documents=1), "P.2": 50})),
    )
    assert found.causes[Cause.EVIDENCE] == pytest.approx(10)
    assert moving(found) == {Cause.EVIDENCE}


def test_declared_and_verified_of_one_firm_differ_by_verification_only() -> None:
    asked = questionnaire(percent("P.1"), percent("P.2"))
    answers = firm({"P.1": 60, "P.2": 60}, verification=verified({"P.1": lowered(20.0)}))
    found = change(side(asked, answers), side(asked, answers, Basis.VERIFIED))
    assert moving(found) == {Cause.VERIFICATION}
    assert by_question(found, Cause.VERIFICATION) == pytest.approx({"P.1": -20, "P.2": -40 / 9 / 2})


def test_a_confirmed_answer_gains_what_the_cap_had_kept() -> None:
    asked = questionnaire(percent("P.1"), percent("P.2"))
    answers = firm({"P.1": 100, "P.2": 60}, verification=verified({"P.1": confirmed()}))
    found = change(side(asked, answers), side(asked, answers, Basis.VERIFIED))
    assert by_question(found, Cause.VERIFICATION) == pytest.approx({"P.1": 20})


def test_what_no_longer_applies_is_told_by_that_question_alone() -> None:
    asked = questionnaire(percent("P.1", na_allowed=True), percent("P.2"), percent("P.3"), grades=TRUSTING)
    found = change(
        side(asked, firm({"P.1": 30, "P.2": 60, "P.3": 90})),
        side(asked, firm({"P.1": NOT_APPLICABLE, "P.2": 60, "P.3": 90})),
    )
    assert moving(found) == {Cause.APPLICABILITY}
    assert by_question(found, Cause.APPLICABILITY) == pytest.approx({"P.1": 15})


def test_a_value_that_a_consultant_gives_does_not_bring_back_what_did_not_apply() -> None:
    asked = questionnaire(percent("P.1", na_allowed=True), percent("P.2"), grades=TRUSTING)
    later = firm({"P.1": 10, "P.2": 60}, verification=verified({"P.1": lowered(20.0), "P.2": confirmed()}))
    found = change(side(asked, firm({"P.1": NOT_APPLICABLE, "P.2": 60})), side(asked, later, Basis.VERIFIED))
    assert exact(found)
    assert by_question(found, Cause.APPLICABILITY) == pytest.approx({"P.1": -20})


def test_a_process_taken_up_brings_its_questions_with_their_answers() -> None:
    asked = questionnaire(percent("P.1"), percent("P.2", processes=("A.wet",)), grades=TRUSTING)
    found = change(
        side(asked, firm({"P.1": 60})), side(asked, firm({"P.1": 60, "P.2": 20}, shares={"A.wet": 1.0}))
    )
    assert moving(found) == {Cause.APPLICABILITY}
    assert set(by_question(found, Cause.APPLICABILITY)) == {"P.2"}


def test_a_new_question_is_a_part_of_its_own() -> None:
    old = questionnaire(percent("P.1"), grades=TRUSTING)
    new = questionnaire(percent("P.1"), percent("P.2"), grades=TRUSTING)
    found = change(side(old, firm({"P.1": 60})), side(new, firm({"P.1": 60, "P.2": 20})))
    [part] = found.parts
    assert (part.code, part.cause, part.match) == ("P.2", Cause.WEIGHTS, Match.NEW)
    assert part.points == pytest.approx(-20)


def test_a_dropped_question_is_a_part_of_its_own() -> None:
    old = questionnaire(percent("P.1"), percent("P.2"), grades=TRUSTING)
    new = questionnaire(percent("P.1"), grades=TRUSTING)
    found = change(side(old, firm({"P.1": 60, "P.2": 20})), side(new, firm({"P.1": 60})))
    assert [(part.code, part.match) for part in found.parts] == [("P.2", Match.DROPPED)]


def test_a_question_asked_in_another_unit_brings_its_answer_along() -> None:
    old = questionnaire(percent("P.1"), percent("P.2"), grades=TRUSTING)
    changed = replace(old.question["P.2"], variants=(replace(old.question["P.2"].variants[0], unit="t"),))
    new = questionnaire(percent("P.1"), changed, grades=TRUSTING)
    found = change(side(old, firm({"P.1": 60, "P.2": 20})), side(new, firm({"P.1": 60, "P.2": 70})))
    assert [(p.code, p.cause, p.match) for p in found.parts] == [("P.2", Cause.WEIGHTS, Match.REPLACED)]
    assert found.points == pytest.approx(25)


def test_harder_knots_and_a_better_answer_are_told_apart() -> None:
    old = questionnaire(percent("P.1"), percent("P.2"), grades=TRUSTING)
    harder = replace(
        old.question["P.2"], variants=(replace(old.question["P.2"].variants[0], knots=((0, 0), (200, 100))),)
    )
    new = questionnaire(percent("P.1"), harder, grades=TRUSTING)
    found = change(side(old, firm({"P.1": 60, "P.2": 40})), side(new, firm({"P.1": 60, "P.2": 80})))
    assert found.match["P.2"] is Match.CHANGED
    assert found.points == pytest.approx(0)
    assert found.causes[Cause.ANSWERS] == pytest.approx(15)
    assert found.causes[Cause.WEIGHTS] == pytest.approx(-15)


def test_another_scale_of_all_weights_is_no_change() -> None:
    old = two_pillars()
    pillars = tuple(replace(pillar, weight=pillar.weight * 10) for pillar in old.pillars)
    answers = firm({"P.1": 40, "P.2": 20, "Q.1": 50})
    assert change(side(old, answers), side(replace(old, pillars=pillars), answers)).parts == ()


def test_a_plain_mean_in_place_of_the_geometric_gives_back_the_balance_loss() -> None:
    old, new = two_pillars(), two_pillars(aggregation=Aggregation.WEIGHTED_MEAN)
    answers = firm({"P.1": 60, "P.2": 60, "Q.1": 20})
    found = change(side(old, answers), side(new, answers))
    assert moving(found) == {Cause.AGGREGATION}
    assert found.points == pytest.approx(found.before.balance_loss)


def test_a_firm_set_against_itself_has_no_parts() -> None:
    answers = some_firm(Random(1), TEXTILE)
    found = change(side(TEXTILE, answers), side(TEXTILE, answers))
    assert (found.parts, found.points) == ((), 0.0)


def test_firm_without_a_process_gets_a_sentence_not_a_number() -> None:
    nothing = replace(firm({}), shares={})
    with pytest.raises(InputError) as refused:
        change(side(TEXTILE, nothing), side(TEXTILE, nothing))
    assert refused.value.code == "nothing_applies"


def test_processes_that_one_version_does_not_know_are_left_out_there() -> None:
    old = questionnaire(percent("P.1"), percent("P.2"), grades=TRUSTING)
    fewer = replace(old, processes=PROCESSES[:2])
    found = change(
        side(old, firm({"P.1": 60, "P.2": 20}, shares={"B.dry": 1.0})),
        side(fewer, firm({"P.1": 60, "P.2": 40})),
    )
    assert exact(found)


def test_a_ladder_with_another_number_of_steps_is_another_question() -> None:
    old, new = questionnaire(question("P.1")), questionnaire(question("P.1", levels=4))
    assert change(side(old, firm({"P.1": 2})), side(new, firm({"P.1": 2}))).match["P.1"] is Match.REPLACED

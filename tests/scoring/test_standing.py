from __future__ import annotations

import pytest

from readiness.questionnaire.answers import Answer
from readiness.questionnaire.model import Kind, Questionnaire, Role
from readiness.scoring.scorecard import Basis, Reason, Scorecard, Standing
from tests.scoring.builders import (
    NOT_MEASURED,
    card,
    firm,
    lowered,
    percent,
    question,
    questionnaire,
    verified,
)


def asked() -> Questionnaire:
    wet = question("Q.0", Kind.YES_NO, weight=0, role=Role.HOLD, processes=("A.wet",))
    return questionnaire(
        wet, *(percent(f"Q.{n}") for n in range(1, 11)), *(percent(f"R.{n}") for n in range(20))
    )


def answered(**more: object) -> Scorecard:
    answers: dict[str, object] = {q.code: 50 for q in asked().questions if q.code != "Q.0"}
    left_out = more.pop("left_out", ())
    answers |= more.pop("answers", {})  # type: ignore[operator]
    given = {code: value for code, value in answers.items() if code not in left_out}  # type: ignore[operator]
    return card(asked(), firm(given, **more))  # type: ignore[arg-type]


def test_complete_answers_make_an_official_result() -> None:
    found = answered()
    assert (found.standing, found.reasons) == (Standing.OFFICIAL, ())


def test_coverage_exactly_at_the_bound_is_enough() -> None:
    assert answered(left_out=["R.1"]).standing is Standing.OFFICIAL
    twenty = questionnaire(*(percent(f"Q.{n}") for n in range(20)))
    assert card(twenty, firm({f"Q.{n}": 1 for n in range(19)})).standing is Standing.OFFICIAL


def test_too_few_answers_make_a_draft() -> None:
    found = answered(left_out=["R.1", "R.2"])
    assert found.standing is Standing.DRAFT
    assert found.reasons == (Reason("coverage", "", pytest.approx(100 * 28 / 30), 95),)


def test_dimension_with_too_few_answers_makes_a_draft() -> None:
    found = card(
        questionnaire(*(percent(f"Q.{n}") for n in range(4)), *(percent(f"R.{n}") for n in range(96))),
        firm({f"R.{n}": 1 for n in range(96)} | {f"Q.{n}": 1 for n in range(3)}),
    )
    assert found.reasons == (Reason("dimension_coverage", "Q", 75, 80),)
    assert found.standing is Standing.DRAFT


@pytest.mark.parametrize("said", [False, NOT_MEASURED])
def test_hold_question_answered_no_or_not_measured_puts_on_hold_and_keeps_the_level(
    said: bool | Answer,
) -> None:
    wet = {"A.dry": 0.99, "A.wet": 0.01}
    good, held = answered(answers={"Q.0": True}, shares=wet), answered(answers={"Q.0": said}, shares=wet)
    assert (held.standing, held.reasons) == (Standing.HOLD, (Reason("hold", "Q.0"),))
    assert (held.level, held.index) == (good.level, good.index)


def test_unanswered_hold_question_is_no_hold_but_no_result_is_official() -> None:
    found = answered(shares={"A.dry": 0.99, "A.wet": 0.01})
    assert (found.standing, found.reasons) == (Standing.DRAFT, (Reason("hold_open", "Q.0"),))


def test_hold_question_that_does_not_apply_is_not_asked() -> None:
    assert answered(answers={"Q.0": False}).standing is Standing.OFFICIAL


def test_false_statements_hold_or_keep_out_of_the_ranking() -> None:
    assert answered(statements={"S2": False}).standing is Standing.HOLD
    assert answered(statements={"S1": False}).standing is Standing.UNRANKED
    both = answered(statements={"S1": False, "S2": False}, left_out=["R.1", "R.2"])
    assert both.standing is Standing.HOLD
    assert [reason.kind for reason in both.reasons] == ["statement_hold", "statement_unranked", "coverage"]


def test_hold_found_by_the_consultant_counts_on_the_verified_basis_only() -> None:
    answers = {q.code: 50 for q in asked().questions if q.code != "Q.0"} | {"Q.0": True}
    stated = firm(answers, shares={"A.wet": 1.0}, verification=verified({"Q.0": lowered(False)}))  # type: ignore[arg-type]
    assert card(asked(), stated).standing is Standing.OFFICIAL
    assert card(asked(), stated, basis=Basis.VERIFIED).standing is Standing.HOLD

from __future__ import annotations

import pytest

from readiness.questionnaire.answers import Verdict, VerdictEntry
from readiness.questionnaire.model import Kind, Questionnaire, Role
from readiness.scoring.scorecard import Basis, Scorecard, Standing
from tests.scoring.builders import (
    NOT_APPLICABLE,
    card,
    confirmed,
    firm,
    lowered,
    percent,
    question,
    questionnaire,
    said,
    variant,
    verified,
)

NOT_VERIFIABLE = VerdictEntry(Verdict.NOT_VERIFIABLE, "declared")


def ladders(number: int, **rules: float) -> Questionnaire:
    return questionnaire(*(question(f"Q.{n}") for n in range(number)), **rules)


def counted(found: Scorecard) -> list[float]:
    return [line.counted for line in found.questions]


@pytest.mark.parametrize(("documents", "score"), [(0, 60), (1, 80), (3, 80)])
def test_own_evidence_caps_what_an_answer_counts(documents: int, score: float) -> None:
    line = card(ladders(1), firm({"Q.0": said(5, documents=documents)})).questions[0]
    assert (line.raw, line.capped, line.counted) == (100, score, score)


def test_what_was_seen_replaces_the_counted_value_and_nothing_else() -> None:
    found = card(
        ladders(1), firm({"Q.0": 4}, verification=verified({"Q.0": lowered(2)})), basis=Basis.VERIFIED
    ).questions[0]
    assert (found.raw, found.counted, found.grade) == (40, 40, "site")
    declared = card(ladders(1), firm({"Q.0": 4}, verification=verified({"Q.0": lowered(2)}))).questions[0]
    assert (declared.raw, declared.counted, declared.grade) == (80, 60, "declared")


def test_confirmed_answer_counts_in_full() -> None:
    found = card(
        ladders(1), firm({"Q.0": 5}, verification=verified({"Q.0": confirmed("desk")})), basis=Basis.VERIFIED
    )
    assert counted(found) == [100]


def test_answer_that_cannot_be_verified_stays_but_falls_to_declared() -> None:
    answers = firm({"Q.0": said(5, documents=1)}, verification=verified({"Q.0": NOT_VERIFIABLE}))
    line = card(ladders(1), answers, basis=Basis.VERIFIED).questions[0]
    assert (line.raw, line.counted, line.grade) == (100, 60, "declared")


def test_over_claim_lowers_unaudited_answers_by_its_shrunken_mean() -> None:
    """Three audited: 60 declared, 40 found, twice, and 40 confirmed: mean 40 / 3, shrunk by 3 / (3 + 8)."""
    audit = verified({"Q.0": lowered(2), "Q.1": lowered(2), "Q.2": confirmed()})
    answers = firm({"Q.0": 3, "Q.1": 4, "Q.2": 2, "Q.3": 3, "Q.4": 0}, verification=audit)
    found = card(ladders(5), answers, basis=Basis.VERIFIED)
    assert found.over_claim == pytest.approx(40 / 3)
    assert counted(found) == pytest.approx([40, 40, 40, 60 - 3 / 11 * 40 / 3, 0])


def test_answer_found_better_offsets_an_over_claim_and_never_raises_others() -> None:
    audit = verified({"Q.0": VerdictEntry(Verdict.RAISED, "site", 5), "Q.1": lowered(2)})
    found = card(ladders(3), firm({"Q.0": 3, "Q.1": 3, "Q.2": 3}, verification=audit), basis=Basis.VERIFIED)
    assert found.over_claim == 0
    assert counted(found) == [100, 40, 60]


def test_over_claim_compares_what_the_declared_answer_counted_for() -> None:
    """A declared 100 counted 60 only: found at 60, nothing was over-claimed."""
    found = card(
        ladders(2),
        firm({"Q.0": 5, "Q.1": 3}, verification=verified({"Q.0": lowered(3)})),
        basis=Basis.VERIFIED,
    )
    assert (found.over_claim, counted(found)) == (0, [60, 60])


def test_audited_hold_question_counts_among_the_audited() -> None:
    asked = questionnaire(
        question("Q.0"), question("Q.1"), question("Q.2", Kind.YES_NO, weight=0, role=Role.HOLD)
    )
    audit = verified({"Q.0": lowered(1), "Q.2": lowered(False)})
    found = card(asked, firm({"Q.0": 3, "Q.1": 3, "Q.2": True}, verification=audit), basis=Basis.VERIFIED)
    assert found.over_claim == pytest.approx(50)
    assert found.questions[1].counted == pytest.approx(60 - 2 / 10 * 50)


def test_not_verifiable_answer_is_not_among_the_audited_and_is_lowered_with_the_rest() -> None:
    audit = verified({"Q.0": lowered(1), "Q.1": NOT_VERIFIABLE})
    found = card(ladders(2), firm({"Q.0": 3, "Q.1": 3}, verification=audit), basis=Basis.VERIFIED)
    assert counted(found) == pytest.approx([20, 60 - 1 / 9 * 40])


def test_lowering_stops_at_0() -> None:
    audit = verified({"Q.0": lowered(0)})
    found = card(
        ladders(2, shrink=0.01), firm({"Q.0": 3, "Q.1": 1}, verification=audit), basis=Basis.VERIFIED
    )
    assert counted(found) == [0, 0]


@pytest.mark.parametrize(("audited", "flag"), [(19, False), (20, True)])
def test_integrity_flag_needs_enough_audited_questions(audited: int, flag: bool) -> None:
    audit = verified({f"Q.{n}": lowered(4) for n in range(audited)})
    answers = firm({f"Q.{n}": 5 for n in range(25)}, verification=audit)
    assert card(ladders(25), answers, basis=Basis.VERIFIED).integrity is flag


def test_integrity_flag_counts_raw_claims_and_no_offsets() -> None:
    """Half claimed 100 and found at 60, half raised: 20 points on the mean, though nothing counted too much."""
    entries = {f"Q.{n}": lowered(3) if n < 10 else VerdictEntry(Verdict.RAISED, "site", 5) for n in range(20)}
    answers = firm({f"Q.{n}": 5 if n < 10 else 1 for n in range(20)}, verification=verified(entries))
    found = card(ladders(20), answers, basis=Basis.VERIFIED)
    assert (found.over_claim, found.integrity) == (0, True)


def test_hold_question_answered_no_by_the_firm_itself_raises_no_flag() -> None:
    asked = questionnaire(question("Q.0"), question("Q.1", Kind.YES_NO, role=Role.HOLD, weight=0))
    audit = verified({"Q.1": confirmed("site")})
    found = card(asked, firm({"Q.0": 3, "Q.1": False}, verification=audit), basis=Basis.VERIFIED)
    assert not found.integrity
    assert found.standing is Standing.HOLD


def test_hold_question_claimed_against_the_facts_raises_the_flag() -> None:
    asked = questionnaire(question("Q.0"), question("Q.1", Kind.YES_NO, weight=0, role=Role.HOLD))
    audit = verified({"Q.1": lowered(False)})
    assert card(asked, firm({"Q.0": 3, "Q.1": True}, verification=audit), basis=Basis.VERIFIED).integrity


def floored() -> Questionnaire:
    trend = question(
        "Q.1", Kind.NUMBER, score_at_least="Q.0", variants=(variant("all", ((0, 0), (-8, 100))),)
    )
    return questionnaire(percent("Q.0"), trend)


def test_a_trend_scores_at_least_as_much_as_the_state_itself_before_its_own_cap() -> None:
    found = card(floored(), firm({"Q.0": said(95, documents=1), "Q.1": -1}))
    assert [(line.raw, line.counted) for line in found.questions] == [(95, 80), (95, 60)]


def test_the_floor_is_the_standing_answer_and_only_where_there_is_a_number() -> None:
    audit = verified({"Q.0": lowered(30.0)})
    found = card(floored(), firm({"Q.0": 95, "Q.1": 0}, verification=audit), basis=Basis.VERIFIED)
    assert found.questions[1].raw == 30
    assert card(floored(), firm({"Q.0": 95})).questions[1].raw == 0


def test_value_given_by_the_consultant_answers_what_the_firm_left_out() -> None:
    audit = verified({"Q.0": VerdictEntry(Verdict.RAISED, "site", 3)})
    line = card(ladders(2), firm({"Q.1": 3}, verification=audit), basis=Basis.VERIFIED).questions[0]
    assert (line.state, line.answered, line.counted) == ("answered", 1, 60)


def test_verdict_on_what_does_not_apply_is_not_among_the_audited() -> None:
    asked = questionnaire(question("Q.0", na_allowed=True), question("Q.1"), question("Q.2"))
    audit = verified({"Q.0": confirmed(), "Q.1": lowered(2)})
    found = card(
        asked, firm({"Q.0": NOT_APPLICABLE, "Q.1": 3, "Q.2": 3}, verification=audit), basis=Basis.VERIFIED
    )
    assert found.over_claim == pytest.approx(20)

"""What an audit looks at: always the answers that decide, and a sample of the rest."""

from __future__ import annotations

from dataclasses import replace

import pytest

from readiness.assessment.verification import Stated, audit_sample, check_direction, check_verdict
from readiness.errors import InputError
from readiness.questionnaire.answers import Verdict, VerdictEntry
from readiness.questionnaire.model import (
    Aggregation,
    Dimension,
    EvidenceGrade,
    Kind,
    Pillar,
    Question,
    Questionnaire,
    Role,
    Rules,
)
from readiness.questionnaire.texts import Texts

RULES = Rules(Aggregation.WEIGHTED_MEAN, 0, 0.6, 95, 80, 8, 15, 20, 24, 5, 20, 4, 40, 20, 12, 24, 2, 5, 5)
GRADES = (EvidenceGrade("told", 60, False), EvidenceGrade("seen", 100, True))


def question(code: str, kind: Kind = Kind.LADDER, role: Role = Role.NONE) -> Question:
    return Question(code, "D", kind, 1, role, {"P": 1}, levels=5)


def questionnaire(*questions: Question) -> Questionnaire:
    pillar = Pillar("P", 1, "#000000", (Dimension("D", "P", 1, questions),))
    return Questionnaire("q", "1", ("en",), (pillar,), (), GRADES, RULES, (), (), (), (), (), (), Texts({}))


LADDERS = [question(f"L{number}") for number in range(10)]
SINGLES = [question(f"S{number}", Kind.SINGLE) for number in range(10)]
ALL = questionnaire(
    *LADDERS,
    *SINGLES,
    question("CORE", role=Role.CORE),
    question("HOLD", Kind.YES_NO, Role.HOLD),
    question("FIGURE", Kind.NUMBER),
)


def stated(**scores: float) -> dict[str, Stated]:
    return {q.code: Stated("answered", scores.get(q.code, 40.0), True) for q in ALL.questions}


def test_core_hold_and_figures_are_always_looked_at() -> None:
    assert audit_sample(ALL, stated(), seed="a").always == ("CORE", "HOLD", "FIGURE")


def test_high_answer_is_always_looked_at_and_one_just_below_is_not() -> None:
    always = audit_sample(ALL, stated(L3=80.0, S1=100.0, L4=79.99), seed="a").always
    assert always == ("L3", "S1", "CORE", "HOLD", "FIGURE")


def test_two_fifths_of_the_other_ladders_and_a_fifth_of_the_rest_are_drawn() -> None:
    drawn = audit_sample(ALL, stated(), seed="a").drawn
    assert (sum(code[0] == "L" for code in drawn), sum(code[0] == "S" for code in drawn)) == (4, 2)


def test_same_seed_draws_the_same_and_another_seed_others() -> None:
    assert audit_sample(ALL, stated(), seed="a") == audit_sample(ALL, stated(), seed="a")
    assert len({audit_sample(ALL, stated(), seed=str(seed)).drawn for seed in range(20)}) > 10


def test_every_question_has_its_chance() -> None:
    drawn = {code for seed in range(60) for code in audit_sample(ALL, stated(), seed=str(seed)).drawn}
    assert drawn == {q.code for q in (*LADDERS, *SINGLES)}


def test_what_was_not_answered_or_does_not_apply_is_not_looked_at() -> None:
    found = stated() | {"CORE": Stated("unanswered", 0, True), "FIGURE": Stated("answered", 50, False)}
    sample = audit_sample(ALL, found, seed="a")
    assert sample.always == ("HOLD",)


def test_missing_verdicts_are_named_in_order() -> None:
    sample = audit_sample(ALL, stated(), seed="a")
    assert sample.missing(["HOLD", *sample.drawn]) == ("CORE", "FIGURE")


@pytest.mark.parametrize(
    ("entry", "refusal"),
    [
        (VerdictEntry(Verdict.CONFIRMED, "seen"), None),
        (VerdictEntry(Verdict.CONFIRMED, "told"), "verdict_grade_unknown"),
        (VerdictEntry(Verdict.CONFIRMED, "seen", 3), "verdict_value_not_expected"),
        (VerdictEntry(Verdict.LOWERED, "seen", 2), "verdict_reason_missing"),
        (VerdictEntry(Verdict.LOWERED, "seen", None, "why"), "verdict_value_missing"),
        (VerdictEntry(Verdict.RAISED, "seen", 4, "why"), None),
        (VerdictEntry(Verdict.NOT_VERIFIABLE, "told", None, "no access"), None),
        (VerdictEntry(Verdict.NOT_VERIFIABLE, "told"), "verdict_reason_missing"),
        (VerdictEntry(Verdict.NOT_VERIFIABLE, "seen", None, "no access"), "verdict_grade_unknown"),
    ],
)
def test_verdict_is_complete_or_refused(entry: VerdictEntry, refusal: str | None) -> None:
    if refusal is None:
        check_verdict(ALL, "CORE", entry)
        return
    with pytest.raises(InputError) as caught:
        check_verdict(ALL, "CORE", entry)
    assert (caught.value.field, caught.value.code) == ("CORE", refusal)


def test_verdict_moves_the_score_the_way_it_says() -> None:
    lowered = VerdictEntry(Verdict.LOWERED, "seen", 2, "why")
    check_direction("CORE", lowered, declared=60, audited=40)
    with pytest.raises(InputError, match="verdict_not_lower"):
        check_direction("CORE", lowered, declared=60, audited=60)
    raised = VerdictEntry(Verdict.RAISED, "seen", 4, "why")
    with pytest.raises(InputError, match="verdict_not_higher"):
        check_direction("CORE", raised, declared=60, audited=60)


def test_questionnaire_with_other_rules_draws_another_sample() -> None:
    rules = replace(RULES, sample_level=2, sample_ladders=100, sample_others=0)
    sample = audit_sample(replace(ALL, rules=rules), stated(S0=20.0, L0=20.0), seed="a")
    assert "L1" in sample.always, "40 points are level 2"
    assert sample.drawn == ("L0",)

"""What a consultant can say about answers, and when it becomes a verified result."""

from __future__ import annotations

import datetime as dt

import pytest

from readiness.assessment.permissions import Role
from readiness.errors import ConflictError, InputError, InputErrors, NotFoundError, TransitionError
from readiness.questionnaire.answers import Verdict, VerdictEntry
from readiness.scoring.scorecard import Basis
from readiness.services.assign_consultant import assign_consultant
from readiness.services.get_dimension import get_dimension
from readiness.services.get_result import get_result
from readiness.services.return_assessment import return_assessment
from readiness.store.assessments import get_assessment
from tests.factories import NOON, as_person, make_login
from tests.services.assessment.lives import (
    Town,
    confirm_all,
    confirmed,
    fill,
    judge,
    ladder,
    save,
    sign,
    submit,
)


@pytest.fixture
def submitted(town: Town) -> Town:
    fill(town)
    submit(town)
    return town


def state(town: Town) -> str:
    return get_assessment(town.session, town.key, person=town.consultant).state


def refusal(town: Town, code: str, entry: VerdictEntry) -> str:
    with pytest.raises(InputErrors) as caught:
        judge(town, {code: entry})
    assert caught.value.field == code
    return caught.value.code


def test_first_verdict_opens_the_verification(submitted: Town) -> None:
    judge(submitted, {"DOUGH.1": confirmed()})
    assert state(submitted) == "in_verification"


def test_lowered_without_a_reason_is_refused(submitted: Town) -> None:
    entry = VerdictEntry(Verdict.LOWERED, "tasted", 1)
    assert refusal(submitted, "DOUGH.1", entry) == "verdict_reason_missing"
    assert state(submitted) == "submitted"


def test_lowered_without_a_value_is_refused(submitted: Town) -> None:
    entry = VerdictEntry(Verdict.LOWERED, "tasted", None, "no records")
    assert refusal(submitted, "DOUGH.1", entry) == "verdict_value_missing"


def test_lowered_to_the_same_value_is_refused(submitted: Town) -> None:
    entry = VerdictEntry(Verdict.LOWERED, "tasted", 3, "no records")
    assert refusal(submitted, "DOUGH.1", entry) == "verdict_not_lower"


def test_raised_downwards_is_refused(submitted: Town) -> None:
    entry = VerdictEntry(Verdict.RAISED, "tasted", "dial", "better than they said")
    assert refusal(submitted, "OVEN.1", entry) == "verdict_not_higher"


def test_direction_goes_by_score_where_less_is_better(submitted: Town) -> None:
    slower = {"loaf": 14.5, "steamed": 5.0}
    judge(submitted, {"DOUGH.2": VerdictEntry(Verdict.LOWERED, "tasted", slower, "timed again")})
    assert state(submitted) == "in_verification"


def test_figure_below_the_floor_of_another_question_can_be_corrected(submitted: Town) -> None:
    more = {"burnt": 12, "baked": 120}
    judge(submitted, {"OVEN.2": VerdictEntry(Verdict.LOWERED, "tasted", more, "counted again")})
    assert state(submitted) == "in_verification"


def test_computed_figure_can_be_lowered(submitted: Town) -> None:
    judge(submitted, {"DOUGH.3": VerdictEntry(Verdict.LOWERED, "tasted", 10.0, "half of the rye was sold")})
    preview = get_result(submitted.services, submitted.session, submitted.key, by=submitted.consultant)
    declared, verified = (
        next(line for line in preview.scorecards[basis].questions if line.code == "DOUGH.3")
        for basis in (Basis.DECLARED, Basis.VERIFIED)
    )
    assert (round(declared.raw, 2), verified.raw) == (62.11, 25)


def test_grade_that_only_firms_give_is_refused(submitted: Town) -> None:
    entry = VerdictEntry(Verdict.CONFIRMED, "shown")
    assert refusal(submitted, "DOUGH.1", entry) == "verdict_grade_unknown"


def test_question_that_does_not_apply_has_nothing_to_verify(submitted: Town) -> None:
    assert refusal(submitted, "PEOPLE.2", confirmed()) == "nothing_to_verify"


def test_draft_cannot_be_verified(town: Town) -> None:
    fill(town)
    with pytest.raises(TransitionError, match="cannot verify while the assessment is draft"):
        judge(town, {"DOUGH.1": confirmed()})


def test_consultant_without_the_assignment_finds_nothing(submitted: Town) -> None:
    stranger = as_person(submitted.session, make_login(submitted.session, Role.CONSULTANT))
    with pytest.raises(NotFoundError):
        judge(submitted, {"DOUGH.1": confirmed()}, by=stranger)


def test_firm_cannot_be_made_its_own_consultant(submitted: Town) -> None:
    officer = as_person(submitted.session, make_login(submitted.session, Role.OFFICER))
    other = make_login(submitted.session, Role.OFFICER)
    admin = as_person(submitted.session, make_login(submitted.session, Role.ADMINISTRATOR))
    with pytest.raises(InputError, match="not_a_consultant"):
        assign_consultant(submitted.services, submitted.session, submitted.key, other.key, by=admin, at=NOON)
    assert officer.role is Role.OFFICER


def test_second_consultant_does_not_overwrite_the_first_unseen(submitted: Town) -> None:
    judge(submitted, {"DOUGH.1": VerdictEntry(Verdict.LOWERED, "tasted", 2, "few records")})
    with pytest.raises(ConflictError) as caught:
        judge(submitted, {"DOUGH.1": confirmed()})
    standing, sent = caught.value.conflicts["DOUGH.1"]
    assert (standing, sent) == (VerdictEntry(Verdict.LOWERED, "tasted", 2, "few records"), confirmed())


def test_same_verdicts_sent_again_make_one_revision(submitted: Town) -> None:
    receipts = [judge(submitted, {"DOUGH.1": confirmed()}, client_id="tablet-7") for _ in range(5)]
    assert all(receipt == receipts[0] for receipt in receipts)


def test_same_page_of_verdicts_sent_again_with_one_more_keeps_it(submitted: Town) -> None:
    judge(submitted, {"DOUGH.1": confirmed()}, client_id="page")
    second = judge(submitted, {"DOUGH.1": confirmed(), "OVEN.1": confirmed()}, client_id="page")
    assert "OVEN.1" in second.revisions
    view = get_dimension(
        submitted.services, submitted.session, submitted.key, "OVEN", by=submitted.consultant
    )
    assert view.questions[0].verdict == confirmed()


def test_audit_without_the_sample_cannot_be_signed(submitted: Town) -> None:
    judge(submitted, {"DOUGH.1": confirmed()})
    with pytest.raises(InputError) as caught:
        sign(submitted)
    assert caught.value.code == "sample_incomplete"
    assert "OVEN.1" in str(caught.value.values["missing"])


def test_consultant_who_is_not_independent_cannot_sign(submitted: Town) -> None:
    confirm_all(submitted)
    with pytest.raises(InputError, match="independence_missing"):
        sign(submitted, independence=False)


def test_audit_cannot_be_signed_for_a_day_to_come(submitted: Town) -> None:
    confirm_all(submitted)
    with pytest.raises(InputError, match="day_to_come"):
        sign(submitted, signed_on=dt.date(2026, 4, 1))


def test_signed_audit_puts_declared_and_verified_side_by_side(submitted: Town) -> None:
    confirm_all(submitted, DOUGH__1=VerdictEntry(Verdict.LOWERED, "tasted", 1, "few records"))
    hidden = get_result(submitted.services, submitted.session, submitted.key, by=submitted.owner)
    assert (list(hidden.scorecards), hidden.verdicts) == ([Basis.DECLARED], {})
    card = sign(submitted)
    result = get_result(submitted.services, submitted.session, submitted.key, by=submitted.owner)
    assert result.scorecards[Basis.VERIFIED] == card == result.main
    assert result.scorecards[Basis.DECLARED].index != card.index
    assert result.audit is not None
    assert result.audit.signer == submitted.consultant.name
    assert state(submitted) == "verified"


def test_verdict_falls_when_the_answer_below_it_changes_and_the_others_stand(submitted: Town) -> None:
    confirm_all(submitted)
    return_assessment(
        submitted.services, submitted.session, submitted.key, reason="dough", by=submitted.consultant, at=NOON
    )
    save(submitted, {"DOUGH.1": ladder(2)}, base={"DOUGH.1": 3})
    submit(submitted)
    view = get_dimension(
        submitted.services, submitted.session, submitted.key, "DOUGH", by=submitted.consultant
    )
    by_code = {question.code: question for question in view.questions}
    assert by_code["DOUGH.1"].verdict is None
    assert by_code["DOUGH.2"].verdict == confirmed()
    judge(submitted, {"DOUGH.1": confirmed()}, base={"DOUGH.1": by_code["DOUGH.1"].verdict_revision})
    sign(submitted)
    assert state(submitted) == "verified"


def test_only_the_consultant_is_told_which_questions_are_sampled(submitted: Town) -> None:
    seen = {
        by.role: any(
            question.sampled
            for question in get_dimension(
                submitted.services, submitted.session, submitted.key, "OVEN", by=by
            ).questions
        )
        for by in (submitted.owner, submitted.consultant)
    }
    assert seen == {Role.FIRM: False, Role.CONSULTANT: True}

"""From draft to final: which step is possible where, and what it leaves behind."""

from __future__ import annotations

import pytest

from readiness.errors import ForbiddenError, InputError, InputErrors, NotFoundError, TransitionError
from readiness.questionnaire.answers import Answer
from readiness.scoring.scorecard import Basis, Standing
from readiness.services.check_assessment import check_assessment
from readiness.services.close_round import close_round
from readiness.services.declare_assessment import change_consent
from readiness.services.finalise_assessment import finalise_assessment
from readiness.services.get_dimension import get_dimension
from readiness.services.get_result import get_result
from readiness.services.get_task_list import TaskState, get_task_list
from readiness.services.list_verifications import list_verifications
from readiness.services.list_work import list_work
from readiness.services.open_assessment import open_assessment
from readiness.services.replay import replay
from readiness.services.return_assessment import return_assessment
from readiness.services.save_statements import save_statements
from readiness.services.submit_assessment import submit_assessment
from readiness.services.withdraw_assessment import withdraw_assessment
from readiness.store.assessments import get_assessment
from readiness.store.events import find_broken_event, list_events
from readiness.store.ranking import get_scorecards
from readiness.store.rows import Assessment
from tests.factories import NOON
from tests.services.assessment.lives import (
    Town,
    another_firm,
    confirm_all,
    declare,
    fill,
    ladder,
    make_editor,
    save,
    sign,
    submit,
)


def row(town: Town) -> Assessment:
    return get_assessment(town.session, town.key, person=town.owner)


def test_opening_twice_gives_the_same_draft(town: Town) -> None:
    again = open_assessment(
        town.services, town.session, town.firm.key, town.round.key, by=town.owner, at=NOON
    )
    assert again.key == town.key


def test_closed_round_takes_no_new_answers(town: Town) -> None:
    close_round(town.services, town.session, town.round.key, by=town.officer, at=NOON)
    with pytest.raises(InputError, match="round_not_open"):
        save(town, {"DOUGH.1": ladder(2)})


def test_round_closes_once(town: Town) -> None:
    close_round(town.services, town.session, town.round.key, by=town.officer, at=NOON)
    with pytest.raises(TransitionError, match="closed"):
        close_round(town.services, town.session, town.round.key, by=town.officer, at=NOON)


def test_empty_draft_names_everything_that_is_missing(town: Town) -> None:
    view = check_assessment(town.services, town.session, town.key, by=town.owner)
    assert {(notice.code, notice.key) for notice in view.errors} == {
        ("employees", "required"),
        ("processes", "shares_missing"),
        ("TRUE", "statement_required"),
    }
    assert view.unsaid == ("OPEN", "CLEAN", "TRUE")
    assert not view.can_submit


def test_gaps_are_listed_by_dimension(town: Town) -> None:
    fill(town)
    save(town, {"OVEN.1": Answer()}, base={"OVEN.1": 3})
    view = check_assessment(town.services, town.session, town.key, by=town.owner)
    assert view.missing == {"OVEN": ("OVEN.1",)}
    assert view.can_submit


def test_task_list_shows_what_is_done(town: Town) -> None:
    before = get_task_list(town.services, town.session, town.key, by=town.owner)
    assert (before.profile, before.statements) == (TaskState.NOT_STARTED, TaskState.NOT_STARTED)
    fill(town)
    after = get_task_list(town.services, town.session, town.key, by=town.owner)
    assert (after.profile, after.statements) == (TaskState.DONE, TaskState.DONE)
    assert {task.state for task in after.dimensions} == {TaskState.DONE}


def test_steps_on_the_task_list_follow_the_role(town: Town) -> None:
    assert {
        step.value for step in get_task_list(town.services, town.session, town.key, by=town.owner).steps
    } == {"save", "declare", "submit", "withdraw"}
    editor = make_editor(town)
    assert {step.value for step in get_task_list(town.services, town.session, town.key, by=editor).steps} == {
        "save"
    }


def test_submission_needs_a_declaration(town: Town) -> None:
    fill(town)
    with pytest.raises(InputError, match="declaration_missing"):
        submit_assessment(town.services, town.session, town.key, by=town.owner, at=NOON)


def test_change_after_the_declaration_asks_for_a_new_one(town: Town) -> None:
    fill(town)
    declare(town)
    save(town, {"DOUGH.1": ladder(4)}, base={"DOUGH.1": 3})
    with pytest.raises(InputError, match="declaration_missing"):
        submit_assessment(town.services, town.session, town.key, by=town.owner, at=NOON)


def test_firm_that_does_not_vouch_for_the_truth_cannot_declare(town: Town) -> None:
    fill(town)
    save_statements(
        town.services, town.session, town.key, {"OPEN": True, "CLEAN": True, "TRUE": False},
        base={"@statements": 2}, client_id="s", by=town.owner, at=NOON,
    )  # fmt: skip
    with pytest.raises(InputError) as caught:
        declare(town)
    assert (caught.value.field, caught.value.code) == ("TRUE", "statement_required")


def test_consent_to_scores_is_not_optional_and_the_rest_is(town: Town) -> None:
    fill(town)
    with pytest.raises(InputError, match="consent_scores"):
        declare(town, consent={"figures": True})
    declare(town, consent={"scores": True, "evidence": True})
    consent = row(town).consent
    assert consent is not None
    assert (consent["scores"], consent["figures"], consent["evidence"]) == (True, False, True)


def test_consent_can_be_taken_back_after_submission(town: Town) -> None:
    fill(town)
    declare(town, consent={"scores": True, "figures": True})
    submit_assessment(town.services, town.session, town.key, by=town.owner, at=NOON)
    change_consent(town.services, town.session, town.key, {"scores": True}, by=town.owner, at=NOON)
    consent = row(town).consent
    assert consent is not None
    assert consent["figures"] is False


def test_editor_cannot_submit(town: Town) -> None:
    fill(town)
    declare(town)
    with pytest.raises(ForbiddenError):
        submit_assessment(town.services, town.session, town.key, by=make_editor(town), at=NOON)


def test_contradiction_stops_a_submission(town: Town) -> None:
    fill(town)
    save_statements(
        town.services, town.session, town.key, {"OPEN": True, "CLEAN": False, "TRUE": True},
        base={"@statements": 2}, client_id="s", by=town.owner, at=NOON,
    )  # fmt: skip
    declare(town)
    with pytest.raises(InputErrors) as caught:
        submit_assessment(town.services, town.session, town.key, by=town.owner, at=NOON)
    assert (caught.value.field, caught.value.code) == ("OVEN.3", "contradiction")


def test_submission_stores_the_declared_scorecard_that_the_result_shows(town: Town) -> None:
    fill(town)
    card = submit(town)
    stored = get_scorecards(town.session, row(town))["declared"]
    result = get_result(town.services, town.session, town.key, by=town.owner)
    assert stored.index == card.index == result.main.index
    assert list(result.scorecards) == [Basis.DECLARED]
    assert not result.preliminary


def test_submission_with_gaps_is_a_draft_result(town: Town) -> None:
    fill(town, DOUGH__1={}, DOUGH__2={})
    card = submit(town)
    assert card.standing is Standing.DRAFT


def test_second_submission_is_refused_with_the_state(town: Town) -> None:
    fill(town)
    submit(town)
    with pytest.raises(TransitionError, match="cannot submit while the assessment is submitted"):
        submit_assessment(town.services, town.session, town.key, by=town.owner, at=NOON)


def test_returned_assessment_is_edited_and_submitted_again(town: Town) -> None:
    fill(town)
    submit(town)
    before = get_scorecards(town.session, row(town))["declared"].index
    return_assessment(
        town.services, town.session, town.key, reason="Please look at the dough.", by=town.officer, at=NOON
    )
    assert get_task_list(town.services, town.session, town.key, by=town.owner).returned == (
        "Please look at the dough."
    )
    save(town, {"DOUGH.1": ladder(1)}, base={"DOUGH.1": 3})
    submit(town)
    assert row(town).state == "submitted"
    assert get_scorecards(town.session, row(town))["declared"].index < before


def test_returning_without_a_reason_is_refused(town: Town) -> None:
    fill(town)
    submit(town)
    with pytest.raises(InputError, match="required"):
        return_assessment(town.services, town.session, town.key, reason=" ", by=town.officer, at=NOON)


def test_withdrawn_assessment_can_be_taken_up_again_with_its_answers(town: Town) -> None:
    save(town, {"DOUGH.1": ladder(2)})
    withdraw_assessment(town.services, town.session, town.key, by=town.owner, at=NOON)
    with pytest.raises(TransitionError, match="withdrawn"):
        save(town, {"DOUGH.1": ladder(3)}, base={"DOUGH.1": 1})
    open_assessment(town.services, town.session, town.firm.key, town.round.key, by=town.owner, at=NOON)
    assert save(town, {"DOUGH.1": ladder(3)}, base={"DOUGH.1": 1}).revisions == {"DOUGH.1": 2}


def test_only_the_office_finalises_and_only_what_is_verified(town: Town) -> None:
    fill(town)
    submit(town)
    with pytest.raises(TransitionError, match="submitted"):
        finalise_assessment(town.services, town.session, town.key, by=town.officer, at=NOON)
    confirm_all(town)
    sign(town)
    with pytest.raises(ForbiddenError):
        finalise_assessment(town.services, town.session, town.key, by=town.owner, at=NOON)
    finalise_assessment(town.services, town.session, town.key, by=town.officer, at=NOON)
    assert row(town).state == "final"


def test_every_step_leaves_an_event_in_an_unbroken_chain(town: Town) -> None:
    fill(town)
    submit(town)
    confirm_all(town)
    sign(town)
    events = [event.action for event in list_events(town.session, f"assessment:{town.key}")]
    assert events == [
        "sign_audit",
        "record_verdicts",
        "submit_assessment",
        "declare_assessment",
        "assign_consultant",
        "open_assessment",
    ]
    assert find_broken_event(town.session) is None


def test_firm_sees_its_own_work_and_the_consultant_what_is_assigned(town: Town) -> None:
    _, other, key = another_firm(town)
    assert [
        line.assessment.key for line in list_work(town.services, town.session, by=town.owner, at=NOON).lines
    ] == [town.key]
    assert [
        line.assessment.key for line in list_work(town.services, town.session, by=other, at=NOON).lines
    ] == [key]
    seen = list_verifications(town.services, town.session, by=town.consultant, limit=10).lines
    assert [line.assessment.key for line in seen] == [town.key]
    with pytest.raises(ForbiddenError):
        list_work(town.services, town.session, by=town.consultant, at=NOON)
    with pytest.raises(NotFoundError):
        get_result(town.services, town.session, key, by=town.consultant)


def test_office_sees_scores_always_and_answers_only_with_consent(town: Town) -> None:
    fill(town)
    submit(town)
    assert get_result(town.services, town.session, town.key, by=town.officer).main.index > 0
    with pytest.raises(ForbiddenError):
        get_dimension(town.services, town.session, town.key, "DOUGH", by=town.officer)
    change_consent(
        town.services, town.session, town.key, {"scores": True, "figures": True}, by=town.owner, at=NOON
    )
    assert get_dimension(town.services, town.session, town.key, "DOUGH", by=town.officer).questions


def test_replay_finds_all_in_order_and_names_what_was_changed(town: Town) -> None:
    fill(town)
    submit(town)
    confirm_all(town)
    sign(town)
    found = replay(town.services, town.session)
    assert (found.checked, found.differences) == (2, ())
    get_scorecards(town.session, row(town))["verified"].index += 1
    town.session.flush()
    (line,) = replay(town.services, town.session).differences
    assert line.startswith(f"assessment:{town.key} verified: index was ")

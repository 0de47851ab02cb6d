"""Nothing saved is lost, nothing is stored twice, nobody overwrites somebody else unseen."""

from __future__ import annotations

from typing import Any

import pytest

from readiness.errors import (
    ConflictError,
    ForbiddenError,
    InputError,
    InputErrors,
    NotFoundError,
    TransitionError,
)
from readiness.questionnaire.answers import Answer, State
from readiness.services.get_dimension import get_dimension, get_parts
from readiness.services.save_profile import save_profile
from readiness.services.save_statements import save_statements
from readiness.store.answers import answer_history
from readiness.store.assessments import get_assessment
from tests.factories import NOON
from tests.services.assessment.lives import Town, another_firm, fill, ladder, make_editor, save, submit


def test_two_editors_on_one_question_are_told_of_each_other(town: Town) -> None:
    colleague = make_editor(town)
    save(town, {"DOUGH.1": ladder(2)}, by=colleague)
    with pytest.raises(ConflictError) as caught:
        save(town, {"DOUGH.1": ladder(4), "OVEN.1": Answer(State.ANSWERED, "dial")})
    assert caught.value.conflicts == {"DOUGH.1": (ladder(2), ladder(4))}
    view = get_dimension(town.services, town.session, town.key, "OVEN", by=town.owner)
    assert view.questions[0].answer == Answer(), "nothing of a save in conflict is kept"


def test_editor_who_has_seen_the_other_answer_replaces_it(town: Town) -> None:
    first = save(town, {"DOUGH.1": ladder(2)})
    second = save(town, {"DOUGH.1": ladder(4)}, base=first.revisions)
    assert second.revisions == {"DOUGH.1": 2}
    assert get_assessment(town.session, town.key, person=town.owner).sheet.document["answers"] == {
        "DOUGH.1": {"value": 4}
    }


def test_two_editors_who_agree_are_no_conflict(town: Town) -> None:
    save(town, {"DOUGH.1": ladder(2)})
    receipt = save(town, {"DOUGH.1": ladder(2)}, by=make_editor(town))
    assert receipt.revisions == {"DOUGH.1": 1}


def test_same_save_sent_twenty_times_makes_one_revision(town: Town) -> None:
    changes = {"DOUGH.1": ladder(3), "OVEN.1": Answer(State.ANSWERED, "probe")}
    receipts = [save(town, changes, client_id="train-in-a-tunnel") for _ in range(20)]
    assert all(receipt == receipts[0] for receipt in receipts)
    assessment = get_assessment(town.session, town.key, person=town.owner)
    assert assessment.revision == 1
    assert len(answer_history(town.session, assessment, "DOUGH.1")) == 1


def test_repeated_save_gets_its_own_receipt_after_somebody_else_saved(town: Town) -> None:
    first = save(town, {"DOUGH.1": ladder(3)}, client_id="mine")
    save(town, {"DOUGH.1": ladder(4)}, base=first.revisions, by=make_editor(town))
    assert save(town, {"DOUGH.1": ladder(3)}, client_id="mine") == first


def test_same_page_sent_again_with_one_more_answer_keeps_it(town: Town) -> None:
    nothing = Answer()
    save(town, {"DOUGH.1": ladder(3), "OVEN.1": nothing}, client_id="page")
    second = save(town, {"DOUGH.1": ladder(3), "OVEN.1": Answer(State.ANSWERED, "dial")}, client_id="page")
    assert second.revisions == {"DOUGH.1": 1, "OVEN.1": 2}
    view = get_dimension(town.services, town.session, town.key, "OVEN", by=town.owner)
    assert view.questions[0].answer == Answer(State.ANSWERED, "dial")


def test_same_page_sent_again_with_another_value_is_asked_about_never_dropped(town: Town) -> None:
    save(town, {"DOUGH.1": ladder(3)}, client_id="page")
    with pytest.raises(ConflictError) as caught:
        save(town, {"DOUGH.1": ladder(4)}, client_id="page")
    assert caught.value.conflicts == {"DOUGH.1": (ladder(3), ladder(4))}


def test_same_page_of_figures_sent_again_with_other_shares_keeps_them(town: Town) -> None:
    figures = {"employees": 12, "flour_t": 80, "rye_t": 20}
    sent: dict[str, Any] = {"profile": figures, "client_id": "page", "by": town.owner, "at": NOON}
    first = save_profile(
        town.services, town.session, town.key, processes={"loaf": 70, "steamed": 30}, base={}, **sent
    )
    save_profile(
        town.services,
        town.session,
        town.key,
        processes={"loaf": 60, "steamed": 40},
        base=first.revisions,
        **sent,
    )
    shares = get_parts(town.services, town.session, town.key, by=town.owner).answers.shares
    assert shares == {"loaf": 0.6, "steamed": 0.4}


def test_unchanged_answer_is_not_stored_again(town: Town) -> None:
    first = save(town, {"DOUGH.1": ladder(3), "OVEN.1": Answer(State.ANSWERED, "dial")})
    second = save(
        town, {"DOUGH.1": ladder(3), "OVEN.1": Answer(State.ANSWERED, "probe")}, base=first.revisions
    )
    assert second.revisions == {"DOUGH.1": 1, "OVEN.1": 2}


def test_foreign_assessment_is_not_found(town: Town) -> None:
    _, _, key = another_firm(town)
    with pytest.raises(NotFoundError):
        save(town, {"DOUGH.1": ladder(3)}, key=key)


def test_editor_of_one_dimension_cannot_save_another(town: Town) -> None:
    colleague = make_editor(town, ["DOUGH"])
    save(town, {"DOUGH.1": ladder(1)}, by=colleague)
    with pytest.raises(ForbiddenError):
        save(town, {"OVEN.1": Answer(State.ANSWERED, "dial")}, by=colleague)


def test_editor_of_one_dimension_cannot_change_the_statements(town: Town) -> None:
    colleague = make_editor(town, ["DOUGH"])
    with pytest.raises(ForbiddenError):
        save_statements(
            town.services,
            town.session,
            town.key,
            {"OPEN": True},
            base={},
            client_id="x",
            by=colleague,
            at=NOON,
        )


def test_submitted_answers_stand_still_and_the_refusal_names_the_state(town: Town) -> None:
    fill(town)
    submit(town)
    with pytest.raises(TransitionError) as caught:
        save(town, {"DOUGH.1": ladder(4)})
    assert (caught.value.step, caught.value.state) == ("save", "submitted")


def test_each_answer_that_cannot_be_taken_is_named(town: Town) -> None:
    with pytest.raises(InputErrors) as caught:
        save(
            town,
            {
                "DOUGH.1": ladder(9),
                "DOUGH.3": Answer(State.ANSWERED, 5.0),
                "OVEN.1": Answer(State.NOT_APPLICABLE, None, "no oven"),
                "PEOPLE.2": Answer(State.NOT_APPLICABLE),
            },
        )
    assert {(error.field, error.code) for error in caught.value.errors} == {
        ("DOUGH.1", "answer_invalid"),
        ("DOUGH.3", "answer_computed"),
        ("OVEN.1", "na_not_allowed"),
        ("PEOPLE.2", "reason_missing"),
    }


def test_impossible_figure_is_refused_with_its_bound(town: Town) -> None:
    fill(town)
    with pytest.raises(InputErrors) as caught:
        save(town, {"DOUGH.2": Answer(State.ANSWERED, {"loaf": 500.0, "steamed": 2.5})}, base={"DOUGH.2": 3})
    assert (caught.value.field, caught.value.code) == ("DOUGH.2", "above_maximum")


def test_unknown_question_is_named(town: Town) -> None:
    with pytest.raises(InputError, match="question_unknown"):
        save(town, {"CAKE.1": ladder(1)})


def profile(town: Town, processes: dict[str, float], **figures: object) -> None:
    save_profile(
        town.services, town.session, town.key, profile=figures, processes=processes,
        base={
                part: saved.revision
                for part, saved in get_parts(
                    town.services, town.session, town.key, by=town.owner
                ).saved.items()
            },
        client_id=town.unique(), by=town.owner, at=NOON,
    )  # fmt: skip


def test_shares_that_do_not_sum_to_100_are_refused(town: Town) -> None:
    with pytest.raises(InputErrors) as caught:
        profile(town, {"loaf": 60, "layer": 30}, employees=5)
    assert (caught.value.field, caught.value.code, caught.value.values["sum"]) == (
        "processes",
        "shares_sum",
        90,
    )


def test_profile_tells_the_firm_its_trade_and_size(town: Town) -> None:
    profile(town, {"loaf": 40, "layer": 60}, employees=5)
    assert (town.firm.sub_sector, town.firm.size) == ("CAKE", "one_oven")


def test_profile_can_be_saved_with_gaps_and_is_kept_as_typed(town: Town) -> None:
    profile(town, {}, flour_t=80.5)
    parts = get_parts(town.services, town.session, town.key, by=town.owner)
    assert parts.answers.profile == {"flour_t": 80.5}
    assert parts.revision("@profile") == 1


def test_profile_of_wrong_kind_is_named_field_by_field(town: Town) -> None:
    with pytest.raises(InputErrors) as caught:
        profile(town, {}, employees="many", shop_kind="castle", ovens=3)
    assert {error.field for error in caught.value.errors} == {"employees", "shop_kind", "ovens"}

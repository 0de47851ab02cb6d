"""A firm that makes other things than before: what it is asked then, told first, and its old answers."""

from __future__ import annotations

import pytest

from readiness.questionnaire.answers import Answer, State
from readiness.services.append_changes import PROCESSES
from readiness.services.foresee_processes import QuestionsChange, QuestionsChangeError
from readiness.services.get_dimension import get_dimension, get_parts
from readiness.services.save_profile import save_profile
from tests.factories import NOON
from tests.services.assessment.lives import Town, fill, save

LOAF_ONLY, BOTH = {"loaf": 100.0}, {"loaf": 70.0, "steamed": 30.0}


def declare_processes(town: Town, percents: dict[str, float], *, agreed: str | None) -> None:
    view = get_parts(town.services, town.session, town.key, by=town.owner)
    save_profile(
        town.services, town.session, town.key, processes=percents, agreed=agreed,
        base={PROCESSES: view.revision(PROCESSES)}, client_id=town.unique(), by=town.owner, at=NOON,
    )  # fmt: skip


def told(town: Town, percents: dict[str, float]) -> QuestionsChange:
    with pytest.raises(QuestionsChangeError) as caught:
        declare_processes(town, percents, agreed="")
    return caught.value.change


def shares(town: Town) -> dict[str, float]:
    return dict(get_parts(town.services, town.session, town.key, by=town.owner).answers.shares)


def fermenting(town: Town) -> object:
    view = get_dimension(town.services, town.session, town.key, "DOUGH", by=town.owner)
    return next(question for question in view.questions if question.code == "DOUGH.2").answer.value


def revisions(town: Town) -> dict[str, int]:
    view = get_dimension(town.services, town.session, town.key, "DOUGH", by=town.owner)
    return {question.code: question.revision for question in view.questions}


def test_bakery_that_gives_up_steaming_is_told_what_goes_and_nothing_is_saved_until_it_agrees(
    town: Town,
) -> None:
    fill(town)
    change = told(town, LOAF_ONLY)
    assert [gone.code for gone in change.vanishing] == ["OVEN.3"]
    assert {other.code for other in change.altered} >= {"DOUGH.2", "PEOPLE.1"}
    assert change.appearing == ()
    assert shares(town) == {"loaf": 0.7, "steamed": 0.3}
    declare_processes(town, LOAF_ONLY, agreed=change.mark)
    assert shares(town) == {"loaf": 1.0}


def test_what_was_agreed_to_for_one_change_does_not_hold_for_another(town: Town) -> None:
    fill(town)
    mark = told(town, LOAF_ONLY).mark
    with pytest.raises(QuestionsChangeError):
        declare_processes(town, {"layer": 100}, agreed=mark)
    assert shares(town) == {"loaf": 0.7, "steamed": 0.3}


def test_bakery_that_asks_for_the_same_questions_with_other_shares_is_not_asked(town: Town) -> None:
    fill(town)
    declare_processes(town, {"loaf": 60, "steamed": 40}, agreed="")
    assert shares(town) == {"loaf": 0.6, "steamed": 0.4}


def test_first_processes_of_a_bakery_need_no_consent(town: Town) -> None:
    declare_processes(town, BOTH, agreed="")
    assert shares(town) == {"loaf": 0.7, "steamed": 0.3}


def test_weights_tell_what_a_question_counts_when_it_is_asked(town: Town) -> None:
    declare_processes(town, {"layer": 100}, agreed=None)
    change = told(town, BOTH)
    new = {question.code: question.weight for question in change.appearing}
    assert set(new) >= {"OVEN.2", "OVEN.3"}
    assert new["OVEN.3"] == 0, "a gate weighs nothing"
    assert 1 < new["OVEN.2"] < 100, "percent of the index"


def test_figure_of_a_process_that_was_given_up_stays_and_comes_back_with_it(town: Town) -> None:
    fill(town)
    before = fermenting(town)
    assert isinstance(before, dict)
    declare_processes(town, LOAF_ONLY, agreed=None)
    first = save(town, {"DOUGH.2": Answer(State.ANSWERED, {"loaf": 16.0})}, base=revisions(town))
    assert fermenting(town) == {"loaf": 16.0, "steamed": before["steamed"]}
    declare_processes(town, BOTH, agreed=None)
    assert fermenting(town) == {"loaf": 16.0, "steamed": before["steamed"]}
    save(town, {"DOUGH.2": Answer(State.ANSWERED, {"loaf": 17.0})}, base=first.revisions)
    assert fermenting(town) == {"loaf": 17.0}, "of a declared process an empty field is empty"

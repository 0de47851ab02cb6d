"""A firm plans from the result that counts; who may not read its answers plans nothing, and nothing is kept."""

from __future__ import annotations

import pytest

from readiness.errors import ForbiddenError, InputError, NotFoundError
from readiness.scoring.plan import Goal
from readiness.services.make_plan import make_plan
from readiness.services.submit_assessment import submit_assessment
from readiness.services.try_scenario import open_trial
from readiness.services.withdraw_assessment import withdraw_assessment
from readiness.store.answers import latest_answers
from readiness.store.assessments import get_assessment
from tests.factories import NOON
from tests.services.assessment.lives import Town, another_firm, confirm_all, declare, fill, sign, submit

LOW = "DOUGH.1"


def fill_low(town: Town) -> None:
    fill(town, DOUGH__1={"value": 1})


def test_plan_starts_from_the_result_and_keeps_nothing(town: Town) -> None:
    fill_low(town)
    before = latest_answers(town.session, get_assessment(town.session, town.key, person=town.owner))
    found = make_plan(town.services, town.session, town.key, Goal(budget=100000.0), by=town.owner)
    assert found.plans is not None
    assert found.plans.best is not None
    assert found.plans.index == found.result.main.index
    assert found.plans.best.index >= found.plans.index
    assert latest_answers(town.session, get_assessment(town.session, town.key, person=town.owner)) == before


def test_without_a_goal_there_is_the_priority_list_only(town: Town) -> None:
    fill_low(town)
    found = make_plan(town.services, town.session, town.key, by=town.owner)
    assert found.plans is None
    assert LOW in {line.gain.question for line in found.priorities}


def test_firm_without_processes_has_nothing_to_plan(town: Town) -> None:
    found = make_plan(town.services, town.session, town.key, Goal(level=1), by=town.owner)
    assert (found.possible, found.plans, found.priorities) == (False, None, ())


def test_verified_firm_plans_from_the_verified_result(town: Town) -> None:
    fill_low(town)
    submit(town)
    confirm_all(town)
    sign(town)
    found = make_plan(town.services, town.session, town.key, Goal(budget=0.0), by=town.owner)
    assert found.plans is not None
    assert found.plans.index == found.result.main.index


def test_impossible_goal_is_refused(town: Town) -> None:
    fill_low(town)
    with pytest.raises(InputError):
        make_plan(town.services, town.session, town.key, Goal(level=99), by=town.owner)


def test_another_firm_does_not_find_the_assessment(town: Town) -> None:
    fill_low(town)
    _, stranger, _ = another_firm(town)
    with pytest.raises(NotFoundError):
        make_plan(town.services, town.session, town.key, Goal(level=1), by=stranger)


def test_office_plans_and_tries_nothing_that_is_not_submitted_even_with_consent(town: Town) -> None:
    fill_low(town)
    declare(town, consent={"scores": True, "figures": True})
    submit_assessment(town.services, town.session, town.key, by=town.owner, at=NOON)
    assert make_plan(town.services, town.session, town.key, by=town.officer).possible
    assert open_trial(town.services, town.session, town.key, by=town.officer)
    withdraw_assessment(town.services, town.session, town.key, by=town.owner, at=NOON)
    with pytest.raises(ForbiddenError):
        make_plan(town.services, town.session, town.key, by=town.officer)
    with pytest.raises(ForbiddenError):
        open_trial(town.services, town.session, town.key, by=town.officer)

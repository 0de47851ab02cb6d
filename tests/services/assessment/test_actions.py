"""A firm takes a plan over, works through it over the years, and only answers move its score."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from readiness.errors import ConflictError, ForbiddenError, InputError, NotFoundError
from readiness.questionnaire.answers import Answer
from readiness.scoring.plan import Goal
from readiness.services.add_action import OwnAction, add_action
from readiness.services.add_evidence import keep_file
from readiness.services.change_action import Doing, change_action
from readiness.services.finish_action import Done, Finished, finish_action, foresee
from readiness.services.get_dimension import get_dimension
from readiness.services.list_actions import ActionLine, FirmActions, get_action, list_actions, list_waiting
from readiness.services.open_assessment import open_assessment
from readiness.services.open_round import open_round
from readiness.services.submit_assessment import submit_assessment
from readiness.services.take_over_plan import Fate, Taken, TakenLine, compare_plan, read_plan, take_over_plan
from readiness.store.answers import latest_answers
from readiness.store.assessments import get_assessment
from readiness.store.events import list_events
from readiness.store.rows import FirmAction
from tests.factories import NOON
from tests.services.assessment.lives import (
    Town,
    another_firm,
    declare,
    fill,
    ladder,
    make_editor,
    save,
    submit,
)

LOW = "DOUGH.1"
GOAL = Goal(budget=100_000.0)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One engine will do here: the pages' tests go through the same on both."""
    return sqlite_url


def fill_low(town: Town) -> None:
    fill(town, DOUGH__1={"value": 1})


def take(town: Town, goal: Goal = GOAL, *, renew: tuple[str, ...] = (), at: dt.datetime = NOON) -> Taken:
    planned = read_plan(town.services, town.session, town.key, goal, 0, by=town.owner)
    rest: dict[str, Any] = {"digest": planned.digest, "renew": renew, "by": town.owner, "at": at}
    return take_over_plan(town.services, town.session, planned, **rest)


def compared(town: Town, goal: Goal = GOAL) -> tuple[TakenLine, ...]:
    planned = read_plan(town.services, town.session, town.key, goal, 0, by=town.owner)
    return compare_plan(town.services, town.session, planned, by=town.owner, at=NOON)


def plan_of(town: Town, *, by: Any = None, at: dt.datetime = NOON) -> FirmActions:
    return list_actions(town.services, town.session, town.firm.key, by=by or town.owner, at=at)


def step(town: Town) -> FirmAction:
    return next(
        line.row for line in plan_of(town).lines if line.row.question == LOW and line.row.kind == "step"
    )


def change(
    town: Town, row: FirmAction, *, base: int | None = None, by: Any = None, **fields: Any
) -> FirmAction:
    stands = {"owner": row.owner.key if row.owner else "", "due_on": row.due_on, "yuan_planned": row.yuan_planned,
              "yuan_spent": row.yuan_spent, "state": row.state, "reason": row.reason, "title": row.title}  # fmt: skip
    return change_action(
        town.services, town.session, town.firm.key, row.key, Doing(**(stands | fields)),
        base=row.revision if base is None else base, by=by or town.owner, at=NOON,
    )  # fmt: skip


def finish(town: Town, row: FirmAction, answer: Answer | None, *, by: Any = None, **more: Any) -> Finished:
    done = {"base": 0, "client_id": town.unique(), "yuan_spent": None, "bare": True} | more
    return finish_action(
        town.services,
        town.session,
        town.firm.key,
        row.key,
        Done(answer=answer, **done),
        by=by or town.owner,
        at=NOON,
    )


def base_of(town: Town, code: str) -> int:
    assessment = get_assessment(town.session, town.key, person=town.owner)
    return latest_answers(town.session, assessment, [code])[code].revision


def standing(town: Town, code: str) -> Any:
    assessment = get_assessment(town.session, town.key, person=town.owner)
    return latest_answers(town.session, assessment, [code])[code].value


def own(town: Town, **fields: Any) -> FirmAction:
    stated = {
        "question": LOW,
        "title": "New mixer",
        "target": None,
        "owner": "",
        "due_on": None,
        "yuan_planned": 5.0,
    }
    return add_action(
        town.services, town.session, town.firm.key, OwnAction(**(stated | fields)), client_id=town.unique(),
        by=town.owner, at=NOON,
    )  # fmt: skip


def test_plan_becomes_actions_whose_sums_are_those_of_the_plan(town: Town) -> None:
    fill_low(town)
    planned = read_plan(town.services, town.session, town.key, GOAL, 0, by=town.owner)
    assert planned.view.plans is not None
    best = planned.view.plans.best
    assert best is not None
    taken = take(town)
    found = plan_of(town)
    assert taken == Taken(new=len(found.lines), changed=0)
    [sums] = [sum(p.sums.points_planned for p in found.periods(found.lines))]
    assert sums == pytest.approx(best.index - planned.view.plans.index)
    assert sum(line.row.yuan_planned for line in found.lines) == best.yuan
    assert all(line.row.due_on is not None and line.row.due_on > NOON.date() for line in found.lines)
    assert [e.action for e in list_events(town.session, f"firm:{town.firm.key}")].count("take_over_plan") == 1


def test_taking_the_same_plan_over_again_adds_nothing(town: Town) -> None:
    fill_low(town)
    take(town)
    before = [line.row.key for line in plan_of(town).lines]
    assert take(town) == Taken(0, 0)
    assert [line.row.key for line in plan_of(town).lines] == before
    assert {line.fate for line in compared(town)} == {Fate.SAME}


def test_what_a_plan_would_change_is_shown_and_taken_only_where_wanted(town: Town) -> None:
    fill_low(town)
    take(town)
    row = change(town, step(town), yuan_planned=77.0)
    [line] = [line for line in compared(town) if line.fate is Fate.CHANGED]
    assert (line.row, list(line.changes), line.renewed) == (row, ["yuan_planned"], False)
    assert take(town) == Taken(0, 0)
    assert step(town).yuan_planned == 77.0
    assert take(town, renew=(row.key,)) == Taken(0, 1)
    assert step(town).yuan_planned == line.item.yuan


def test_plan_that_is_another_one_by_now_is_not_taken_over_unseen(town: Town) -> None:
    fill_low(town)
    seen = read_plan(town.services, town.session, town.key, GOAL, 0, by=town.owner).digest
    save(town, {LOW: ladder(2)}, base={LOW: base_of(town, LOW)})
    now = read_plan(town.services, town.session, town.key, GOAL, 0, by=town.owner)
    with pytest.raises(ConflictError):
        take_over_plan(town.services, town.session, now, digest=seen, renew=(), by=town.owner, at=NOON)
    assert plan_of(town).lines == ()


@pytest.mark.parametrize("choice", [-1, 9])
def test_plan_that_is_not_there_is_refused(town: Town, choice: int) -> None:
    fill_low(town)
    with pytest.raises(InputError) as caught:
        read_plan(town.services, town.session, town.key, GOAL, choice, by=town.owner)
    assert caught.value.code == "plan_gone"


def test_dropped_action_keeps_its_reason_and_does_not_come_back_with_the_plan(town: Town) -> None:
    fill_low(town)
    take(town)
    row = step(town)
    with pytest.raises(InputError) as caught:
        change(town, row, state="dropped", reason=" ")
    assert caught.value.code == "drop_reason"
    change(town, row, state="dropped", reason="The oven is sold.")
    assert take(town) == Taken(0, 0)
    assert [(line.row.key, line.row.reason) for line in plan_of(town).dropped] == [
        (row.key, "The oven is sold.")
    ]
    change(town, row, state="open")
    assert (row.state, row.reason) == ("open", "")


def test_done_action_becomes_an_answer_and_tells_what_it_moved(town: Town) -> None:
    fill_low(town)
    take(town)
    row = step(town)
    sheet = get_dimension(town.services, town.session, town.key, "DOUGH", by=town.owner)
    foreseen = foresee(sheet, LOW, ladder(3))
    file = keep_file(town.services, "mixer.pdf", PDF)
    done = finish(town, row, ladder(3), base=base_of(town, LOW), files=[file], bare=False, yuan_spent=2500.0)
    assert done.assessment is not None
    assert done.index is not None
    assert standing(town, LOW) == 3
    assert done.index == pytest.approx((foreseen.today, foreseen.documented))
    assert row.points_reached == pytest.approx(foreseen.documented - foreseen.today)
    assert foreseen.documented > foreseen.answered > foreseen.today
    assert (row.state, row.yuan_spent, row.waiting) == ("done", 2500.0, False)
    history = get_action(town.services, town.session, town.firm.key, row.key, by=town.owner, at=NOON).history
    assert [event.action for event in history] == ["finish_action"]


def test_same_sending_finishes_once(town: Town) -> None:
    fill_low(town)
    take(town)
    row, base = step(town), base_of(town, LOW)
    for _ in range(2):
        finish(town, row, ladder(3), base=base, client_id="once")
    assert (row.revision, base_of(town, LOW)) == (1, base + 1)
    with pytest.raises(InputError) as caught:
        finish(town, row, ladder(4), base=base + 1)
    assert caught.value.code == "action_over"


def test_done_action_asks_for_evidence_or_that_there_is_none(town: Town) -> None:
    fill(town, DOUGH__1={"value": 1})
    row = own(town)
    with pytest.raises(InputError) as caught:
        finish(town, row, ladder(2), base=base_of(town, LOW), bare=False)
    assert (caught.value.field, caught.value.code) == ("file", "evidence_or_tick")


def test_answer_that_a_colleague_changed_meanwhile_is_not_written_over(town: Town) -> None:
    fill_low(town)
    take(town)
    row, base = step(town), base_of(town, LOW)
    save(town, {LOW: ladder(2)}, base={LOW: base}, by=make_editor(town))
    with pytest.raises(ConflictError) as caught:
        finish(town, row, ladder(3), base=base)
    assert list(caught.value.conflicts) == [LOW]


def test_without_an_open_assessment_the_answer_waits_for_the_next_round(town: Town) -> None:
    fill_low(town)
    take(town)
    submit(town)
    row = step(town)
    done = finish(town, row, ladder(3))
    assert (done.assessment, done.index, row.waiting, row.points_reached) == (None, None, True, None)
    assert standing(town, LOW) == 1
    assert list(list_waiting(town.session, town.firm, by=town.owner)) == [row]
    assert list_waiting(town.session, town.firm, by=town.consultant) == ()
    second = open_round(
        town.services, town.session, name="2027", reference_year=2026, opens_on=dt.date(2026, 2, 1),
        closes_on=dt.date(2026, 12, 31), by=town.officer, at=NOON,
    )  # fmt: skip
    town.key = open_assessment(
        town.services, town.session, town.firm.key, second.key, by=town.owner, at=NOON
    ).key
    assert row.reached is not None
    given = finish(town, row, ladder(row.reached["value"]))
    assert given.assessment is not None
    assert (given.assessment.key, row.waiting) == (town.key, False)
    assert standing(town, LOW) == 3


def test_own_action_is_added_once_for_a_question_and_may_name_its_answer(town: Town) -> None:
    fill_low(town)
    row = own(town, target=ladder(4), owner=plan_owner(town))
    assert row.target == {"state": "answered", "value": 4, "reason": ""}
    assert row.owner_id == town.owner.id
    [line] = plan_of(town).lines
    assert (line.row.kind, line.row.title, line.editable) == ("own", "New mixer", True)
    for wrong in (
        {"question": "NO.1"},
        {"title": " "},
        {"owner": "nobody"},
        {"yuan_planned": -1.0},
        {"target": ladder(9)},
    ):
        with pytest.raises(InputError):
            own(town, **wrong)


def plan_owner(town: Town) -> str:
    return next(key for key, name in plan_of(town).people.items() if name == town.owner.name)


def test_two_people_change_different_things_and_neither_is_lost_unseen(town: Town) -> None:
    fill_low(town)
    row = own(town)
    seen = row.revision
    change(town, row, state="in_work")
    with pytest.raises(ConflictError):
        change(town, row, base=seen, yuan_planned=9.0, by=make_editor(town))
    change(town, row, base=seen)
    assert (row.state, row.yuan_planned, row.revision) == ("in_work", 5.0, seen + 1)


def test_late_is_what_is_still_to_do_past_its_day(town: Town) -> None:
    fill_low(town)
    row = own(town, due_on=NOON.date())
    assert [late(line) for line in plan_of(town).lines] == [False]
    assert [late(line) for line in plan_of(town, at=NOON + dt.timedelta(days=1)).lines] == [True]
    finish(town, row, ladder(2), base=base_of(town, LOW))
    assert [late(line) for line in plan_of(town, at=NOON + dt.timedelta(days=1)).lines] == [False]


def late(line: ActionLine) -> bool:
    return line.late


def test_limited_editor_changes_own_dimensions_and_what_was_given_to_her(town: Town) -> None:
    fill_low(town)
    row = own(town)
    baker, seller = make_editor(town, ["DOUGH"]), make_editor(town, ["OVEN"])
    change(town, row, state="in_work", by=baker)
    with pytest.raises(ForbiddenError):
        change(town, row, state="open", by=seller)
    key = next(key for key, name in plan_of(town).people.items() if name == seller.name)
    change(town, row, owner=key)
    change(town, row, state="open", by=seller)
    planned = read_plan(town.services, town.session, town.key, GOAL, 0, by=town.owner)
    with pytest.raises(ForbiddenError):
        take_over_plan(
            town.services, town.session, planned, digest=planned.digest, renew=(), by=baker, at=NOON
        )


def test_office_reads_the_plan_with_consent_after_submission_and_changes_nothing(town: Town) -> None:
    fill_low(town)
    take(town)
    with pytest.raises(ForbiddenError):
        plan_of(town, by=town.officer)
    declare(town, consent={"scores": True, "figures": True})
    submit_assessment(town.services, town.session, town.key, by=town.owner, at=NOON)
    found = plan_of(town, by=town.officer)
    assert found.lines
    assert not any(line.editable for line in found.lines)
    assert plan_of(town, by=town.consultant).lines
    for person in (town.officer, town.consultant):
        with pytest.raises(ForbiddenError):
            change(town, found.lines[0].row, state="in_work", by=person)
        with pytest.raises(ForbiddenError):
            finish(town, found.lines[0].row, ladder(3), by=person)


def test_another_firm_finds_neither_plan_nor_action(town: Town) -> None:
    fill_low(town)
    row = own(town)
    firm, stranger, _ = another_firm(town)
    with pytest.raises(NotFoundError):
        plan_of(town, by=stranger)
    with pytest.raises(NotFoundError):
        get_action(town.services, town.session, firm.key, row.key, by=stranger, at=NOON)
    with pytest.raises(NotFoundError):
        finish(town, row, ladder(3), by=stranger)

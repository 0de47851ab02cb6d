"""Several people at the same moment, each with a connection of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from readiness.errors import ConflictError, ReadinessError, TransitionError
from readiness.questionnaire.answers import Answer, State
from readiness.services.save_answers import save_answers
from readiness.services.submit_assessment import submit_assessment
from readiness.store.assessments import get_assessment
from readiness.store.database import Database
from tests.factories import NOON
from tests.services.assessment.lives import Town, bakery_services, declare, fill, ladder, make_town

PEOPLE = 6


@pytest.fixture
def committed(database: Database, tmp_path: Path) -> Iterator[Town]:
    """The town as others see it: its transaction has ended."""
    with database.session(write=True) as session:
        town = make_town(bakery_services(tmp_path), session)
        fill(town)
        declare(town)
        session.commit()
        yield town


def together(work: Callable[[int], None]) -> list[ReadinessError | None]:
    """Run `work` for each number at the same time; what each raised, or None."""
    gate = threading.Barrier(PEOPLE)
    found: list[ReadinessError | None] = [None] * PEOPLE

    def run(number: int) -> None:
        gate.wait()
        try:
            work(number)
        except ReadinessError as error:
            found[number] = error

    threads = [threading.Thread(target=run, args=(number,)) for number in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return found


def test_one_of_many_submissions_wins_and_the_others_hear_why(committed: Town, database: Database) -> None:
    def work(_: int) -> None:
        with database.transaction() as session:
            submit_assessment(committed.services, session, committed.key, by=committed.owner, at=NOON)

    errors = together(work)
    assert errors.count(None) == 1
    assert all(isinstance(error, TransitionError) for error in errors if error is not None)


def test_one_of_many_answers_to_a_question_wins_and_the_others_see_it(
    committed: Town, database: Database
) -> None:
    def work(number: int) -> None:
        with database.transaction() as session:
            save_answers(
                committed.services, session, committed.key, {"DOUGH.1": ladder(number % 3)},
                base={"DOUGH.1": 3}, client_id=f"person-{number}", by=committed.owner, at=NOON,
            )  # fmt: skip

    errors = together(work)
    assert errors.count(None) in (1, 2), "two who say the same agree"
    assert all(isinstance(error, ConflictError) for error in errors if error is not None)


def test_answers_to_different_questions_at_once_are_all_in_the_sheet(
    committed: Town, database: Database
) -> None:
    codes = ["DOUGH.1", "DOUGH.4", "OVEN.1", "PEOPLE.1", "PEOPLE.2", "PEOPLE.3"]

    def work(number: int) -> None:
        with database.transaction() as session:
            save_answers(
                committed.services, session, committed.key, {codes[number]: Answer(State.NOT_MEASURED)},
                base={codes[number]: 3}, client_id=f"person-{number}", by=committed.owner, at=NOON,
            )  # fmt: skip

    assert together(work) == [None] * PEOPLE
    with database.session() as session:
        document = get_assessment(session, committed.key, person=committed.owner).sheet.document
    assert [document["answers"][code]["value"] for code in codes] == ["not_measured"] * PEOPLE


def test_same_save_from_many_connections_makes_one_revision(committed: Town, database: Database) -> None:
    def work(_: int) -> None:
        with database.transaction() as session:
            save_answers(
                committed.services, session, committed.key, {"DOUGH.1": ladder(1)}, base={"DOUGH.1": 3},
                client_id="one", by=committed.owner, at=NOON,
            )  # fmt: skip

    assert together(work) == [None] * PEOPLE
    with database.session() as session:
        assert get_assessment(session, committed.key, person=committed.owner).revision == 4

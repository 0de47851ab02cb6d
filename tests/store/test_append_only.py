"""Answers, verdicts and events can be added and never changed, whoever tries."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from readiness.assessment.permissions import Role
from readiness.questionnaire.answers import Answer, State, Verdict, VerdictEntry
from readiness.store import answers, events, sendings, verification
from readiness.store.database import Database
from readiness.store.rows import AnswerRow, Assessment, Event, User, VerdictRow
from tests.factories import NOON, as_person, make_assessment, make_firm, make_login, make_round


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    database = Database(database_url)
    with database.session(write=True) as found:
        yield found
    database.close()


@pytest.fixture
def owner(session: Session) -> User:
    return make_login(session)


@pytest.fixture
def assessment(session: Session, owner: User) -> Assessment:
    return make_assessment(session, make_firm(session, owner=owner), make_round(session))


def save(
    session: Session, assessment: Assessment, owner: User, value: int, client_id: str | None = None
) -> None:
    assessment.revision += 1
    change = Answer(State.ANSWERED, value)
    person = as_person(session, owner)
    answers.add_answers(session, assessment, [("Q1", change)], by=person, at=NOON, client_id=client_id)


def test_latest_answer_stands_and_the_older_one_is_kept(
    session: Session, assessment: Assessment, owner: User
) -> None:
    save(session, assessment, owner, 2)
    save(session, assessment, owner, 4)
    assert answers.latest_answers(session, assessment)["Q1"].value == 4
    history = answers.answer_history(session, assessment, "Q1")
    assert [(row.revision, row.value, row.by.name) for row in history] == [
        (2, 4, owner.name),
        (1, 2, owner.name),
    ]


def test_same_save_sent_twice_is_found_and_cannot_be_stored_twice(
    session: Session, assessment: Assessment, owner: User
) -> None:
    save(session, assessment, owner, 2, "save-1")
    assert sendings.find_sent(session, AnswerRow, assessment, "save-1") == 1
    with pytest.raises(sa.exc.IntegrityError):
        save(session, assessment, owner, 2, "save-1")


@pytest.mark.parametrize("verb", ["update", "delete"])
@pytest.mark.parametrize("row", [AnswerRow, VerdictRow, Event])
def test_database_refuses_to_change_what_was_said(
    session: Session, assessment: Assessment, owner: User, row: type, verb: str
) -> None:
    consultant = as_person(session, make_login(session, Role.CONSULTANT))
    save(session, assessment, owner, 2)
    entry = VerdictEntry(Verdict.CONFIRMED, "site")
    verification.add_verdicts(session, assessment, [("Q1", entry)], by=consultant, at=NOON)
    events.record_event(session, "try", "firm:x", by_id=owner.id, at=NOON)
    statement = sa.delete(row) if verb == "delete" else sa.update(row).values(by_id=owner.id)
    with pytest.raises(sa.exc.IntegrityError, match="append-only"):
        session.execute(statement)


def test_latest_verdict_stands(session: Session, assessment: Assessment, owner: User) -> None:
    consultant = as_person(session, make_login(session, Role.CONSULTANT))
    for revision, grade in ((1, "desk"), (2, "site")):
        assessment.revision = revision
        entry = VerdictEntry(Verdict.LOWERED, grade, value=revision, reason="seen on site")
        verification.add_verdicts(session, assessment, [("Q1", entry)], by=consultant, at=NOON)
    assert verification.latest_verdicts(session, assessment)["Q1"].grade == "site"


def test_changed_event_breaks_the_chain_from_there_on(session: Session, owner: User) -> None:
    made = [
        events.record_event(session, "step", "firm:x", by_id=owner.id, at=NOON, detail={"n": n, "厂": "é"})
        for n in range(4)
    ]
    session.expire_all()
    assert events.find_broken_event(session) is None
    trigger = "event_refuse_update" if session.get_bind().dialect.name == "sqlite" else "event_refuse"
    on = "" if session.get_bind().dialect.name == "sqlite" else " ON event"
    session.execute(sa.text(f"DROP TRIGGER {trigger}{on}"))
    session.execute(sa.update(Event).where(Event.id == made[2].id).values(subject="firm:y"))
    session.expire_all()
    assert events.find_broken_event(session) == made[2].id

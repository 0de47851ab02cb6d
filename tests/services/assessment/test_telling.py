"""The morning's round: who is late, which files are about to expire, and nobody is told twice."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
import sqlalchemy as sa

from readiness.assessment.permissions import Person
from readiness.questionnaire.answers import Answer
from readiness.services.add_evidence import add_evidence
from readiness.services.describe_evidence import About
from readiness.services.get_dimension import get_dimension
from readiness.services.give_parts import give_parts
from readiness.services.notice_details import spoken
from readiness.services.return_assessment import return_assessment
from readiness.services.submit_assessment import submit_assessment
from readiness.services.tell_expiring import AHEAD, find_expiring, tell_expiring
from readiness.services.tell_late import find_late, is_morning, tell_late
from readiness.store.firms import add_member
from readiness.store.rows import Job, Notice, User
from tests.factories import NOON, as_person, make_login
from tests.services.assessment import lives
from tests.services.assessment.lives import Town

DAY = dt.timedelta(days=1)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def told(town: Town, message: str = "") -> list[tuple[int, str]]:
    """(user id, message) of all notices of the firm's people, oldest first."""
    query = sa.select(Notice.user_id, Notice.message).order_by(Notice.id)
    query = query.where(Notice.user_id != town.consultant.id)
    rows = [(row.user_id, row.message) for row in town.session.execute(query)]
    return [row for row in rows if message in ("", row[1])]


def mails(town: Town) -> Counter[str]:
    query = sa.select(Job.payload).where(Job.kind == "mail")
    sent = Counter(payload["message"] for payload in town.session.scalars(query))
    del sent["assigned"]
    return sent


def editor_until(town: Town, due_on: dt.date) -> Person:
    """An editor of all dimensions whose day that is."""
    user = make_login(town.session)
    add_member(town.session, town.firm, user, kind="editor")
    give_parts(
        town.services, town.session, town.firm.key, user.key, dimensions=None, due_on=due_on, by=town.owner, at=NOON
    )  # fmt: skip
    return as_person(town.session, user)


def leave_one_open(town: Town) -> None:
    """All is answered but one ladder."""
    lives.fill(town)
    code = ladder_of(town)
    dimension = town.questionnaire.question[code].dimension
    view = get_dimension(town.services, town.session, town.key, dimension, by=town.owner)
    seen = {question.code: question.revision for question in view.questions}
    lives.save(town, {code: Answer()}, base={code: seen[code]})


def ladder_of(town: Town) -> str:
    return next(q.code for q in town.questionnaire.questions if q.kind == "ladder")


def go_round(town: Town, at: dt.datetime) -> None:
    """What the worker does in the morning."""
    for firm_id in find_late(town.services, town.session, at=at):
        tell_late(town.services, town.session, firm_id, at=at)
    for assessment_id in find_expiring(town.services, town.session, at=at):
        tell_expiring(town.services, town.session, assessment_id, at=at)


def test_late_member_and_owner_hear_of_it_the_day_after_and_then_weekly(town: Town) -> None:
    leave_one_open(town)
    editor = editor_until(town, NOON.date())
    go_round(town, NOON)
    assert told(town, "late") == [], "the day itself is still in time"
    for _ in range(3):
        go_round(town, NOON + DAY)
    go_round(town, NOON + 2 * DAY)
    assert told(town)[1:] == [(editor.id, "late"), (town.owner.id, "late_team")]
    assert mails(town) == {"parts_given": 1, "late": 1, "late_team": 1}
    go_round(town, NOON + 7 * DAY)
    assert [user for user, _ in told(town, "late")] == [editor.id] * 2
    go_round(town, NOON + 29 * DAY)
    assert len(told(town, "late")) == 2, "after four weeks nobody is pressed any more"
    [notice] = town.session.scalars(
        sa.select(Notice).where(Notice.message == "late_team", Notice.at < NOON + 2 * DAY)
    )
    assert notice.details["people"] == editor.name
    assert notice.path == f"/firm/{town.firm.key}/members"


def test_who_has_answered_all_is_not_late(town: Town) -> None:
    editor_until(town, NOON.date())
    lives.fill(town)
    go_round(town, NOON + DAY)
    assert told(town, "late") == told(town, "late_team") == []


def test_owner_who_is_late_alone_is_told_once_and_not_about_oneself(town: Town) -> None:
    leave_one_open(town)
    key = town.session.scalars(sa.select(User.key).where(User.id == town.owner.id)).one()
    give_parts(
        town.services, town.session, town.firm.key, key, dimensions=None, due_on=NOON.date(), by=town.owner, at=NOON
    )  # fmt: skip
    go_round(town, NOON + DAY)
    assert told(town) == [(town.owner.id, "late")]


def test_nobody_is_told_at_night(town: Town) -> None:
    night = dt.datetime(2026, 3, 2, 23, 59, tzinfo=dt.UTC)
    assert not is_morning(town.services, night)
    assert is_morning(town.services, night + dt.timedelta(minutes=1))


def test_files_about_to_expire_are_told_once_for_a_day_to_owner_and_to_whom_added_them(town: Town) -> None:
    editor = editor_until(town, NOON.date() + 90 * DAY)
    lives.fill(town)
    code = ladder_of(town)
    for number, (person, days) in enumerate([(editor, 30), (town.owner, 30), (town.owner, 31)]):
        until = NOON.date() + dt.timedelta(days=days)
        add_evidence(
            town.services, town.session, town.key, code, name=f"{number}.pdf", content=PDF + b"%" * number,
            about=About(valid_until=until), by=person, at=NOON,
        )  # fmt: skip
    for _ in range(2):
        go_round(town, NOON)
    assert sorted(told(town, "expiring")) == sorted([(town.owner.id, "expiring"), (editor.id, "expiring")])
    [notice] = town.session.scalars(
        sa.select(Notice).where(Notice.user_id == editor.id, Notice.message == "expiring")
    )
    assert notice.details["files"].split("\n") == ["0.pdf", "1.pdf"]
    assert notice.path.endswith(f"/evidence/{code}")
    go_round(town, NOON + DAY)
    assert len(told(town, "expiring")) == 3
    assert AHEAD.days == 30


def test_submission_and_return_are_told_to_owners(town: Town) -> None:
    lives.fill(town)
    lives.declare(town, consent={"scores": True})
    submit_assessment(town.services, town.session, town.key, by=town.owner, at=NOON)
    return_assessment(
        town.services, town.session, town.key, reason="One file is missing.", by=town.officer, at=NOON
    )
    assert told(town) == [(town.owner.id, "submitted"), (town.owner.id, "returned")]
    assert mails(town) == {"submitted": 1, "returned": 1}


@pytest.mark.parametrize(
    ("language", "day", "people"),
    [
        ("zh_Hans", "2026年5月3日", "张三、李四"),
        ("en", "May 3, 2026", "张三, 李四"),
        ("vi", "3 tháng 5, 2026", "张三, 李四"),
    ],
)
def test_days_and_lists_are_words_of_the_readers_language(
    town: Town, language: str, day: str, people: str
) -> None:
    found = spoken(town.services, {"day": "2026-05-03", "people": "张三\n李四", "parts": "NONE"}, language)
    assert found == {"day": day, "people": people, "parts": "NONE"}

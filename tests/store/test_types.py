"""What one database would refuse is refused on both, with the field's name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from readiness.errors import InputError
from readiness.store.database import Database
from readiness.store.rows import Firm, Job, User
from readiness.store.types import new_key
from tests.factories import NOON, make_firm, make_login


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    database = Database(database_url)
    with database.session(write=True) as found:
        yield found
    database.close()


@pytest.mark.parametrize("name", ["a\x00b", "a\ud800b"])
def test_firm_name_that_postgresql_cannot_keep_names_its_field(session: Session, name: str) -> None:
    firm = make_firm(session)
    with pytest.raises(InputError) as caught:
        firm.name = name
    assert (caught.value.field, caught.value.code) == ("name", "text_unreadable")


def test_firm_name_of_201_characters_is_refused_and_200_are_kept(session: Session) -> None:
    firm = make_firm(session)
    firm.name = "厂" * 200
    session.flush()
    with pytest.raises(InputError) as caught:
        firm.name = "厂" * 201
    assert (caught.value.field, caught.value.code) == ("name", "text_too_long")


def test_search_word_with_nul_is_an_input_error_not_a_database_error(session: Session) -> None:
    with pytest.raises(InputError):
        session.scalar(sa.select(User).where(User.email == "a\x00b"))


def test_database_itself_refuses_a_name_too_long(session: Session) -> None:
    make_firm(session)
    with pytest.raises(sa.exc.DBAPIError):
        session.execute(sa.update(Firm).values(name="x" * 201))


def test_database_itself_refuses_an_unknown_role(session: Session) -> None:
    make_login(session)
    with pytest.raises(sa.exc.IntegrityError):
        session.execute(sa.update(User).values(role="king"))


def test_number_beyond_its_range_is_refused(session: Session) -> None:
    job = Job(kind="mail", payload={}, created_at=NOON, run_after=NOON)
    with pytest.raises(InputError) as caught:
        job.progress = 101
    assert (caught.value.field, caught.value.code) == ("progress", "number_out_of_range")
    with pytest.raises(InputError):
        session.scalar(sa.select(Job.id).where(Job.attempts == 2**63))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "a\x00", {"a\ud800": 1}, [["\x00"]]])
def test_document_with_what_json_cannot_say_is_refused(session: Session, value: object) -> None:
    session.add(Job(kind="mail", payload={"value": value}, created_at=NOON, run_after=NOON))
    with pytest.raises(InputError):
        session.flush()


def test_document_comes_back_as_it_was_with_its_order(session: Session) -> None:
    payload = {"b": 1.0, "a": [True, None, "纱线"], "n": 2**53}
    job = Job(kind="mail", payload=payload, created_at=NOON, run_after=NOON)
    session.add(job)
    session.flush()
    session.expire(job)
    assert job.payload == payload
    assert list(job.payload) == ["b", "a", "n"]


def test_times_come_back_in_utc_and_naive_ones_are_refused(session: Session) -> None:
    user = make_login(session)
    shanghai = dt.timezone(dt.timedelta(hours=8))
    user.last_login_at = dt.datetime(2026, 3, 2, 9, 30, tzinfo=shanghai)
    session.flush()
    session.expire(user)
    assert user.last_login_at == dt.datetime(2026, 3, 2, 1, 30, tzinfo=dt.UTC)
    assert user.last_login_at.tzinfo is dt.UTC
    user.last_login_at = dt.datetime(2026, 3, 2)
    with pytest.raises(sa.exc.StatementError, match="no time zone"):
        session.flush()


def test_keys_are_22_letters_and_never_the_same() -> None:
    keys = {new_key() for _ in range(1000)}
    assert len(keys) == 1000
    assert {len(key) for key in keys} == {22}

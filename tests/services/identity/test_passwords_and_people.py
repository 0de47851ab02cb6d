"""New passwords by links, and what administrators may change about people."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from readiness.assessment.permissions import Person, Role
from readiness.errors import ForbiddenError, InputError, NotFoundError
from readiness.services.add_user import add_user
from readiness.services.change_user import change_user, forget_second_factor
from readiness.services.context import Services
from readiness.services.list_events import list_events, verify_events
from readiness.services.list_people import list_people
from readiness.services.purge_old import purge_old
from readiness.services.reset_password import (
    can_reset,
    change_password,
    issue_reset,
    request_reset,
    reset_password,
)
from readiness.store.firms import add_member
from readiness.store.rows import Token, User, WebSession
from tests.factories import NOON, as_person, make_firm, make_login
from tests.services.identity.conftest import Mails


@pytest.fixture
def administrator(session: Session) -> Person:
    return as_person(session, make_login(session, Role.ADMINISTRATOR))


def sign_in(session: Session, user: User, id_hash: str = "1" * 64) -> None:
    session.add(WebSession(id_hash=id_hash, user_id=user.id, data={}, created_at=NOON, seen_at=NOON))
    session.flush()


def signed_in(session: Session, user: User) -> list[str]:
    return list(session.scalars(sa.select(WebSession.id_hash).where(WebSession.user_id == user.id)))


def token_of(mail: dict[str, Any]) -> str:
    return str(mail["values"]["link"].rpartition("/")[2])


def test_forgotten_password_is_set_by_the_mailed_link_and_ends_all_sessions(
    services: Services, session: Session, mails: Mails
) -> None:
    user = make_login(session)
    sign_in(session, user)
    word = user.fs_uniquifier
    request_reset(services, session, user.email.upper(), at=NOON)
    token = token_of(mails()[0])
    assert can_reset(session, token, at=NOON)
    reset_password(services, session, token, password="new-hash", at=NOON)
    assert (user.password, signed_in(session, user)) == ("new-hash", [])
    assert user.fs_uniquifier != word
    assert [mail["message"] for mail in mails()] == ["reset", "password_changed"]
    with pytest.raises(InputError):
        reset_password(services, session, token, password="again", at=NOON)


def test_unknown_or_inactive_address_gets_nothing_and_the_page_says_the_same(
    services: Services, session: Session, mails: Mails
) -> None:
    make_login(session, email="gone@firm.example").active = False
    assert request_reset(services, session, "gone@firm.example", at=NOON) is None
    assert request_reset(services, session, "nobody@firm.example", at=NOON) is None
    assert mails() == []


def test_newer_link_ends_the_older_and_links_end_after_two_hours(
    services: Services, session: Session, mails: Mails
) -> None:
    user = make_login(session)
    request_reset(services, session, user.email, at=NOON)
    request_reset(services, session, user.email, at=NOON)
    first, second = map(token_of, mails())
    assert not can_reset(session, first, at=NOON)
    assert can_reset(session, second, at=NOON)
    assert not can_reset(session, second, at=NOON + dt.timedelta(hours=2))


def test_changing_the_password_keeps_this_session_only(services: Services, session: Session) -> None:
    user = make_login(session)
    sign_in(session, user, "1" * 64)
    sign_in(session, user, "2" * 64)
    by = as_person(session, user)
    change_password(services, session, password="new-hash", by=by, at=NOON, keep_session="2" * 64)
    assert signed_in(session, user) == ["2" * 64]


def test_owner_hands_a_link_to_a_colleague_whose_other_firms_are_the_owners_too(
    services: Services, session: Session, mails: Mails
) -> None:
    owner, editor = make_login(session), make_login(session)
    firm = make_firm(session, owner=owner)
    add_member(session, firm, editor, kind="editor")
    by = as_person(session, owner)
    session.expire(editor)
    link = issue_reset(services, session, editor.key, by=by, at=NOON)
    assert can_reset(session, link.rpartition("/")[2], at=NOON)
    assert [mail["message"] for mail in mails()] == ["reset_issued"]
    make_firm(session, owner=editor)
    session.expire(editor)
    with pytest.raises(ForbiddenError):
        issue_reset(services, session, editor.key, by=by, at=NOON)


def test_officer_helps_firms_but_not_consultants(services: Services, session: Session) -> None:
    officer = as_person(session, make_login(session, Role.OFFICER))
    owner, consultant = make_login(session), make_login(session, Role.CONSULTANT)
    make_firm(session, owner=owner)
    assert issue_reset(services, session, owner.key, by=officer, at=NOON)
    with pytest.raises(ForbiddenError):
        issue_reset(services, session, consultant.key, by=officer, at=NOON)
    other_city = as_person(session, make_login(session, Role.OFFICER, city="Wuxi"))
    with pytest.raises(NotFoundError):
        issue_reset(services, session, owner.key, by=other_city, at=NOON)


def test_added_consultant_chooses_the_password(
    services: Services, session: Session, mails: Mails, administrator: Person
) -> None:
    user = add_user(
        services, session, email="C@Audit.example", name="Chen", role=Role.CONSULTANT, language="en",
        by=administrator, at=NOON,
    )  # fmt: skip
    [mail] = mails()
    assert (user.email, user.password, mail["message"]) == ("c@audit.example", None, "welcome")
    reset_password(services, session, token_of(mail), password="hash", at=NOON)
    assert (user.password, user.confirmed_at) == ("hash", NOON)


def test_taken_address_is_told_to_the_administrator(
    services: Services, session: Session, administrator: Person
) -> None:
    with pytest.raises(InputError) as caught:
        add_user(
            services,
            session,
            email=administrator.email,
            name="Twice",
            role=Role.OFFICER,
            by=administrator,
            at=NOON,
        )
    assert (caught.value.field, caught.value.code) == ("email", "email_taken")


@pytest.mark.parametrize("role", [Role.FIRM, Role.CONSULTANT, Role.OFFICER])
def test_only_administrators_manage_people(services: Services, session: Session, role: Role) -> None:
    by = as_person(session, make_login(session, role))
    own_key = session.get_one(User, by.id).key
    with pytest.raises(ForbiddenError):
        list_people(services, session, by=by)
    with pytest.raises(ForbiddenError):
        list_events(services, session, by=by)
    with pytest.raises(ForbiddenError):
        change_user(services, session, own_key, role=Role.ADMINISTRATOR, by=by, at=NOON)
    with pytest.raises(ForbiddenError):
        add_user(services, session, email="x@y.example", name="X", role=Role.ADMINISTRATOR, by=by, at=NOON)


def test_person_made_inactive_is_out_at_once_and_it_is_in_the_log(
    services: Services, session: Session, administrator: Person
) -> None:
    user = make_login(session, Role.OFFICER, city="Suzhou")
    sign_in(session, user)
    change_user(services, session, user.key, active=False, by=administrator, at=NOON)
    assert (user.active, signed_in(session, user)) == (False, [])
    [event] = list_events(services, session, by=administrator, subject=f"user:{user.key}").lines
    assert event.who is not None
    assert (event.action, event.who.id, event.detail["active"]) == ("change_user", administrator.id, False)
    assert verify_events(session) is None


def test_city_belongs_to_officers_and_empty_is_no_limit(
    services: Services, session: Session, administrator: Person
) -> None:
    user = make_login(session, Role.OFFICER, city="Suzhou")
    change_user(services, session, user.key, city="", by=administrator, at=NOON)
    assert user.city is None
    change_user(services, session, user.key, city="苏州", by=administrator, at=NOON)
    assert user.city == "Suzhou"
    with pytest.raises(InputError) as caught:
        change_user(services, session, user.key, role=Role.CONSULTANT, city="Wuxi", by=administrator, at=NOON)
    assert (caught.value.field, caught.value.code) == ("city", "city_not_for_role")


def test_last_administrator_and_firms_members_keep_their_role(
    services: Services, session: Session, administrator: Person
) -> None:
    own_key = session.get_one(User, administrator.id).key
    owner = make_login(session)
    make_firm(session, owner=owner)
    session.expire(owner)
    with pytest.raises(InputError) as caught:
        change_user(services, session, owner.key, role=Role.CONSULTANT, by=administrator, at=NOON)
    assert caught.value.code == "role_has_firms"
    with pytest.raises(InputError) as caught:
        change_user(services, session, own_key, active=False, by=administrator, at=NOON)
    assert caught.value.code == "last_administrator"


def test_lost_second_factor_can_be_set_up_again(
    services: Services, session: Session, administrator: Person
) -> None:
    user = make_login(session, Role.CONSULTANT)
    user.tf_primary_method, user.tf_totp_secret = "authenticator", "secret"
    forget_second_factor(services, session, user.key, by=administrator, at=NOON)
    assert (user.tf_primary_method, user.tf_totp_secret) == (None, None)


def test_old_sessions_and_tickets_are_purged_and_good_ones_kept(services: Services, session: Session) -> None:
    user = make_login(session)
    sign_in(session, user)
    request_reset(services, session, user.email, at=NOON)
    purge_old(session, at=NOON)
    assert signed_in(session, user)
    assert session.scalar(sa.select(sa.func.count(Token.id))) == 1
    purge_old(session, at=NOON + dt.timedelta(days=32))
    assert not signed_in(session, user)
    assert session.scalar(sa.select(sa.func.count(Token.id))) == 0

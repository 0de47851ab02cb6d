"""Coming into a firm by a code: once, in time, with the login one has or a new one."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from readiness.assessment.permissions import Person, Role
from readiness.errors import ForbiddenError, InputError, NotFoundError
from readiness.services.accept_invitation import (
    accept_invitation,
    accept_invitation_as_new,
    view_invitation,
)
from readiness.services.context import Services
from readiness.services.invite_firm import invite_firm
from readiness.services.remove_member import remove_member
from readiness.store.database import Database
from readiness.store.firms import add_member
from readiness.store.rows import Firm, Membership, User, WebSession
from readiness.store.tickets import use_invitation
from tests.factories import NOON, as_person, make_firm, make_login
from tests.services.identity.conftest import Mails


@pytest.fixture
def officer(session: Session) -> Person:
    return as_person(session, make_login(session, Role.OFFICER))


@pytest.fixture
def firm(session: Session) -> Firm:
    found = make_firm(session)
    found.confirmed_at = None
    return found


def accept_new(
    services: Services, session: Session, code: str, email: str = "new@firm.example", at: dt.datetime = NOON
) -> User | None:
    return accept_invitation_as_new(
        services, session, code, email=email, person_name="New", password="hash", language="en", at=at
    )


def test_first_owner_comes_by_the_offices_code_and_the_firm_is_confirmed_by_that(
    services: Services, session: Session, mails: Mails, officer: Person, firm: Firm
) -> None:
    invited = invite_firm(services, session, firm.key, by=officer, at=NOON, email="new@firm.example")
    [mail] = mails()
    assert (mail["message"], mail["values"]["code"], mail["values"]["link"]) == (
        "invitation",
        invited.code,
        invited.link,
    )
    view = view_invitation(session, invited.code, at=NOON)
    assert view is not None
    assert (view.firm_name, view.kind) == (firm.name, "owner")
    user = accept_new(services, session, invited.code)
    assert user is not None
    assert user.confirmed_at == NOON, "the code went to this address"
    assert firm.confirmed_at == NOON
    assert [(seat.firm, seat.kind) for seat in user.memberships] == [(firm, "owner")]


def test_code_passed_on_lets_in_another_address_which_still_has_to_be_confirmed(
    services: Services, session: Session, mails: Mails, officer: Person, firm: Firm
) -> None:
    invited = invite_firm(services, session, firm.key, by=officer, at=NOON)
    user = accept_new(services, session, invited.code.replace("-", " ").lower())
    assert user is not None
    assert user.confirmed_at is None
    assert [mail["message"] for mail in mails()] == ["confirm"]


def test_code_used_twice_or_late_or_never_made_is_refused(
    services: Services, session: Session, officer: Person, firm: Firm
) -> None:
    used = invite_firm(services, session, firm.key, by=officer, at=NOON).code
    accept_new(services, session, used)
    late = invite_firm(services, session, firm.key, by=officer, at=NOON - dt.timedelta(days=30)).code
    for code in (used, late, "ABCDE-ABCDE-ABCDE-ABCDE", "", "\x00"):
        assert view_invitation(session, code, at=NOON) is None
        with pytest.raises(InputError) as caught:
            accept_new(services, session, code, "other@firm.example")
        assert (caught.value.field, caught.value.code) == ("code", "invitation_invalid")


def test_code_used_by_two_at_once_lets_one_in(services: Services, database: Database) -> None:
    with database.transaction() as session:
        officer = as_person(session, make_login(session, Role.OFFICER))
        firm = make_firm(session)
        code = invite_firm(services, session, firm.key, by=officer, at=NOON).code
    gate = threading.Barrier(2)
    outcomes: list[str] = []

    def use() -> None:
        gate.wait()
        try:
            with database.transaction() as session:
                use_invitation(session, code, at=NOON)
            outcomes.append("in")
        except InputError as error:
            outcomes.append(error.code)

    threads = [threading.Thread(target=use) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["in", "invitation_invalid"]


def test_address_with_a_login_gets_a_mail_and_the_code_stays_good(
    services: Services, session: Session, mails: Mails, officer: Person, firm: Firm
) -> None:
    user = make_login(session, email="known@firm.example")
    code = invite_firm(services, session, firm.key, by=officer, at=NOON).code
    assert accept_new(services, session, code, "Known@firm.example") is None
    assert [(mail["message"], mail["to"]) for mail in mails()] == [("invitation_known", "known@firm.example")]
    accept_invitation(services, session, code, by=as_person(session, user), at=NOON)
    assert session.scalars(sa.select(Membership.user_id)).all() == [user.id]


def test_consultant_cannot_become_a_firms_member(
    services: Services, session: Session, officer: Person, firm: Firm
) -> None:
    consultant = as_person(session, make_login(session, Role.CONSULTANT))
    code = invite_firm(services, session, firm.key, by=officer, at=NOON).code
    with pytest.raises(InputError) as caught:
        accept_invitation(services, session, code, by=consultant, at=NOON)
    assert caught.value.code == "invitation_other_role"


def test_owner_invites_a_colleague_for_some_dimensions_and_confirms_nothing(
    services: Services, session: Session, firm: Firm
) -> None:
    owner = make_login(session)
    add_member(session, firm, owner, kind="owner")
    by = as_person(session, owner)
    code = invite_firm(services, session, firm.key, by=by, at=NOON, kind="editor", dimensions=["D1"]).code
    user = accept_new(services, session, code)
    assert user is not None
    assert [(seat.kind, seat.dimensions) for seat in user.memberships] == [("editor", ["D1"])]
    assert firm.confirmed_at is None


def test_editor_cannot_invite_and_a_stranger_finds_no_firm(
    services: Services, session: Session, firm: Firm
) -> None:
    editor, stranger = make_login(session), make_login(session)
    add_member(session, firm, editor, kind="editor")
    with pytest.raises(ForbiddenError):
        invite_firm(services, session, firm.key, by=as_person(session, editor), at=NOON)
    with pytest.raises(NotFoundError):
        invite_firm(services, session, firm.key, by=as_person(session, stranger), at=NOON)


def test_removed_colleague_is_out_at_once_and_the_last_owner_stays(
    services: Services, session: Session, firm: Firm
) -> None:
    owner, editor = make_login(session), make_login(session)
    add_member(session, firm, owner, kind="owner")
    add_member(session, firm, editor, kind="editor")
    session.add(WebSession(id_hash="1" * 64, user_id=editor.id, data={}, created_at=NOON, seen_at=NOON))
    by, word = as_person(session, owner), editor.fs_uniquifier
    remove_member(services, session, firm.key, editor.key, by=by, at=NOON)
    assert session.scalars(sa.select(WebSession)).all() == []
    assert editor.fs_uniquifier != word
    with pytest.raises(InputError) as caught:
        remove_member(services, session, firm.key, owner.key, by=by, at=NOON)
    assert caught.value.code == "last_owner"

"""Coming into a firm by a code: once, in time, with the login one has or a new one."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from readiness.assessment.permissions import Person, Role
from readiness.errors import ForbiddenError, InputError, NotFoundError
from readiness.services.accept_invitation import accept_invitation, accept_invitation_as_new
from readiness.services.ask_invitation import ask_invitation
from readiness.services.context import Services
from readiness.services.invite_firm import invite_firm
from readiness.services.remove_member import remove_member
from readiness.services.view_invitation import InvitationState, view_invitation
from readiness.services.withdraw_invitation import withdraw_invitation
from readiness.store.database import Database
from readiness.store.firms import add_member
from readiness.store.rows import Firm, Membership, User, WebSession
from readiness.store.tickets import list_asked, list_invitations, use_invitation
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
    states = {used: InvitationState.USED, late: InvitationState.EXPIRED}
    for code in (used, late, "ABCDE-ABCDE-ABCDE-ABCDE", "", "\x00"):
        view = view_invitation(session, code, at=NOON)
        assert (view.state if view else None) == states.get(code)
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


def test_withdrawn_invitation_names_neither_firm_nor_person_and_others_what_stood_in_the_letter(
    services: Services, session: Session, officer: Person, firm: Firm
) -> None:
    owner = make_login(session)
    add_member(session, firm, owner, kind="owner")
    by = as_person(session, owner)
    late = NOON - dt.timedelta(days=31)
    old = invite_firm(services, session, firm.key, by=officer, at=late, email="wang@mill.example").code
    taken_back = invite_firm(services, session, firm.key, by=by, at=NOON, email="wang@mill.example").code
    [row] = list_invitations(session, firm, at=NOON)
    withdraw_invitation(services, session, firm.key, row.key, by=by, at=NOON)
    expired, withdrawn = (view_invitation(session, code, at=NOON) for code in (old, taken_back))
    assert expired is not None
    assert withdrawn is not None
    assert (expired.state, expired.firm_name, expired.by_name) == ("expired", firm.name, officer.name)
    assert (withdrawn.state, withdrawn.firm_name, withdrawn.by_name) == ("withdrawn", "", "")
    assert (expired.by_office, withdrawn.by_office) == (True, False)
    assert expired.sent_to == "w•••@mill.example"


def test_invitation_that_was_passed_on_lets_in_and_who_invited_hears_of_it(
    services: Services, session: Session, mails: Mails, officer: Person, firm: Firm
) -> None:
    code = invite_firm(services, session, firm.key, by=officer, at=NOON, email="wang@mill.example").code
    user = make_login(session, email="li@mill.example")
    by = as_person(session, user)
    view = view_invitation(session, code, at=NOON, person=by)
    assert view is not None
    assert view.other_address
    accept_invitation(services, session, code, by=by, at=NOON)
    told = mails()[-1]
    assert (told["message"], told["to"]) == ("invitation_passed_on", officer.email)
    assert (told["values"]["email"], told["values"]["sent_to"]) == ("li@mill.example", "wang@mill.example")


def test_member_gains_nothing_by_an_invitation_of_the_own_seat_and_something_by_a_wider_one(
    services: Services, session: Session, officer: Person, firm: Firm
) -> None:
    owner, editor = make_login(session), make_login(session)
    add_member(session, firm, owner, kind="owner")
    add_member(session, firm, editor, kind="editor", dimensions=["D1"])
    limited = invite_firm(
        services, session, firm.key, by=officer, at=NOON, kind="editor", dimensions=["D1"]
    ).code
    wider = invite_firm(services, session, firm.key, by=officer, at=NOON, kind="editor").code

    def gains(user: User, code: str) -> bool:
        view = view_invitation(session, code, at=NOON, person=as_person(session, user))
        assert view is not None
        return view.gains

    assert [gains(editor, code) for code in (limited, wider)] == [False, True]
    assert [gains(owner, code) for code in (limited, wider)] == [False, False]


def test_bearer_of_an_old_code_asks_by_one_button_and_who_invited_hears_it_once_a_day(
    services: Services, session: Session, mails: Mails, firm: Firm
) -> None:
    owner = make_login(session)
    add_member(session, firm, owner, kind="owner")
    by, late = as_person(session, owner), NOON - dt.timedelta(days=31)
    code = invite_firm(
        services, session, firm.key, by=by, at=late, email="w@mill.example", kind="editor"
    ).code
    for at in (NOON, NOON + dt.timedelta(hours=1)):
        ask_invitation(services, session, code, by=None, at=at)
    asked = [mail for mail in mails() if mail["message"] == "invitation_asked"]
    assert [(mail["to"], mail["values"]["email"]) for mail in asked] == [(owner.email, "w@mill.example")]
    assert asked[0]["values"]["link"].endswith(f"/firm/{firm.key}/members")
    session.expire_all()
    assert [row.email for row in list_asked(session, firm)] == ["w@mill.example"]
    invite_firm(services, session, firm.key, by=by, at=NOON, email="W@mill.example", kind="editor")
    assert list_asked(session, firm) == []


def test_question_for_another_invitation_goes_to_who_can_answer_it(
    services: Services, session: Session, mails: Mails, officer: Person, firm: Firm
) -> None:
    owner, near, far = (
        make_login(session),
        make_login(session, Role.OFFICER),
        make_login(session, Role.OFFICER),
    )
    far.city, firm.city = "Wuxi", "Suzhou"
    add_member(session, firm, owner, kind="owner")
    late = NOON - dt.timedelta(days=31)
    by_owner = invite_firm(services, session, firm.key, by=as_person(session, owner), at=late).code
    by_office = invite_firm(services, session, firm.key, by=officer, at=late).code
    owner.active = False
    ask_invitation(services, session, by_owner, by=None, at=NOON)
    assert [mail["to"] for mail in mails()] == [officer.email, near.email]
    ask_invitation(services, session, by_office, by=None, at=NOON)
    assert [mail["to"] for mail in mails()[2:]] == [officer.email]
    good = invite_firm(services, session, firm.key, by=officer, at=NOON).code
    ask_invitation(services, session, good, by=None, at=NOON)
    assert len(mails()) == 3, "a good code needs no other"
    with pytest.raises(InputError):
        ask_invitation(services, session, "ABCDE-ABCDE-ABCDE-ABCDE", by=None, at=NOON)

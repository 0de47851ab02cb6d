"""A firm that comes by itself: its mail first, then the office; nobody learns who is here already."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from readiness.assessment.permissions import Role
from readiness.errors import InputError, InputErrors
from readiness.services.confirm_mail import LinkState, confirm_mail, state_of_link
from readiness.services.context import Services
from readiness.services.register_firm import register_firm
from readiness.services.resend_confirmation import resend_confirmation
from readiness.store.database import Database
from readiness.store.firms import add_firm, add_member
from readiness.store.rows import Firm, Token, User
from tests.factories import NOON, credit_code, make_firm, make_login
from tests.services.identity.conftest import Mails

CODE = credit_code(1)


def register(services: Services, session: Session, **changes: Any) -> None:
    given = {
        "credit_code": CODE,
        "name": "苏州某纺织有限公司",
        "email": "Owner@Firm.example",
        "person_name": "王 小明",
        "password": "hash",
        "language": "zh_Hans",
        "at": NOON,
    }
    register_firm(services, session, **{**given, **changes})


def token_of(mail: dict[str, Any]) -> str:
    return str(mail["values"]["link"].rpartition("/")[2])


def test_firm_and_owner_come_to_be_with_the_link_and_wait_for_the_office(
    services: Services, session: Session, mails: Mails
) -> None:
    register(services, session)
    assert session.scalar(sa.select(sa.func.count(Firm.id))) == 0
    [mail] = mails()
    assert (mail["message"], mail["to"]) == ("register", "owner@firm.example")
    assert mail["values"]["link"].startswith("https://readiness.example/confirm/")
    assert state_of_link(session, token_of(mail), at=NOON) is LinkState.GOOD
    user = confirm_mail(services, session, token_of(mail), at=NOON)
    assert user is not None
    assert (user.email, user.confirmed_at, user.role) == ("owner@firm.example", NOON, "firm")
    [seat] = user.memberships
    assert (seat.kind, seat.firm.credit_code, seat.firm.confirmed_at) == ("owner", CODE, None)
    assert session.scalars(sa.select(Token.detail)).all() == [None]


def test_link_works_once_and_for_three_days(services: Services, session: Session, mails: Mails) -> None:
    register(services, session)
    token = token_of(mails()[0])
    late = NOON + dt.timedelta(days=3)
    assert state_of_link(session, token, at=late) is LinkState.OLD
    with pytest.raises(InputError) as caught:
        confirm_mail(services, session, token, at=late)
    assert (caught.value.field, caught.value.code) == ("token", "token_invalid")
    confirm_mail(services, session, token, at=NOON)
    with pytest.raises(InputError):
        confirm_mail(services, session, token, at=NOON)
    assert state_of_link(session, token, at=NOON) is LinkState.DONE


@pytest.mark.parametrize("code", ["", "123", CODE[:-1] + "x", CODE[:-1] + ("0" if CODE[-1] != "0" else "1")])
def test_credit_code_with_a_wrong_check_digit_is_refused(
    services: Services, session: Session, code: str
) -> None:
    with pytest.raises(InputError) as caught:
        register(services, session, credit_code=code)
    assert (caught.value.field, caught.value.code) == ("credit_code", "credit_code_invalid")


def test_credit_code_in_full_width_signs_with_blanks_is_read(
    services: Services, session: Session, mails: Mails
) -> None:
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in CODE[:9]) + " " + CODE[9:].lower()
    register(services, session, credit_code=wide)
    confirm_mail(services, session, token_of(mails()[0]), at=NOON)
    assert session.scalars(sa.select(Firm.credit_code)).one() == CODE


def test_taken_credit_code_is_told_by_mail_alone_to_who_typed_it_and_to_the_owner(
    services: Services, session: Session, mails: Mails
) -> None:
    firm = add_firm(session, credit_code=CODE, name="The first", at=NOON)
    add_member(session, firm, make_login(session, email="first@firm.example"), kind="owner")
    add_member(session, firm, make_login(session), kind="editor")
    assert register(services, session) is None
    typed, owner = mails()
    assert (typed["message"], typed["to"]) == ("register_taken", "owner@firm.example")
    assert (owner["message"], owner["to"]) == ("register_owner", "first@firm.example")
    assert "The first" not in str(typed)
    assert session.scalar(sa.select(sa.func.count(Token.id))) == 0


def test_firm_is_kept_under_the_code_of_its_city_whatever_word_was_typed(
    services: Services, session: Session, mails: Mails
) -> None:
    register(services, session, city="苏州市")
    confirm_mail(services, session, token_of(mails()[0]), at=NOON)
    assert session.scalars(sa.select(Firm.city)).one() == "Suzhou"
    with pytest.raises(InputError) as caught:
        register(services, session, city="Atlantis")
    assert (caught.value.field, caught.value.code) == ("city", "city_unknown")


def test_all_that_is_wrong_is_said_at_once(services: Services, session: Session) -> None:
    with pytest.raises(InputErrors) as caught:
        register(services, session, credit_code="123", email="no address", name="")
    assert [error.field for error in caught.value.errors] == ["credit_code", "name", "email"]


def test_known_mail_gets_another_mail_and_the_visitor_no_difference(
    services: Services, session: Session, mails: Mails
) -> None:
    make_login(session, email="owner@firm.example")
    assert register(services, session) is None
    [mail] = mails()
    assert (mail["message"], mail["to"], mail["language"]) == ("register_known", "owner@firm.example", "en")
    assert session.scalar(sa.select(sa.func.count(Token.id))) == 0
    register(services, session, email="somebody@else.example")
    assert mails()[1]["message"] == "register", "a second try with the same credit code tells nothing either"


def test_second_of_two_registrations_of_a_firm_gets_no_login_and_the_first_is_told(
    services: Services, session: Session, mails: Mails
) -> None:
    register(services, session)
    register(services, session, email="second@firm.example")
    first, second = map(token_of, mails())
    confirm_mail(services, session, first, at=NOON)
    assert confirm_mail(services, session, second, at=NOON) is None
    told = mails()[-1]
    assert (told["message"], told["to"]) == ("register_owner", "owner@firm.example")
    assert told["values"]["email"] == "second@firm.example"
    assert session.scalars(sa.select(User.email)).all() == ["owner@firm.example"]


def test_firm_of_the_list_without_an_owner_knocks_at_the_office(
    services: Services, session: Session, mails: Mails
) -> None:
    add_firm(session, credit_code=CODE, name="Imported", city="Suzhou", at=NOON)
    officer = make_login(session, Role.OFFICER)
    make_login(session, Role.OFFICER, city="Wuxi")
    register(services, session)
    assert [(mail["message"], mail["to"]) for mail in mails()] == [
        ("register_taken", "owner@firm.example"),
        ("register_office", officer.email),
    ]


def test_mail_that_was_never_confirmed_comes_again_and_the_earlier_link_ends(
    services: Services, session: Session, mails: Mails
) -> None:
    register(services, session)
    late = NOON + dt.timedelta(days=4)
    resend_confirmation(services, session, "OWNER@firm.example", at=late)
    resend_confirmation(services, session, "nobody@firm.example", at=late)
    first, again = mails()
    assert state_of_link(session, token_of(first), at=late) is LinkState.OLD
    user = confirm_mail(services, session, token_of(again), at=late)
    assert user is not None
    assert user.memberships[0].firm.credit_code == CODE
    resend_confirmation(services, session, "owner@firm.example", at=late)
    assert mails()[-1]["message"] == "register_known"
    user.confirmed_at = None
    resend_confirmation(services, session, "owner@firm.example", at=late)
    assert mails()[-1]["message"] == "confirm"


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("email", "no address", "email_invalid"),
        ("email", "a@b.example\r\nBcc: c@d.example", "email_invalid"),
        ("name", "  ", "required"),
        ("name", "厂" * 201, "text_too_long"),
        ("name", "a\x00b", "text_unreadable"),
        ("person_name", "a\x1bb", "text_unreadable"),
    ],
)
def test_bad_input_names_its_field(
    services: Services, session: Session, field: str, value: str, code: str
) -> None:
    with pytest.raises(InputError) as caught:
        register(services, session, **{field: value})
    assert (caught.value.field, caught.value.code) == (field, code)


def test_of_two_that_take_a_credit_code_at_once_one_gets_it(database: Database) -> None:
    gate = threading.Barrier(2)
    outcomes: list[str] = []

    def take() -> None:
        gate.wait()
        try:
            with database.transaction() as session:
                add_firm(session, credit_code=CODE, name="A firm", at=NOON)
            outcomes.append("made")
        except InputError as error:
            outcomes.append(error.code)

    threads = [threading.Thread(target=take) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["credit_code_taken", "made"]


def test_transaction_goes_on_after_a_taken_code_or_mail(session: Session) -> None:
    firm, user = make_firm(session), make_login(session)
    with pytest.raises(InputError):
        add_firm(session, credit_code=firm.credit_code, name="Again", at=NOON)
    assert session.scalars(sa.select(User)).all() == [user]

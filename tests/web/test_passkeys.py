"""Passkeys: added with the password, one of two steps or both at once, and never by anybody else's device."""

from __future__ import annotations

import re
from pathlib import Path

import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from readiness.assessment.permissions import Role
from readiness.store.rows import Passkey, User
from tests.web.authenticator import Device, options_of
from tests.web.conftest import PASSWORD, Site, send, sign_in

LIST, NEW = "/account/passkeys", "/account/passkeys/new"
FIRST, SECOND = "/login/passkey", "/login/code/passkey"
HERE = "http://localhost"
NO_QUESTION = "/verify"
"""A page with a form that asks nothing of a device: asking again ends the question before."""


def _add(client: FlaskClient, device: Device, name: str = "Office PC") -> TestResponse:
    """Name, password, and the device's answer."""
    named = send(client, LIST, {"name": name, "present": PASSWORD})
    assert named.location == NEW
    asked = options_of(client.get(NEW).text)
    assert "authenticatorAttachment" not in asked["authenticatorSelection"], (
        "phones and USB keys are welcome alike"
    )
    return _say(client, NEW, device.create(asked), page="/account/password")


def _say(client: FlaskClient, address: str, credential: str, *, page: str = "/reset") -> TestResponse:
    return send(client, address, {"credential": credential}, page=page)


def _owner_with(site: Site, device: Device) -> User:
    user = site.person()
    assert "recovery" in _add(site.browser(user), device).text.lower()
    return user


def _second(site: Site, user: User, device: Device) -> TestResponse:
    """Password, then the device."""
    client = site.browser()
    assert sign_in(client, user.email).location == "/login/code"
    return _say(client, SECOND, device.prove(options_of(client.get("/login/code").text)))


def test_first_passkey_comes_with_recovery_codes_and_is_the_second_step_from_then_on(site: Site) -> None:
    device = Device(HERE)
    user = site.person()
    client = site.browser(user)
    assert len(re.findall(r"<li>([0-9A-Z-]{19})</li>", _add(client, device).text)) == 10
    assert "Office PC" in client.get("/account").text
    assert _add(client, Device(HERE), "Phone").location == LIST, "the codes of before stay"
    assert [mail["message"] for mail in site.mails()] == ["factor_changed"] * 2
    assert site.events() == ["add_passkey"] * 2
    assert _second(site, user, device).location == "/firm/"
    with site.database.session() as session:
        row = session.scalars(sa.select(Passkey).order_by(Passkey.id)).first()
        assert row is not None
        assert (row.uses, row.transports) == (1, ["internal"])
        assert row.used_at is not None


def test_passkey_that_knows_its_owner_signs_in_without_a_password(site: Site) -> None:
    device = Device(HERE)
    _owner_with(site, device)
    client = site.browser()
    asked = options_of(client.get("/login").text)
    assert (asked.get("allowCredentials") or [], asked["userVerification"]) == ([], "required")
    assert _say(client, FIRST, device.prove(asked)).location == "/firm/"
    assert client.get("/account").status_code == 200


def test_device_that_does_not_know_who_holds_it_is_no_sign_in_by_itself(site: Site) -> None:
    device = Device(HERE, verifies=False)
    user = _owner_with(site, device)
    client = site.browser()
    assert _say(client, FIRST, device.prove(options_of(client.get("/login").text))).location == "/login"
    assert "This passkey was not accepted" in client.get("/login").text
    assert _second(site, user, device).location == "/firm/"


def test_answer_of_a_false_page_another_device_or_yesterday_is_refused(site: Site) -> None:
    device, stranger = Device(HERE), Device(HERE)
    user, other = _owner_with(site, device), _owner_with(site, stranger)
    assert other.id != user.id
    copied = Device("http://localhost:666")
    copied.id, copied.key = device.id, device.key
    forged = Device(HERE)
    forged.id = device.id
    for wrong in (copied, forged, stranger, Device(HERE)):
        assert _second(site, user, wrong).location == "/login/code"
    client = site.browser()
    sign_in(client, user.email)
    said = device.prove(options_of(client.get("/login/code").text))
    assert _say(client, SECOND, said).location == "/firm/"
    again = site.browser()
    sign_in(again, user.email)
    again.get("/login/code")
    assert _say(again, SECOND, said).location == "/login/code"
    for odd in ("", "{}", "null", '{"id": 1}', "x" * 30_000):
        assert _say(again, SECOND, odd).location == "/login/code", odd
    assert _say(site.browser(), SECOND, said).location == "/login", (
        "without the password there is no second step"
    )


def test_counter_that_goes_back_betrays_a_copied_key(site: Site) -> None:
    device = Device(HERE)
    user = _owner_with(site, device)
    device.uses = 7
    assert _second(site, user, device).location == "/firm/"
    device.uses = 3
    assert _second(site, user, device).location == "/login/code"


def test_question_is_good_for_one_answer_and_the_name_asks_the_password_first(site: Site) -> None:
    client, device = site.browser(site.person()), Device(HERE)
    assert client.get(NEW).location == LIST
    wrong = send(client, LIST, {"name": "PC", "present": "not the right words"})
    assert wrong.status_code == 422
    send(client, LIST, {"name": "PC", "present": PASSWORD})
    asked = options_of(client.get(NEW).text)
    client.get(NEW)
    late = _say(client, NEW, device.create(asked), page="/account/password")
    assert late.status_code == 422
    assert "This passkey was not accepted" in late.text
    asked = options_of(late.text)
    assert _say(client, NEW, device.create(asked), page="/account/password").status_code == 200
    assert send(client, LIST, {"name": "PC", "present": PASSWORD}).status_code == 422


def test_consultant_may_have_a_passkey_for_the_second_step_and_keeps_the_last_one(site: Site) -> None:
    consultant, device = site.person(Role.CONSULTANT, second_factor=False), Device(HERE)
    client = site.browser()
    assert sign_in(client, consultant.email).location == "/account/second-factor/set-up"
    assert LIST in client.get("/account/second-factor/set-up").text
    _add(client, device)
    assert client.get("/consultant/").status_code == 200
    link = re.search(rf'href="({LIST}/[\w-]{{22}})"', client.get(LIST).text)
    assert link is not None
    refused = send(client, link[1], {"present": PASSWORD})
    assert refused.status_code == 422
    assert "Your role needs a second step." in refused.text


def test_removed_passkey_opens_nothing_and_the_password_alone_does_again(site: Site) -> None:
    device = Device(HERE)
    user = _owner_with(site, device)
    client = site.browser(user)
    link = re.search(rf'href="({LIST}/[\w-]{{22}})"', client.get(LIST).text)
    assert link is not None
    assert site.browser(site.person()).get(link[1]).location == LIST, "nobody else's"
    assert send(client, link[1], {"present": "not the right words"}).status_code == 422
    assert send(client, link[1], {"present": PASSWORD}).location == LIST
    assert site.user(user.id).mf_recovery_codes is None
    again = site.browser()
    assert _say(again, FIRST, device.prove(options_of(again.get("/login").text))).location == "/login"
    assert sign_in(again, user.email).location == "/firm/"


def test_recovery_code_replaces_a_lost_device(site: Site) -> None:
    user = site.person()
    codes = re.findall(r"<li>([0-9A-Z-]{19})</li>", _add(site.browser(user), Device(HERE)).text)
    client = site.browser()
    sign_in(client, user.email)
    assert send(client, "/login/code", {"code": codes[3]}).status_code == 302


def test_second_step_is_offered_to_firms_and_asked_of_everybody_else(site: Site) -> None:
    for role in Role:
        client = site.browser()
        first = sign_in(client, site.person(role, second_factor=False).email).location
        assert (first == "/account/second-factor/set-up") == (role is not Role.FIRM), role
        assert LIST in client.get("/account").text


def test_service_without_a_name_or_https_offers_no_passkeys(tmp_path: Path, sqlite_url: str) -> None:
    site = Site(tmp_path, sqlite_url, READINESS_BASE_URL="http://10.0.0.7:8000")
    client = site.browser(site.person())
    assert LIST not in client.get("/account").text
    assert "data-passkey" not in site.browser().get("/login").text
    assert "Passkeys work only where" in client.get(LIST).text
    site.close()

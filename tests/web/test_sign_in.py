"""Signing in and out, and what ends a session."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from readiness.assessment.permissions import Role
from readiness.web.totp import Totp
from tests.web.conftest import PASSWORD, TOTP_SECRET, Site, send, sign_in


def _code(step: int = 0) -> str:
    import time

    totp = Totp(b"k" * 32)
    return str(totp.source(TOTP_SECRET).generate(time=time.time() + 30 * step).token)


def test_member_of_a_firm_signs_in_with_address_in_any_case_of_letters(site: Site) -> None:
    user = site.person()
    browser = site.browser()
    assert sign_in(browser, user.email.upper()).status_code == 302
    assert browser.get("/account").status_code == 200
    assert site.events() == ["sign_in"]


def test_wrong_password_and_unknown_address_look_the_same(site: Site) -> None:
    user = site.person()
    pages = []
    for email, password in ((user.email, "not the right words"), ("nobody@firm.example", PASSWORD)):
        answer = sign_in(site.browser(), email, password)
        assert answer.status_code == 422
        text = re.sub(r'value="[^"]*"', "", answer.text)
        pages.append(text)
    assert pages[0] == pages[1]
    assert "Address or password is not right." in pages[0]


def test_ended_login_cannot_sign_in(site: Site) -> None:
    user = site.person()
    with site.database.transaction() as session:
        session.merge(user).active = False
    assert sign_in(site.browser(), user.email).status_code == 422


def test_session_id_from_before_the_login_is_worth_nothing_afterwards(site: Site) -> None:
    user = site.person()
    browser = site.browser()
    browser.get("/login")
    before = browser.get_cookie("session")
    assert before is not None
    sign_in(browser, user.email)
    after = browser.get_cookie("session")
    assert after is not None
    assert after.value != before.value
    thief = site.app.test_client()
    thief.set_cookie("session", before.value)
    assert thief.get("/account").status_code == 302


def test_old_cookie_is_dead_after_signing_out(site: Site) -> None:
    user = site.person()
    browser = site.browser()
    sign_in(browser, user.email)
    cookie = browser.get_cookie("session")
    assert cookie is not None
    send(browser, "/logout", {}, page="/account")
    assert site.events() == ["sign_in", "sign_out"]
    browser.set_cookie("session", cookie.value)
    assert browser.get("/account").status_code == 302


def test_other_devices_are_signed_out_when_the_password_changes_and_this_one_stays(site: Site) -> None:
    user = site.person()
    here, there = site.browser(), site.browser()
    sign_in(here, user.email)
    sign_in(there, user.email)
    new = "nine bobbins turn slowly"
    answer = send(here, "/account/password", {"present": PASSWORD, "password": new, "again": new})
    assert answer.status_code == 302
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 302
    assert sign_in(site.browser(), user.email, new).status_code == 302
    assert [mail["message"] for mail in site.mails()] == ["password_changed"]


def test_whoever_is_made_inactive_is_out_at_once(site: Site) -> None:
    user = site.person()
    browser = site.browser(user)
    assert browser.get("/account").status_code == 200
    with site.database.transaction() as session:
        session.merge(user).active = False
    assert browser.get("/account").status_code == 302


def test_officer_needs_the_code_of_the_phone_and_each_code_works_once(site: Site) -> None:
    officer = site.person(Role.OFFICER)
    browser = site.browser()
    assert sign_in(browser, officer.email).location == "/login/code"
    assert browser.get("/account").status_code == 302
    assert send(browser, "/login/code", {"code": "000000"}).status_code == 422
    code = _code()
    assert send(browser, "/login/code", {"code": code}).status_code == 302
    assert browser.get("/account").status_code == 200
    again = site.browser()
    sign_in(again, officer.email)
    assert send(again, "/login/code", {"code": code}).status_code == 422


def test_consultant_without_second_factor_is_led_to_set_it_up(site: Site) -> None:
    consultant = site.person(Role.CONSULTANT, second_factor=False)
    browser = site.browser()
    assert sign_in(browser, consultant.email).location == "/account/second-factor/set-up"
    assert browser.get("/consultant/").location == "/account/second-factor/set-up"


def test_recovery_code_replaces_the_phone_once(site: Site) -> None:
    user = site.person(second_factor=False)
    browser = site.browser(user)
    page = browser.get("/account/second-factor/set-up").text
    secret = re.search(r'class="secret">([A-Z2-7 ]+)<', page)
    assert secret is not None
    code = Totp(b"k" * 32).current(secret[1].replace(" ", ""))
    answer = send(browser, "/account/second-factor/set-up", {"code": code})
    recovery = re.findall(r"<li>([0-9A-Z-]{19})</li>", answer.text)
    assert len(recovery) == 10
    for expected in (302, 422):
        other = site.browser()
        sign_in(other, user.email)
        assert send(other, "/login/code", {"code": recovery[0].lower()}).status_code == expected
    stored = site.user(user.id)
    assert stored.tf_totp_secret is not None
    assert secret[1].replace(" ", "") not in stored.tf_totp_secret
    assert len(stored.mf_recovery_codes or []) == 9


def test_eleventh_wrong_password_closes_the_account_for_a_while_and_no_other(site: Site) -> None:
    user, other = site.person(), site.person()
    browser = site.browser()
    for _ in range(10):
        assert sign_in(browser, user.email, "not the right words").status_code == 422
    refused = sign_in(browser, user.email)
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert sign_in(site.browser(), other.email).status_code == 302


def test_guessing_over_many_accounts_from_one_address_is_stopped(site: Site) -> None:
    browser = site.browser()
    statuses = [
        sign_in(browser, f"guess{number}@firm.example", "not the right words").status_code
        for number in range(51)
    ]
    assert statuses == [422] * 50 + [429]


def test_forwarded_address_is_not_believed_without_a_proxy(site: Site) -> None:
    answer = site.browser().get("/account", headers={"X-Forwarded-Host": "evil.example"})
    assert answer.location.startswith("/login")


def test_throttle_can_be_switched_off(tmp_path: Path, sqlite_url: str) -> None:
    site = Site(tmp_path, sqlite_url, READINESS_LOGIN_THROTTLE="")
    user = site.person()
    browser = site.browser()
    for _ in range(12):
        sign_in(browser, user.email, "not the right words")
    assert sign_in(browser, user.email).status_code == 302


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\tevil",
        "http:evil.example",
        " //evil.example",
    ],
)
def test_after_signing_in_nobody_is_led_elsewhere(site: Site, address: str) -> None:
    from urllib.parse import quote

    user = site.person()
    answer = sign_in(site.browser(), user.email, address=f"/login?next={quote(address)}")
    assert answer.status_code == 302
    assert answer.location in {"/", "/firm/"}


def test_page_that_asked_for_the_login_comes_back(site: Site) -> None:
    user = site.person()
    browser = site.browser()
    asked = browser.get("/account/password")
    assert sign_in(browser, user.email, address=asked.location).location == "/account/password"


def test_form_without_token_or_with_another_session_s_is_refused(site: Site) -> None:
    user = site.person()
    browser = site.browser()
    assert browser.post("/login", data={"email": user.email, "password": PASSWORD}).status_code == 400
    from tests.web.conftest import TOKEN

    foreign = TOKEN.search(site.browser().get("/login").text)
    assert foreign is not None
    data = {"email": user.email, "password": PASSWORD, "csrf_token": foreign[1]}
    assert browser.post("/login", data=data).status_code == 400


def test_session_ends_after_twelve_idle_hours(site: Site) -> None:
    import datetime as dt

    from readiness.store.rows import WebSession

    browser = site.browser(site.person())
    with site.database.transaction() as session:
        row = session.query(WebSession).one()
        row.seen_at = row.seen_at - dt.timedelta(hours=12, minutes=1)
    assert browser.get("/account").status_code == 302


def test_cookie_of_a_https_service_is_bound_to_host_and_transport(tmp_path: Path, sqlite_url: str) -> None:
    site = Site(tmp_path, sqlite_url, READINESS_BASE_URL="https://readiness.example")
    answer = site.app.test_client().get("/login", base_url="https://readiness.example")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    for mark in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert mark in cookie
    assert "Strict-Transport-Security" in answer.headers

"""What a firm typed is not lost when its session has ended."""

from __future__ import annotations

import html
import re

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from readiness.assessment.permissions import Role
from tests.web.conftest import PASSWORD, TOKEN, Site, send
from tests.web.test_sign_in import _code as code_of_the_phone

HERE = {"Origin": "http://localhost"}
ADDRESS = "/admin/people/add"
TYPED = {"person_name": '云锦 "<b>', "email": "new@firm.example", "role": "consultant", "language": "vi"}


def _without_session(site: Site, address: str, data: dict[str, str], **headers: str) -> TestResponse:
    client = site.browser(None)
    return client.post(address, data={"csrf_token": "old", **data}, headers=headers or HERE)


def _hidden(page: str) -> dict[str, str]:
    found = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page.split("<main", 1)[1])
    return {name: html.unescape(value) for name, value in found}


def _sign_in_here(client: FlaskClient, page: str, email: str) -> TestResponse:
    return client.post("/login", data={**_hidden(page), "email": email, "password": PASSWORD}, headers=HERE)


def test_form_of_an_ended_session_is_sent_after_signing_in_with_both_factors(site: Site) -> None:
    boss = site.person(Role.ADMINISTRATOR)
    client = site.browser()
    refused = client.post(ADDRESS, data={"csrf_token": "old", **TYPED}, headers=HERE)
    assert refused.status_code == 400
    assert "new@firm.example" in refused.text
    assert "<b>" not in refused.text
    assert _sign_in_here(client, refused.text, boss.email).location == "/login/code"
    assert send(client, "/login/code", {"code": code_of_the_phone()}).location == "/login/kept"
    page = client.get("/login/kept").text
    assert f'action="{ADDRESS}"' in page
    assert "new@firm.example" not in [mail["to"] for mail in site.mails()], (
        "nothing is sent without the button"
    )
    assert client.post(ADDRESS, data=_hidden(page), headers=HERE).status_code == 302
    assert [mail["to"] for mail in site.mails()] == ["new@firm.example"]
    assert client.get("/login/kept").status_code == 302, "it is sent once"


def test_wrong_password_in_place_keeps_what_was_typed(site: Site) -> None:
    client = site.browser()
    page = client.post(ADDRESS, data={"csrf_token": "old", **TYPED}, headers=HERE).text
    again = client.post(
        "/login", data={**_hidden(page), "email": "a@b.example", "password": "x"}, headers=HERE
    )
    assert again.status_code == 422
    assert _hidden(again.text)["kept"] == _hidden(page)["kept"]


def test_somebody_signed_in_anew_elsewhere_only_presses_the_button(site: Site) -> None:
    client = site.browser(site.person(Role.ADMINISTRATOR))
    page = client.post(ADDRESS, data={"csrf_token": "old", **TYPED}, headers=HERE)
    assert page.status_code == 400
    assert 'name="password"' not in page.text
    assert client.post(ADDRESS, data=_hidden(page.text), headers=HERE).status_code == 302


def test_login_that_was_ended_while_typing_is_asked_for_in_place(site: Site) -> None:
    boss = site.person(Role.ADMINISTRATOR)
    client = site.browser(boss)
    token = TOKEN.search(client.get(ADDRESS).text)
    assert token is not None
    with site.database.transaction() as session:
        session.merge(boss).fs_uniquifier = "another"
    page = client.post(ADDRESS, data={"csrf_token": token[1], **TYPED}, headers=HERE)
    assert page.status_code == 401
    assert "new@firm.example" in _hidden(page.text)["kept"]


def test_passwords_and_tokens_are_never_carried(site: Site) -> None:
    page = _without_session(
        site, "/register", {"name": "云锦", "password": "hush hush hush", "again": "hush"}
    )
    assert _hidden(page.text)["name"] == "云锦"
    assert "hush" not in page.text
    assert '"old"' not in page.text


def test_form_of_another_site_or_of_no_page_is_not_kept(site: Site) -> None:
    for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"X-Nothing": "said"}):
        page = _without_session(site, ADDRESS, TYPED, **headers)
        assert page.status_code == 400
        assert "new@firm.example" not in page.text


def test_what_is_too_large_or_leads_elsewhere_is_not_kept(site: Site) -> None:
    assert 'name="kept"' not in _without_session(site, ADDRESS, {"person_name": "a" * 300_000}).text
    client = site.browser()
    for address in (
        "https://evil.example/",
        "//evil.example",
        "/api/assessments/x",
        "/nowhere",
        "/login?x=\\",
    ):
        page = client.get("/login").text
        sent = {**_hidden(page), "email": "a@b.example", "password": "x"}
        sent["kept"] = f'["{address}", [["a", "typed"]]]'
        assert 'name="kept"' not in client.post("/login", data=sent, headers=HERE).text


def test_file_is_asked_for_again_and_the_way_leads_back_to_the_page(site: Site) -> None:
    address = f"/assessments/{'a' * 22}/dimensions/X1/evidence/X1.1"
    client = site.browser()
    from io import BytesIO

    data = {"csrf_token": "old", "file": (BytesIO(b"%PDF-"), "proof.pdf")}
    page = client.post(address, data=data, headers={**HERE, "Referer": f"http://localhost{address}"})
    assert page.status_code == 400
    assert "Choose it again" in page.text
    assert f"next={address}".replace("/", "%2F") in page.text or f"next={address}" in page.text

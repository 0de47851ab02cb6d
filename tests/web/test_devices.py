"""One's own devices: seeing them and signing them out."""

from __future__ import annotations

import re

from flask.testing import FlaskClient

from tests.web.conftest import Site, send, sign_in

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1"
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"


def device(site: Site, email: str, agent: str) -> FlaskClient:
    """A browser that signed in by the form and says what it is."""
    client = site.browser()
    client.environ_base["HTTP_USER_AGENT"] = agent
    assert sign_in(client, email).status_code == 302
    return client


def is_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


def test_account_lists_own_devices_and_signs_one_out(site: Site) -> None:
    user, other = site.person(), site.person()
    desk, phone = device(site, user.email, DESK), device(site, user.email, PHONE)
    stranger = device(site, other.email, PHONE)
    page = desk.get("/account").text
    assert "Chrome · Windows" in page
    assert page.count("Safari · iPhone") == 2  # its line, and the name of its button
    handle = re.search(r'name="device" value="(\w{16})"', page)
    assert handle is not None
    send(desk, "/account/devices/end", {"device": handle[1]}, page="/account")
    assert (is_in(desk), is_in(phone), is_in(stranger)) == (True, False, True)
    assert "end_sessions" in site.events()


def test_all_others_are_signed_out_at_once_and_this_one_stays(site: Site) -> None:
    user = site.person()
    here, one, two = (device(site, user.email, DESK) for _ in range(3))
    send(here, "/account/devices/end", {}, page="/account")
    assert (is_in(here), is_in(one), is_in(two)) == (True, False, False)


def test_device_of_somebody_else_cannot_be_signed_out(site: Site) -> None:
    user, other = site.person(), site.person()
    here, there = device(site, user.email, DESK), device(site, other.email, DESK)
    second = device(site, other.email, PHONE)
    handle = re.search(r'name="device" value="(\w{16})"', there.get("/account").text)
    assert handle is not None
    for value in (handle[1], "%" * 16, "x"):
        send(here, "/account/devices/end", {"device": value}, page="/account")
    assert (is_in(there), is_in(second)) == (True, True)


def test_signing_out_clears_the_browsers_cache_but_not_its_unsent_answers(site: Site) -> None:
    client = site.browser(site.person())
    answer = send(client, "/logout", {}, page="/account")
    assert answer.headers["Clear-Site-Data"] == '"cache"'

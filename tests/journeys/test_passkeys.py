"""Somebody adds a passkey and signs in with it, in a browser whose device is made of software."""

from __future__ import annotations

import dataclasses
import socket
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from readiness.app import create_app
from readiness.assessment.permissions import Role
from readiness.config import Settings
from readiness.services.seed_demo import demo_logins
from tests import browser
from tests.journeys.walker import Walker

BUTTON = "form[data-passkey] button"


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def address(settings: Settings) -> Iterator[str]:
    """The journey's service under a name, since browsers keep no passkeys for numbers."""
    port = _free_port()
    named = dataclasses.replace(settings, base_url=f"http://localhost:{port}")
    with browser.serve(create_app(named), port):
        yield named.base_url


def _give_device(page: Page) -> None:
    """A phone that knows its owner and says yes to everything."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": device})


def test_passkey_is_added_is_the_second_step_and_then_the_only_one(walker: Walker) -> None:
    page = walker.page
    login = next(login for login in demo_logins() if login.role is Role.FIRM)
    walker.enter(login.email, login.password)
    _give_device(page)
    walker.go("/account")
    walker.follow("main a[href='/account/passkeys']")
    page.fill("#name", "办公室电脑")
    page.fill("#present", login.password)
    walker.follow("main form button")
    walker.follow(BUTTON)
    expect(page.locator(".codes li")).to_have_count(10)
    walker.leave()
    walker.enter(login.email, login.password)
    assert walker.path == "/login/code"
    walker.follow(BUTTON)
    assert walker.path == "/firm/"
    walker.leave()
    walker.go("/login")
    walker.follow(BUTTON)
    assert walker.path == "/firm/"
    walker.go("/account/passkeys")
    walker.follow("main .devices a")
    page.fill("#present", login.password)
    walker.follow("main form button")
    expect(page.locator("main .devices")).to_have_count(0)
    walker.leave()
    walker.go("/login")
    page.locator(BUTTON).click()
    expect(page.locator(".notice-wrong")).to_be_visible()

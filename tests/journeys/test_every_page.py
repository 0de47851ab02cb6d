"""Every page is opened once by somebody who may, in light and dark, on a desk and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from readiness.assessment.permissions import Role
from readiness.config import Settings
from tests.journeys.places import Places, prepare
from tests.journeys.tour import BY_STEPS, html_routes, refused, stops
from tests.journeys.walker import Walker

CODES = {"code": "GR1", "question": "GR1.1", "pillar": "GR", "sub_sector": "DF"}
ROLES = [None, *Role]


@pytest.fixture
def places(settings: Settings) -> Places:
    """Keys of the demo."""
    return prepare(settings)


def test_the_tour_leaves_no_page_out(places: Places) -> None:
    toured = {stop.route for stop in stops(places, CODES)}
    assert set(html_routes()) - toured <= BY_STEPS


@pytest.mark.parametrize("role", ROLES, ids=[role or "visitor" for role in ROLES])
def test_every_page(walker: Walker, places: Places, role: Role | None) -> None:
    walker.tale = role or "visitor"
    if role:
        walker.sign_in(role)
    for stop in (*stops(places, CODES), *refused(places)):
        if stop.role is role:
            walker.go(stop.path, stop.status)


def test_forms_say_what_is_wrong_with_them(walker: Walker, places: Places) -> None:
    page = walker.page
    for path in ("/login", "/register", "/invitation", "/reset", f"/invitation/{places.code}"):
        walker.go(path)
        walker.follow("main form[method=post] button")
        expect(page.locator(".summary")).to_be_focused()
    walker.sign_in(Role.OFFICER)
    for path in ("rounds/new", f"rounds/{places.round}/import", f"rounds/{places.round}/assign"):
        walker.go(f"/office/{path}")
        walker.follow("main form[method=post] button:not([type=button])")
        expect(page.locator(".summary")).to_be_focused()

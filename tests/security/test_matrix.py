"""Every address × everybody: who is led to the login, who is refused, who hears that there is nothing."""

from __future__ import annotations

import pytest

from readiness.assessment.permissions import Action, Role, may
from readiness.store.people import find_user_by_uniquifier, person_of
from tests.security.addresses import FIRM_THINGS, GETS, PUBLIC, ROUTES, SIGNED_IN, UNSAFE, Route
from tests.security.conftest import ROLES, Scene

BY_MAIL = "/notices/off/<ticket:ticket>"
"""Mail programs press this button without a page (RFC 8058), so no form's token guards it but the signed ticket."""
STRANGERS = ("foreign owner", "other consultant", "foreign officer")


def _may(scene: Scene, who: str, route: Route) -> bool:
    """What the one table says about this person, seats included."""
    if route.needed in (PUBLIC, SIGNED_IN):
        return True
    with scene.database.session() as session:
        row = find_user_by_uniquifier(session, scene.users[who].fs_uniquifier)
        assert row is not None
        return may(person_of(row), Action(route.needed))


def test_visitor_is_led_to_the_login_from_every_page_that_is_not_public(scene: Scene) -> None:
    client = scene.browser("visitor")
    wrong = []
    for route in GETS + UNSAFE:
        if route.is_public:
            continue
        answer = scene.ask(client, route)
        led = answer.status_code == 302 and answer.location.startswith("/login")
        if not (answer.status_code == 401 if route.is_api else led):
            wrong.append((route, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("who", ROLES)
def test_whoever_may_not_is_refused_and_told_nothing(scene: Scene, who: str) -> None:
    client = scene.browser(who)
    refused = [route for route in GETS + UNSAFE if not _may(scene, who, route)]
    answers = [(route, scene.ask(client, route)) for route in refused]
    assert [(route, answer.status_code) for route, answer in answers if answer.status_code != 403] == []
    assert [route for route, answer in answers if any(word in answer.text for word in scene.secrets)] == []


@pytest.mark.parametrize("who", STRANGERS)
def test_what_belongs_to_another_firm_does_not_exist_for_a_stranger(scene: Scene, who: str) -> None:
    client = scene.browser(who)
    asked = [route for route in GETS + UNSAFE if route.names_firm_data and _may(scene, who, route)]
    assert asked
    before = scene.snapshot()
    answers = [(route, scene.ask(client, route)) for route in asked]
    nobody = dict.fromkeys(FIRM_THINGS, "N" * 22)
    alike = {route: scene.ask(client, route, **nobody).status_code for route in asked}
    wrong = [(route, answer.status_code) for route, answer in answers if answer.status_code != alike[route]]
    assert wrong == [], "what is not there and what is another's must look the same"
    assert set(alike.values()) <= {403, 404}
    assert [route for route, answer in answers if any(word in answer.text for word in scene.secrets)] == []
    assert scene.snapshot() == before


@pytest.mark.parametrize("who", ["owner", "consultant", "officer", "administrator"])
def test_whoever_may_opens_the_page(scene: Scene, who: str) -> None:
    """A matrix that refuses everybody would pass the other tests."""
    client = scene.browser(who)
    asked = [r for r in GETS if not r.is_public and r.allows(ROLES[who]) and "<ticket:" not in r.rule]
    statuses = {(route, scene.ask(client, route).status_code) for route in asked}
    mine = {pair for pair in statuses if not (who != "owner" and "<key:job>" in pair[0].rule)}
    mine = {pair for pair in mine if not pair[0].rule.endswith("/preview")}  # a PDF has none
    assert {pair for pair in mine if pair[1] not in (200, 302)} == set()


def test_every_role_and_every_address_takes_part() -> None:
    assert set(ROLES.values()) == set(Role)
    assert {route.method for route in ROUTES} <= {"GET", "POST", "PUT"}
    assert all(route.needed in (PUBLIC, SIGNED_IN) or Action(route.needed) for route in ROUTES)


def test_form_without_a_token_is_refused_everywhere_and_changes_nothing(scene: Scene) -> None:
    before = scene.snapshot()
    foreign = scene.browser("foreign owner").get("/api/csrf-token").json
    assert foreign is not None
    wrong = []
    for who in ("visitor", *ROLES):
        client = scene.browser(who)
        for route in UNSAFE:
            statuses = {scene.ask(client, route, token=t).status_code for t in (None, foreign["csrf_token"])}
            if statuses != {404 if route.rule == BY_MAIL else 400}:
                wrong.append((who, route, statuses))
    assert wrong == []
    assert scene.snapshot() == before

"""Three people of a firm fill in one assessment while the server is killed and started again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, Page, expect

from readiness.services.passwords import hash_password
from readiness.services.save_profile import save_profile
from readiness.store.rows import Sheet, User
from tests.factories import NOON
from tests.faults.conftest import PASSWORD, Service, closing_service, kill
from tests.services.assessment.lives import make_editor

PAGES = {
    "DOUGH": ("#DOUGH_1-3", "#DOUGH_1-2"),
    "OVEN": ("#OVEN_1-1", "#OVEN_1-2"),
    "PEOPLE": ("#PEOPLE_2-0", "#PEOPLE_2-1"),
}
SAVED = "section[id={}] .save-state[data-state=saved]"


@pytest.fixture
def service(sqlite_url: str, tmp_path: Path) -> Iterator[Service]:
    """The bakery with its processes, an owner and two editors, behind a server that can be killed."""
    with closing_service(sqlite_url, tmp_path) as found:
        with found.database.transaction() as session:
            town = found.town
            town.session = session
            town.firm = session.merge(town.firm)
            people = [town.owner, make_editor(town), make_editor(town)]
            session.execute(sa.update(User).values(password=hash_password(PASSWORD)))
            save_profile(
                found.services, session, found.key, profile={"employees": 12, "flour_t": 80, "rye_t": 20},
                processes={"loaf": 70, "steamed": 30}, base={}, client_id="first", by=town.owner, at=NOON,
            )  # fmt: skip
        found.people = [person.email for person in people]  # type: ignore[attr-defined]
        yield found


def open_form(browser: Browser, service: Service, email: str, dimension: str) -> Page:
    """Somebody's browser at the form of a dimension."""
    page = browser.new_context().new_page()
    page.goto(f"http://127.0.0.1:{service.port}/login")
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    with page.expect_navigation():
        page.click("main form button")
    page.goto(f"http://127.0.0.1:{service.port}/assessments/{service.key}/dimensions/{dimension}")
    return page


def kept(service: Service) -> dict[str, Any]:
    """Question → its answer in the database."""
    with service.database.session() as session:
        document = session.scalars(sa.select(Sheet.document)).one()
        return {code: entry["value"] for code, entry in document["answers"].items()}


def test_every_acknowledged_answer_of_three_people_is_there_after_the_server_was_killed(
    service: Service, browser: Browser
) -> None:
    server = service.serve()
    forms = {
        dimension: open_form(browser, service, email, dimension)
        for email, dimension in zip(service.people, PAGES, strict=True)  # type: ignore[attr-defined]
    }
    for dimension, page in forms.items():
        page.check(PAGES[dimension][0])
    for dimension in ("DOUGH", "OVEN"):
        name = PAGES[dimension][0][1:].split("-")[0]
        expect(forms[dimension].locator(SAVED.format(f"q-{name}"))).to_be_visible()
    kill(server)
    acknowledged = kept(service)
    assert (acknowledged["DOUGH.1"], acknowledged["OVEN.1"]) == (3, "dial")
    for dimension, page in forms.items():
        page.check(PAGES[dimension][1])
        expect(page.locator("[data-page-state]")).to_have_attribute("data-state", "waiting")
    service.serve()
    forms["DOUGH"].check("#DOUGH_4-autolyse-0")
    forms["OVEN"].check("#OVEN_3-0")
    forms["PEOPLE"].check("#PEOPLE_1-1")
    for page in forms.values():
        expect(page.locator("[data-page-state]")).to_have_attribute("data-state", "saved")
        page.reload()
    answers = kept(service)
    assert {code: answers[code] for code in ("DOUGH.1", "OVEN.1", "PEOPLE.2")} == {
        "DOUGH.1": 2, "OVEN.1": "probe", "PEOPLE.2": False
    }  # fmt: skip
    assert len(answers) == 6
    for dimension, page in forms.items():
        expect(page.locator(PAGES[dimension][1])).to_be_checked()
        page.context.close()

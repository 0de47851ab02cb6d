"""A consultant opens an assigned firm and judges one answer."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import expect

from readiness.app import build_services
from readiness.assessment.permissions import Role
from readiness.config import Settings
from readiness.services.assign_consultant import assign_consultant
from readiness.services.seed_demo import demo_logins
from readiness.store.database import Database
from readiness.store.people import find_user, person_of
from readiness.store.rows import Assessment
from tests.journeys.walker import Walker


@pytest.fixture(scope="module", autouse=True)
def assigned(settings: Settings) -> str:
    """The key of a submitted assessment that the office has given to the demo's consultant."""
    emails = {login.role: login.email for login in demo_logins()}
    database = Database(settings.database_url)
    with database.transaction() as session:
        officer, consultant = (find_user(session, emails[role]) for role in (Role.OFFICER, Role.CONSULTANT))
        assert officer is not None
        assert consultant is not None
        key = (
            session.query(Assessment).filter_by(state="submitted").order_by(Assessment.id.desc()).first().key
        )
        assign_consultant(
            build_services(settings), session, key, consultant.key, by=person_of(officer), at=dt.datetime.now(dt.UTC)
        )  # fmt: skip
    database.close()
    return key


def test_consultant_judges_one_answer(walker: Walker, assigned: str) -> None:
    page = walker.page
    walker.sign_in(Role.CONSULTANT)
    assert walker.path == "/consultant/"
    walker.follow(f"main a[href='/consultant/{assigned}']")
    expect(page.locator(".index-number")).to_have_count(1)
    walker.follow("main tbody a[href$='/dimensions/HE1']")
    question = page.locator("section.question", has=page.locator("input[type=radio][value=confirmed]")).first
    question.locator("input[value=confirmed]").check()
    grade = question.locator("select")
    grade.select_option(index=0)
    walker.follow("main form > button")
    expect(page.locator("main .error").first).to_be_visible()
    grade.select_option(value="site")
    walker.follow("main form > button")
    expect(page.get_by_role("status")).to_be_visible()
    walker.go(f"/consultant/{assigned}")
    expect(page.locator(".index-number")).to_have_count(2)
    walker.follow("main a[href$='/sign']")
    expect(page.locator("main .notice-warn")).to_be_visible()

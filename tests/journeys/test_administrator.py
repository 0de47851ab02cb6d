"""An administrator adds a person and sees it in the log."""

from __future__ import annotations

from playwright.sync_api import expect

from readiness.assessment.permissions import Role
from tests.journeys.walker import Walker


def test_administrator_adds_a_person(walker: Walker) -> None:
    page = walker.page
    walker.sign_in(Role.ADMINISTRATOR)
    walker.go("/admin/people")
    walker.follow("main a[href='/admin/people/add']")
    page.fill("#person_name", "示例新顾问")
    page.fill("#email", "no address")
    page.select_option("#role", "consultant")
    walker.follow("main form button")
    expect(page.locator("#email-error")).to_be_visible()
    expect(page.locator("#person_name")).to_have_value("示例新顾问")
    page.fill("#email", "new@demo.example")
    walker.follow("main form button")
    assert walker.path == "/admin/people"
    expect(page.get_by_role("status")).to_contain_text("示例新顾问")
    walker.follow("main tbody a:text-is('示例新顾问')")
    walker.go("/admin/events")
    expect(page.locator("main tbody tr").first).to_contain_text("add_user")

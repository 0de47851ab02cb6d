"""An administrator adds people and ends logins; the new ones choose a password and set up the second step."""

from __future__ import annotations

import pyotp
from playwright.sync_api import BrowserContext, expect

from readiness.assessment.permissions import Role
from tests.journeys.walker import Walker

PASSWORD = "three-quiet-looms-91"


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


def test_new_consultant_sets_up_the_second_step_and_signs_in_with_a_recovery_code(walker: Walker) -> None:
    page = walker.page
    walker.sign_in(Role.ADMINISTRATOR)
    add_consultant(walker, "示例新人", "newcomer@demo.example")
    walker.leave()
    walker.follow_mail()
    assert walker.path.startswith("/reset/")
    page.fill("#password", PASSWORD)
    page.fill("#again", PASSWORD)
    walker.follow("main form button")
    walker.enter("newcomer@demo.example", PASSWORD)
    assert walker.path == "/account/second-factor/set-up"
    secret = page.locator(".steps .secret").inner_text().replace(" ", "")
    page.fill("#code", "12")
    walker.follow("main form button")
    expect(page.locator("#code-error")).to_be_visible()
    assert page.locator(".steps .secret").inner_text().replace(" ", "") == secret
    page.fill("#code", pyotp.TOTP(secret).now())
    walker.follow("main form button")
    codes = page.locator("#codes li").all_inner_texts()
    assert len(set(codes)) == 10
    walker.follow("main a.btn-primary")
    assert walker.path == "/consultant/"
    walker.leave()
    walker.enter("newcomer@demo.example", PASSWORD)
    page.fill("#code", codes[3])
    walker.follow("main form button")
    assert walker.path == "/consultant/"
    expect(page.get_by_role("status")).to_contain_text("9")
    walker.leave()
    walker.enter("newcomer@demo.example", PASSWORD)
    page.fill("#code", codes[3])
    walker.follow("main form button")
    expect(page.locator("#code-error")).to_be_visible()


def test_ended_login_is_out_at_once(walker: Walker, context: BrowserContext) -> None:
    page = walker.page
    walker.sign_in(Role.CONSULTANT)
    cookies = context.cookies()
    context.clear_cookies()
    walker.sign_in(Role.ADMINISTRATOR)
    walker.go("/admin/people?role=consultant")
    walker.follow("main tbody a:text-is('示例评估顾问')")
    page.uncheck("#active")
    walker.follow("main form button")
    walker.go("/admin/people?role=consultant")
    row = page.locator("main tbody tr", has_text="consultant@demo.example")
    expect(row.locator(".tag-wrong")).to_be_visible()
    context.clear_cookies()
    context.add_cookies(cookies)
    walker.go("/consultant/")
    assert walker.path == "/login"
    walker.sign_in(Role.CONSULTANT, refused=True)
    expect(page.locator(".summary")).to_be_focused()


def add_consultant(walker: Walker, name: str, email: str) -> None:
    """By the form, which says that a mail is on its way."""
    walker.go("/admin/people/add")
    walker.page.fill("#person_name", name)
    walker.page.fill("#email", email)
    walker.page.select_option("#role", "consultant")
    walker.follow("main form button")
    expect(walker.page.get_by_role("status")).to_contain_text(name)

"""Somebody without an account looks around, registers a firm, or has forgotten a password."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import expect

from readiness.assessment.permissions import Role
from readiness.services.seed_demo import demo_logins
from tests.factories import credit_code
from tests.journeys.walker import Walker

PASSWORD, NEXT = "warp-and-weft-in-order-7", "shuttle-bobbin-heddle-8"


def test_visitor_finds_every_way_in(walker: Walker) -> None:
    walker.go("/")
    walker.follow("main a[href='/login']")
    walker.go("/register")
    walker.go("/invitation")
    walker.go("/reset")
    walker.go("/dev/mail")


def test_visitor_registers_a_firm_that_the_office_confirms(walker: Walker) -> None:
    page, name = walker.page, "示例新登记织造有限公司"
    walker.go("/register")
    typed = {
        "credit_code": "91320500000000000X",
        "name": name,
        "person_name": "示例负责人",
        "email": "new@firm.example",
    }
    for field, value in (typed | {"password": PASSWORD, "again": PASSWORD}).items():
        page.fill(f"#{field}", value)
    walker.follow("main form button")
    expect(page.locator("#credit_code-error")).to_be_visible()
    expect(page.locator("#name")).to_have_value(name)
    for field, value in {"credit_code": credit_code(77), "password": PASSWORD, "again": PASSWORD}.items():
        page.fill(f"#{field}", value)
    walker.follow("main form button")
    expect(page.locator("main")).to_contain_text("new@firm.example")
    walker.follow_mail()
    assert walker.path.startswith("/confirm/")
    walker.follow("main form button")
    walker.enter("new@firm.example", PASSWORD)
    assert walker.path == "/firm/"
    walker.leave()
    walker.sign_in(Role.OFFICER)
    walker.follow("main tbody th a")
    walker.follow(".round-pages a[href$='/firms']")
    page.fill("#search", "新登记")
    walker.follow("form[role=search] button")
    row = page.locator("main tbody tr", has_text=name)
    expect(row.locator(".tag-warn")).to_be_visible()
    walker.follow(f"main tbody tr:has-text('{name}') form button")
    expect(page.get_by_role("status")).to_be_visible()
    expect(page.locator("main tbody tr", has_text=name).locator(".tag-done")).to_be_visible()


def test_forgotten_password_is_replaced_by_mail_and_changed_again(walker: Walker) -> None:
    page = walker.page
    login = next(login for login in demo_logins() if login.role is Role.FIRM)
    walker.enter(login.email, "not the password")
    expect(page.locator(".summary")).to_be_focused()
    walker.follow("main a[href='/reset']")
    page.fill("#email", login.email)
    walker.follow("main form button")
    walker.follow_mail()
    page.fill("#password", PASSWORD)
    page.fill("#again", "something else entirely")
    walker.follow("main form button")
    expect(page.locator("#again-error")).to_be_visible()
    page.fill("#password", PASSWORD)
    page.fill("#again", PASSWORD)
    used = page.url
    walker.follow("main form button")
    walker.enter(login.email, PASSWORD)
    walker.go("/account")
    walker.follow("main a[href='/account/password']")
    for field, value in {"present": PASSWORD, "password": NEXT, "again": NEXT}.items():
        page.fill(f"#{field}", value)
    walker.follow("main form button")
    expect(page.get_by_role("status")).to_be_visible()
    walker.leave()
    walker.enter(login.email, NEXT)
    assert walker.path == "/firm/"
    walker.leave()
    walker.go(urlsplit(used).path, 404)
    expect(page.locator("#password")).to_have_count(0)

"""The firm's whole way, from the sign-in to the receipt, in other manners than with a mouse on a desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from readiness.assessment.permissions import Role
from readiness.services.seed_demo import demo_logins
from tests import browser as help_with

FIGURE = "#GR2_1-DF_woven"
THIS_YEAR = dt.datetime.now(dt.UTC).year
TWICE_AS_LARGE = {"width": help_with.DESK["width"] // 2, "height": help_with.DESK["height"] // 2}
"""What a desk's window has left for a page at 200 % zoom."""
FOCUSED = "node => node === document.activeElement"
HIDDEN = """node => {
  const box = node.getBoundingClientRect();
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 20));
  const label = top && top.closest('label');
  return !(top && (node.contains(top) || top.contains(node) || (label && label.control === node)));
}"""
MOST_STEPS = 250


class Keys:
    """Somebody who has a keyboard and nothing else."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, what: str) -> Locator:
        """Step with Tab until the focus is on the element; it must not lie under a bar there."""
        found = self.page.locator(what).first
        for _ in range(MOST_STEPS):
            self.page.keyboard.press("Tab")
            if found.evaluate(FOCUSED):
                assert not found.evaluate(HIDDEN), f"{self.page.url}: {what} has the focus and is covered"
                return found
        raise AssertionError(f"{self.page.url}: {what} is not reached with Tab")

    def enter(self, what: str) -> None:
        """Reach it, press Enter, and be on the next page, which needs no scrolling sideways."""
        self.reach(what)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        fits(self.page)

    def turn_to(self, what: str) -> None:
        """Go on from question to question, one of which is shown at this size, until the element is in sight."""
        while not self.page.locator(what).first.is_visible():
            self.reach("[data-go='1']")
            self.page.keyboard.press("Enter")

    def type(self, what: str, text: str) -> None:
        """Reach a field and write over what stands in it."""
        self.reach(what)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)


def fits(page: Page) -> None:
    """The page is not wider than the window."""
    assert page.evaluate(help_with.OVERFLOW) <= 0, f"{page.url} scrolls sideways"


@pytest.fixture
def still(browser: Browser, address: str) -> Iterator[Page]:
    """A phone whose browser runs no scripts."""
    context = browser.new_context(
        java_script_enabled=False, locale="zh-CN", viewport=help_with.PHONE, base_url=address
    )
    yield context.new_page()
    context.close()


def test_firm_sends_its_answers_by_keyboard_alone_at_twice_the_size(page: Page, address: str) -> None:
    login, keys = next(login for login in demo_logins() if login.role is Role.FIRM), Keys(page)
    page.on("dialog", lambda dialog: dialog.accept())
    page.set_viewport_size(TWICE_AS_LARGE)
    page.goto(f"{address}/login")
    keys.type("#email", login.email)
    keys.type("#password", login.password)
    keys.enter("main form button")
    keys.enter(f"main tbody a:text-is('{THIS_YEAR}')")
    keys.enter("main a[href$='/dimensions/GR2']")
    keys.type(FIGURE, "1.25")
    keys.turn_to("main input[type=radio]:checked")
    keys.reach("main input[type=radio]:checked")
    page.keyboard.press("ArrowUp")
    keys.turn_to("main form .save-bar button >> nth=1")
    keys.enter("main form .save-bar button >> nth=1")
    expect(page.locator(FIGURE)).to_have_value("1.25")
    keys.enter("nav a[href^='/assessments/'], main a[href^='/assessments/']:not([href*='/dimensions/'])")
    keys.enter("main a[href$='/check']")
    keys.enter("main a[href$='/declare']")
    keys.reach("#figures")
    page.keyboard.press("Space")
    keys.enter("main form .actions button")
    keys.enter("main .notice form button")
    expect(page.locator(".receipt-number .secret")).to_be_visible()


def test_firm_sends_its_answers_without_scripts_on_a_phone(still: Page) -> None:
    login, page = next(login for login in demo_logins() if login.role is Role.FIRM), still

    def press(what: str) -> None:
        with page.expect_navigation():
            page.locator(what).first.click()
        fits(page)

    page.goto("/login")
    page.fill("#email", login.email)
    page.fill("#password", login.password)
    press("main form button")
    press(f"main tbody a:text-is('{THIS_YEAR}')")
    tasks = page.url
    for part in ("profile", "statements", "result"):
        answer = page.goto(f"{tasks}/{part}")
        assert answer is not None
        fits(page)
    page.goto(tasks)
    press("main a[href$='/dimensions/GR2']")
    page.fill(FIGURE, "9999")
    press("main form .actions button >> nth=1")
    expect(page.locator(f"{FIGURE}-error")).to_be_visible()
    page.fill(FIGURE, "1.25")
    press("main form .actions button >> nth=1")
    expect(page.locator(FIGURE)).to_have_value("1.25")
    page.goto(tasks)
    press("main a[href$='/check']")
    press("main a[href$='/declare']")
    page.check("#figures")
    press("main form .actions button")
    press("main .notice form button")
    press("main form button")  # asks first on a page of its own
    expect(page.locator(".receipt-number .secret")).to_be_visible()

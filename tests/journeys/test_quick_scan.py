"""From a firm's first assessment through the quick scan to a range that follows every answer."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from readiness.assessment.permissions import Role
from tests import browser
from tests.journeys.walker import Walker

RANGE = re.compile(r"总指数 \d+–\d+")
PANEL = ".so-far"


def _width(text: str) -> int:
    lowest, highest = map(int, re.findall(r"(\d+)–(\d+)", text)[0])
    return highest - lowest


def test_quick_scan(walker: Walker) -> None:
    walker.sign_in(Role.FIRM)
    page = walker.page
    walker.follow("form[action*='/open/'] button")
    assert walker.path.endswith("/scan")
    tasks = walker.path.removesuffix("/scan")
    walker.follow("main form button")
    expect(page.locator("#processes-error")).to_be_visible()
    page.select_option("#processes", "DF.woven")
    walker.follow("main form button")
    expect(page.locator(PANEL)).to_contain_text("答过几道题后")
    questions = page.locator("section.question")
    assert questions.count() == 15
    choices = questions.nth(0).locator("input[type=radio]")
    choices.nth(2).check()
    expect(page.locator(PANEL)).to_contain_text(RANGE)
    first = _width(page.locator(PANEL).inner_text())
    walker.look()
    for number in range(1, 15):
        boxes = questions.nth(number).locator("input[type=radio], input[type=checkbox]")
        boxes.nth(1).check()
    walker.follow("main form .save-bar button")
    expect(page.locator("main")).to_contain_text("快速自测已答完")
    assert _width(page.locator(PANEL).inner_text()) < first / 2
    page.set_viewport_size(browser.PHONE)
    walker.look()
    page.set_viewport_size(browser.DESK)
    walker.go(tasks)
    expect(page.locator(PANEL)).to_contain_text(RANGE)


def test_range_beside_a_dimension_follows_what_is_saved_and_stays_open_where_it_is_read(
    walker: Walker,
) -> None:
    walker.sign_in(Role.FIRM)
    page = walker.page
    walker.follow("form[action*='/open/'] button")
    tasks = walker.path.removesuffix("/scan")
    page.select_option("#processes", "SP.ring")
    walker.press("main form button")
    page.goto(f"{walker.address}{tasks}/dimensions/IM3")
    page.locator("#q-IM3_1 input[type=radio]").nth(3).check()
    expect(page.locator(PANEL)).to_contain_text(RANGE)
    page.locator(f"{PANEL} summary").click()
    page.locator("#q-IM3_2 input[type=radio]").nth(1).focus()
    before = page.locator(PANEL).inner_text()
    page.locator("#q-IM3_2 input[type=radio]").nth(1).check()
    expect(page.locator(PANEL)).not_to_have_text(before, use_inner_text=True)
    expect(page.locator(f"{PANEL} details")).to_have_attribute("open", "")

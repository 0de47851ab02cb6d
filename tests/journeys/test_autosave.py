"""Answers that save themselves: with the network, without it, beside a colleague, and after coming back."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from readiness.assessment.permissions import Role
from tests import browser as help_with
from tests.journeys.walker import Walker

FIGURE = "#GR2_1-DF_woven"
QUESTION = "#q-GR2_1"
STATE = "[data-page-state]"
SAVED = re.compile(r"\d{1,2}:\d\d 已保存")
WAITING = "未保存，将自动重试"
OUTAGE = re.compile(r"net::ERR_")
THIS_YEAR = dt.datetime.now(dt.UTC).year


@pytest.fixture
def form(walker: Walker) -> Iterator[Walker]:
    """A member of the firm at a dimension's form; what a cut network makes the console say is no trouble."""
    walker.sign_in(Role.FIRM)
    walker.follow(f"main tbody a:text-is('{THIS_YEAR}')")
    walker.go(f"{walker.path}/dimensions/GR2")
    walker.refusals |= {409}
    yield walker
    walker.trouble = [line for line in walker.trouble if not OUTAGE.search(line)]


def colleague(browser: Browser, form: Walker) -> Page:
    """The same form in another browser."""
    context = browser.new_context(locale="zh-CN")
    other = replace(form, page=context.new_page())
    other.sign_in(Role.FIRM)
    other.page.goto(form.page.url)
    return other.page


def test_answer_is_kept_without_a_button(form: Walker) -> None:
    page = form.page
    page.fill(FIGURE, "1.5")
    expect(page.locator(STATE)).to_have_text(SAVED)
    expect(page.locator(f"{QUESTION} .save-state")).to_have_text(SAVED)
    form.look()
    page.reload()
    expect(page.locator(FIGURE)).to_have_value("1.5")
    page.fill(FIGURE, "9999")
    expect(page.locator(STATE)).to_contain_text("未保存：")
    page.fill(FIGURE, "1.6")
    expect(page.locator(STATE)).to_have_text(SAVED)


def test_answer_typed_without_network_is_kept_when_it_comes_back(form: Walker) -> None:
    page = form.page
    page.context.set_offline(True)
    page.fill(FIGURE, "1.7")
    expect(page.locator(STATE)).to_have_text(WAITING)
    page.locator("main form .actions.save-bar button").last.click()
    expect(page.locator(FIGURE)).to_have_value("1.7")
    page.fill(FIGURE, "1.8")
    page.context.set_offline(False)
    expect(page.locator(STATE)).to_have_text(SAVED)
    page.reload()
    expect(page.locator(FIGURE)).to_have_value("1.8")


def test_reply_that_got_lost_makes_nobody_a_stranger_to_the_own_answer(form: Walker) -> None:
    page = form.page
    lost = [True]

    def lose(route: object) -> None:
        response = route.fetch()  # type: ignore[attr-defined]
        if lost:
            lost.clear()
            route.abort()  # type: ignore[attr-defined]
        else:
            route.fulfill(response=response)  # type: ignore[attr-defined]

    page.route("**/questions/*", lose)
    page.fill(FIGURE, "2.1")
    expect(page.locator(STATE)).to_have_text(WAITING)
    page.fill(FIGURE, "2.2")
    expect(page.locator(STATE)).to_have_text(SAVED, timeout=15_000)
    page.reload()
    expect(page.locator(FIGURE)).to_have_value("2.2")


def test_answer_that_never_arrived_is_offered_after_coming_back(form: Walker) -> None:
    address = form.page.url
    form.page = page = form.page.context.new_page()  # a window in which nobody says yes to everything
    page.goto(address)
    page.route("**/questions/*", lambda route: route.abort())
    page.fill(FIGURE, "1.9")
    expect(page.locator(STATE)).to_have_text(WAITING)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload()
    assert asked == ["beforeunload"]
    expect(page.locator(FIGURE)).not_to_have_value("1.9")
    expect(page.locator("#kept")).to_contain_text("GR2.1")
    form.look()
    page.unroute("**/questions/*")
    page.click("[data-kept=take]")
    expect(page.locator(STATE)).to_have_text(SAVED)
    page.reload()
    expect(page.locator(FIGURE)).to_have_value("1.9")
    expect(page.locator("#kept")).to_be_hidden()


def test_colleagues_who_answer_the_same_choose_between_both_values(form: Walker, browser: Browser) -> None:
    page, other = form.page, colleague(browser, form)
    other.fill(FIGURE, "1.1")
    expect(other.locator(STATE)).to_have_text(SAVED)
    page.fill(FIGURE, "1.2")
    expect(page.locator(STATE)).to_contain_text("其间有人修改了此题")
    page.locator("main form .actions.save-bar button").last.click()
    expect(page.locator(".clashes")).to_be_focused()
    expect(page.locator(".clash-value")).to_contain_text(["1.1 ", "1.2 "])
    form.look()
    page.check("#keep-GR2_1-theirs")
    page.locator(".clashes button").click()
    expect(page.get_by_role("status").first).to_have_text("已保存。")
    expect(page.locator(FIGURE)).to_have_value("1.1")
    assert help_with.barriers(page) == []
    other.context.close()

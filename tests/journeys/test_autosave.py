"""Answers that save themselves: with the network, without it, beside a colleague, and after coming back."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from readiness.assessment.permissions import EDITOR, Role
from readiness.services.passwords import hash_password
from readiness.services.seed_demo import demo_logins
from readiness.store.database import Database
from readiness.store.firms import add_member
from readiness.store.people import find_user
from tests import browser as help_with
from tests import factories
from tests.journeys.walker import Walker

FIGURE = "#GR2_1-DF_woven"
QUESTION = "#q-GR2_1"
STATE = "[data-page-state]"
SAVED = re.compile(r"\d{1,2}:\d\d 已保存")
WAITING = "尚未保存：系统暂无响应，已暂存在本设备，将自动重试"
OFFLINE = "网络已断开：已暂存在本设备，恢复后自动提交"
OUTAGE = re.compile(r"net::ERR_")
PASSWORD = "seven looms hum quietly"
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
    """The same form in the browser of somebody else of the firm."""
    assert form.settings is not None
    database = Database(form.settings.database_url)
    with database.transaction() as session:
        owner = find_user(session, next(login.email for login in demo_logins() if login.role is Role.FIRM))
        assert owner is not None
        user = factories.make_login(session, email="colleague@demo.example")
        user.password = hash_password(PASSWORD)
        user.language = "zh_Hans"
        add_member(session, owner.memberships[0].firm, user, kind=EDITOR, dimensions=None)
    database.close()
    other = replace(form, page=browser.new_context(locale="zh-CN").new_page())
    other.enter("colleague@demo.example", PASSWORD)
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
    expect(page.locator(STATE)).to_have_text(OFFLINE)
    expect(page.locator(f"{QUESTION} .save-state")).to_have_text(OFFLINE)
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
    both = page.locator(f"{QUESTION} [data-choice]")
    expect(both.locator(".clash-value")).to_contain_text(["1.1 ", "1.2 "])
    expect(both.locator(".clash-side").first).to_contain_text("Person ")
    expect(both.locator(".clash-side").last).to_contain_text("示例企业填报人")
    form.look()
    both.locator("button[value=theirs]").click()
    expect(page.locator(STATE)).to_have_text(SAVED)
    expect(page.locator(FIGURE)).to_have_value("1.1")
    page.fill(FIGURE, "1.3")
    expect(page.locator(STATE)).to_have_text(SAVED)
    other.fill(FIGURE, "1.4")
    expect(other.locator(f"{QUESTION} [data-choice]")).to_be_visible()
    other.locator("main form .actions.save-bar button").last.click()
    expect(other.locator(".clashes")).to_be_focused()
    expect(other.locator(".clash-value")).to_contain_text(["1.3 ", "1.4 "])
    assert help_with.barriers(other) == []
    other.check("#keep-GR2_1-mine")
    other.locator(".clashes button").click()
    expect(other.get_by_role("status").first).to_have_text("已保存。")
    page.goto(f"{form.address}{form.path.rpartition('/dimensions')[0]}/questions/GR2.1")
    said = page.locator("section:last-of-type tbody tr td:last-child").all_inner_texts()
    assert [words.split()[0] for words in said[:5]] == ["1.4", "1.3", "1.1", "1.2", "1.1"]
    other.context.close()


def test_two_windows_of_one_person_never_clash(form: Walker) -> None:
    page, other = form.page, form.page.context.new_page()
    other.goto(page.url)
    page.fill(FIGURE, "2.4")
    expect(other.locator(FIGURE)).to_have_value("2.4")
    other.fill(FIGURE, "2.5")
    expect(other.locator(STATE)).to_have_text(SAVED)
    page.evaluate(
        "document.querySelector('[name=base-GR2_1]').value = '0'"
    )  # one that missed the other's word
    page.fill(FIGURE, "2.6")
    expect(page.locator(STATE)).to_have_text(SAVED)
    page.reload()
    expect(page.locator(FIGURE)).to_have_value("2.6")


def test_slip_of_unit_is_asked_about_at_once_and_gone_when_mended(form: Walker) -> None:
    page, remarks = form.page, form.page.locator(f"{QUESTION} [data-remarks]")
    page.fill(FIGURE, "0.015")
    expect(remarks).to_contain_text("是否应为 1.5？")
    form.look()
    page.fill(FIGURE, "1.5")
    expect(remarks).to_be_empty()


def test_session_that_ended_while_typing_is_taken_up_in_another_window(form: Walker) -> None:
    page = form.page
    form.refusals |= {400, 401}
    cookies = page.context.cookies()
    page.context.clear_cookies()
    page.fill(FIGURE, "2.7")
    expect(page.locator(STATE)).to_contain_text("已暂存在本设备")
    form.look()
    page.context.add_cookies([cookie for cookie in cookies if "language" in cookie["name"]])
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="在新窗口登录").click()
    replace(form, page=opened.value).sign_in(Role.FIRM)
    expect(page.locator(STATE)).to_have_text(SAVED, timeout=40_000)
    page.reload()
    expect(page.locator(FIGURE)).to_have_value("2.7")

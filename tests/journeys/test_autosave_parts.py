"""Figures, shares and statements that save themselves: with the network, without it, and beside a colleague."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from readiness.assessment.permissions import Role
from tests.journeys.test_autosave import OFFLINE, OUTAGE, SAVED, STATE, THIS_YEAR, WAITING, colleague
from tests.journeys.walker import Walker

FIGURE, OTHER = "#profile-employees", "#profile-revenue_10k_yuan"
SHARES = "[name^=process-]"
BUTTON = "main form .save-bar button"


@pytest.fixture
def assessment(walker: Walker) -> Iterator[str]:
    """The address of a draft of the firm whose member is signed in; a cut network is no trouble."""
    walker.sign_in(Role.FIRM)
    walker.follow(f"main tbody a:text-is('{THIS_YEAR}')")
    walker.refusals |= {409}
    yield walker.path
    walker.trouble = [line for line in walker.trouble if not OUTAGE.search(line)]


def line(walker: Walker, part: str) -> Locator:
    """What is said below a part of the page."""
    return walker.page.locator(f"#q-{part} .save-state")


def test_figures_are_kept_without_a_button_while_the_shares_do_not_add_up(
    walker: Walker, assessment: str
) -> None:
    page = walker.page
    walker.go(f"{assessment}/profile")
    share = page.locator(SHARES).evaluate_all("nodes => nodes.find(node => node.value).id")
    given = page.locator(f"#{share}").input_value()
    page.fill(f"#{share}", "7")
    expect(line(walker, "process")).to_contain_text("未保存：")
    page.fill(FIGURE, "431")
    expect(line(walker, "profile")).to_have_text(SAVED)
    walker.look()
    page.fill(f"#{share}", given)
    expect(page.locator(STATE)).to_have_text(SAVED)
    page.reload()
    expect(page.locator(FIGURE)).to_have_value("431")
    expect(page.locator(f"#{share}")).to_have_value(given)
    page.locator(BUTTON).click()
    expect(page.get_by_role("status").first).to_have_text("已保存。")


def test_statement_is_kept_without_a_button(walker: Walker, assessment: str) -> None:
    page = walker.page
    walker.go(f"{assessment}/statements")
    choice = page.locator("input[type=radio][value=no]").first
    name = choice.get_attribute("name")
    choice.check()
    expect(page.locator(STATE)).to_have_text(SAVED)
    page.reload()
    expect(page.locator(f"[name={name}][value=no]")).to_be_checked()


def test_figure_typed_without_network_is_kept_when_it_comes_back(walker: Walker, assessment: str) -> None:
    page = walker.page
    walker.go(f"{assessment}/profile")
    page.context.set_offline(True)
    page.fill(FIGURE, "432")
    expect(page.locator(STATE)).to_have_text(OFFLINE)
    page.fill(FIGURE, "433")
    page.context.set_offline(False)
    expect(page.locator(STATE)).to_have_text(SAVED)
    page.reload()
    expect(page.locator(FIGURE)).to_have_value("433")


def test_figure_that_never_arrived_is_offered_after_coming_back(walker: Walker, assessment: str) -> None:
    address = f"{walker.address}{assessment}/profile"
    page = walker.page
    page.goto(address)
    page.route("**/parts/*", lambda route: route.abort())
    page.fill(FIGURE, "434")
    expect(page.locator(STATE)).to_have_text(WAITING)
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator(FIGURE)).not_to_have_value("434")
    expect(page.locator("[data-kept-codes]")).to_have_text("基本数据")
    page.unroute("**/parts/*")
    page.click("[data-kept=take]")
    expect(page.locator(STATE)).to_have_text(SAVED)
    page.reload()
    expect(page.locator(FIGURE)).to_have_value("434")


def test_colleagues_on_the_same_figure_choose_and_on_another_one_are_put_together(
    walker: Walker, assessment: str, browser: Browser
) -> None:
    page = walker.page
    walker.go(f"{assessment}/profile")
    other = colleague(browser, walker)
    other.fill(FIGURE, "441")
    other.fill(OTHER, "9100")
    expect(other.locator(STATE)).to_have_text(SAVED)
    page.fill(FIGURE, "442")
    expect(line(walker, "profile")).to_contain_text("其间有人修改了此处内容")
    page.locator(BUTTON).click()
    expect(page.locator(".clashes")).to_be_focused()
    expect(page.locator(".clash-value")).to_have_text(["441", "442"])
    expect(line(walker, "profile")).to_be_attached()
    walker.look()
    page.check("#keep-profile-employees-mine")
    page.locator(".clashes button").click()
    expect(page.get_by_role("status").first).to_have_text("已保存。")
    page.goto(f"{walker.address}{assessment}/profile")
    expect(page.locator(FIGURE)).to_have_value("442")
    expect(page.locator(OTHER)).to_have_value("9100")
    other.context.close()

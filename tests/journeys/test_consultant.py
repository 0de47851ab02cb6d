"""A consultant opens an assigned firm, judges its answers and signs; both results stand side by side."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from readiness.assessment.permissions import Role
from readiness.config import Settings
from tests.journeys.places import prepare
from tests.journeys.walker import Walker

EVERY = "nodes => nodes.forEach(node => node.click())"
BY_SITE = "nodes => nodes.forEach(node => { node.value = 'site' })"


@pytest.fixture
def assigned(settings: Settings) -> str:
    """The key of a submitted assessment that the office has given to the demo's consultant."""
    return prepare(settings).assigned


def confirm_all(page: Page) -> None:
    """Every answer of the dimension stands as seen on site."""
    page.locator("main input[type=radio][value=confirmed]").evaluate_all(EVERY)
    page.locator("main select[name^=grade]").evaluate_all(BY_SITE)


def index(page: Page, number: int) -> float:
    """The declared (0) or the verified (1) index on the page."""
    return float(page.locator(".index-number").nth(number).inner_text())


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


def test_consultant_covers_the_sample_and_signs(walker: Walker, assigned: str) -> None:
    page = walker.page
    walker.sign_in(Role.CONSULTANT)
    walker.go(f"/consultant/{assigned}")
    dimensions = page.locator("main tbody a[href*='/dimensions/']").evaluate_all(
        "nodes => nodes.map(node => node.href)"
    )
    for address in dimensions:
        page.goto(address)
        confirm_all(page)
        walker.press("main form > button")
        assert walker.path == f"/consultant/{assigned}"
    expect(page.locator("main .notice-done").last).to_be_visible()
    walker.look()
    declared = index(page, 0)
    assert index(page, 1) >= declared  # the same answers, now with evidence that caps nothing
    walker.follow("main a[href$='/sign']")
    walker.follow("main form > button")
    expect(page.locator(".summary")).to_be_focused()
    page.check("#independence")
    walker.follow("main form > button")
    assert walker.path == f"/consultant/{assigned}"
    assert index(page, 0) == declared
    expect(page.locator("dl.facts dd").first).to_have_text("示例评估顾问")
    expect(page.locator("main a[href$='/sign']")).to_have_count(0)
    walker.go("/consultant/")
    row = page.locator("main tbody tr", has=page.locator(f"a[href='/consultant/{assigned}']"))
    assert float(row.locator("td.number").nth(0).inner_text()) == declared
    assert float(row.locator("td.number").nth(1).inner_text()) >= declared


def test_reason_typed_while_the_assessment_went_back_to_the_firm_stays_on_the_page(
    walker: Walker, assigned: str
) -> None:
    page = walker.page
    walker.sign_in(Role.CONSULTANT)
    walker.go(f"/consultant/{assigned}/dimensions/HE1")
    question = page.locator("section.question", has=page.locator("input[value=not_verifiable]")).first
    question.locator("input[value=not_verifiable]").check()
    question.locator("textarea").fill("现场未见记录")
    other = page.context.new_page()
    other.goto(f"{walker.address}/consultant/{assigned}")
    other.fill("#reason", "缺少能源账单")
    other.once("dialog", lambda dialog: dialog.accept())
    with other.expect_navigation():
        other.locator("form[action$='/return'] button").click()
    other.close()
    walker.refusals.add(409)
    walker.follow("main form > button")
    expect(page.locator(".summary")).to_be_focused()
    expect(page.locator(".summary")).to_contain_text("已退回企业")
    expect(question.locator("input[value=not_verifiable]")).to_be_checked()
    expect(question.locator("textarea")).to_have_value("现场未见记录")

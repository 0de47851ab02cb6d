"""A manager with a phone, who answers one question after the other, and a profile whose processes change."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from readiness.assessment.permissions import Role
from tests import browser
from tests.journeys.test_autosave import SAVED, STATE, THIS_YEAR
from tests.journeys.walker import Walker

SECTION, FORTH, BACK = "section.question", "[data-go='1']", "[data-go='-1']"


@pytest.fixture
def assessment(walker: Walker) -> str:
    """The address of a draft of the firm whose member is signed in."""
    walker.sign_in(Role.FIRM)
    walker.follow(f"main tbody a:text-is('{THIS_YEAR}')")
    return walker.path


def shown(page: Page) -> list[str]:
    return page.locator(SECTION).evaluate_all(
        "nodes => nodes.filter(node => node.offsetParent).map(node => node.id)"
    )


def test_phone_shows_one_question_whose_place_stands_in_the_address_and_loses_nothing(
    walker: Walker, assessment: str
) -> None:
    page = walker.page
    page.set_viewport_size(browser.PHONE)
    page.goto(f"{walker.address}{assessment}/dimensions/IM3#q-IM3_2")
    assert shown(page) == ["q-IM3_2"]
    expect(page.locator("[data-place]")).to_contain_text("第 2 题")
    choice = page.locator("#q-IM3_2 input[type=radio]:not(:checked)").first
    name, value = choice.get_attribute("name"), choice.get_attribute("value")
    choice.check()
    page.locator(FORTH).click()
    assert shown(page) == ["q-IM3_3"]
    assert page.url.endswith("#q-IM3_3")
    expect(page.locator("#q-IM3_3")).to_be_focused()
    walker.look()
    page.set_viewport_size(browser.PHONE)
    page.go_back()
    assert shown(page) == ["q-IM3_2"]
    expect(page.locator(f"[name={name}][value='{value}']")).to_be_checked()
    expect(page.locator(STATE)).to_have_text(SAVED)
    page.reload()
    assert shown(page) == ["q-IM3_2"]
    expect(page.locator(f"[name={name}][value='{value}']")).to_be_checked()
    page.locator(BACK).click()
    expect(page.locator(BACK)).to_be_disabled()
    page.set_viewport_size(browser.DESK)
    assert len(shown(page)) == page.locator(SECTION).count() > 1
    expect(page.locator("[data-by-one]")).to_be_hidden()


def test_process_is_found_by_typing_and_saved_after_its_questions_were_seen(
    walker: Walker, assessment: str
) -> None:
    page = walker.page
    walker.go(f"{assessment}/profile")
    declared = page.locator("[data-process]:visible").count()
    page.fill("#find-process", "air jet")
    expect(page.locator("[data-finds] button")).to_have_text(["+ 喷气织造 WV.air_jet"])
    page.fill("#find-process", "针织物及纱线")
    page.press("#find-process", "Enter")
    added = page.locator("#process-DF_knit")
    expect(added).to_be_focused()
    assert page.locator("[data-process]:visible").count() == declared + 1
    share = page.locator("[data-process]:visible input").first
    given = float(share.input_value())
    added.fill("１０%")
    expect(page.locator("[data-sum]")).to_have_text("合计 110%，超出 10%")
    share.fill(f"{given - 10:g}")
    expect(page.locator("[data-sum]")).to_have_text("合计 100%，正好")
    expect(page.locator("#q-process .save-state")).to_contain_text("题目会变化")
    walker.press(".save-bar button")
    expect(page.locator(".asked-first")).to_be_focused()
    expect(page.locator(".asked-first")).to_contain_text(re.compile(r"GR2\.1.*占总指数 [1-9]"))
    walker.look()
    walker.press(".asked-first .btn-primary")
    expect(page.get_by_role("status").first).to_have_text("已保存。")


def test_rate_follows_the_figures_that_are_typed(walker: Walker, assessment: str) -> None:
    page = walker.page
    walker.go(f"{assessment}/profile")
    rate = page.locator(".rate", has_text="HE1.1").locator("output")
    page.fill("#profile-rd_10k_yuan", "１２0")
    page.fill("#profile-revenue_10k_yuan", "4,800 万元")
    expect(rate).to_have_text("2.5 %")
    page.fill("#profile-rd_10k_yuan", "")
    expect(rate).to_have_text("缺少数据")

"""A firm asks why it stands where it stands, what changed since last year, and what another answer would bring."""

from __future__ import annotations

from playwright.sync_api import expect

from readiness.assessment.permissions import Role
from tests.journeys.places import NEWEST
from tests.journeys.walker import Walker


def test_firm_asks_why_what_changed_and_what_if(walker: Walker) -> None:
    page = walker.page
    walker.sign_in(Role.FIRM)
    walker.follow(f"main tbody a:text-is('{NEWEST}')")
    walker.follow("main a[href$='/result']")
    index = page.locator(".index-number").inner_text()
    walker.follow("main a[href$='/why']")
    page.locator("details summary").first.click()
    total = page.locator("main table").last.locator("tr").last.locator("td.number")
    assert abs(float(total.nth(0).inner_text()) - float(index)) < 0.1
    walker.follow("main .back a")
    walker.follow("main a[href$='/compare']")
    expect(page.locator("figure.for-desk svg.chart-waterfall")).to_be_visible()
    walker.follow("main .back a")
    walker.follow("main a[href$='/what-if']")
    page.locator("input[name=q]").nth(0).check()
    page.locator("input[name=q]").nth(1).check()
    walker.follow("main form[method=get] button")
    for question in page.locator("section.question").all():
        options = question.locator("input[type=radio]")
        if options.count():
            options.nth(options.count() - 2).check()  # the last one takes the answer back
        question.locator("input[name^=document-]").check()
    walker.follow("main .save-bar button")
    expect(page.locator(".outcome")).to_contain_text(index)
    expect(page.locator("figure.for-desk svg.chart-waterfall")).to_be_visible()

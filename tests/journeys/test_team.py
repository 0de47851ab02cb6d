"""A firm's owner shares the work out; colleagues leave notes and take over what counted last year."""

from __future__ import annotations

from playwright.sync_api import expect

from readiness.assessment.permissions import Role
from tests.journeys.places import NEWEST
from tests.journeys.walker import Walker


def test_owner_gives_a_day_and_leaves_a_note_beside_last_years_answer(walker: Walker) -> None:
    page = walker.page
    walker.sign_in(Role.FIRM)
    walker.follow("main a[href$='/members']")
    walker.follow(".people li >> nth=0 >> a.btn")
    page.locator("#due_on").fill("2020-01-01")
    walker.follow("main form button")
    expect(page.locator(".summary")).to_be_visible()
    page.locator("#due_on").fill("2099-05-03")
    walker.follow("main form button")
    expect(page.locator(".people li").first).to_contain_text("2099")
    walker.follow("main .back a")
    walker.follow(f"main tbody a:text-is('{NEWEST}')")
    page.locator("#role").select_option(index=1)
    walker.follow("form.pick button")
    walker.follow(".pillar-tasks tbody a >> nth=0")
    earlier = page.locator(".earlier")
    expect(earlier.first).to_be_visible()
    walker.follow("section.question .evidence-line a >> nth=0")
    walker.follow("main form button.btn-primary")
    expect(page.locator(".summary")).to_be_visible()
    page.locator("#words").fill("请设备科核对转速记录。")
    walker.follow("main form button.btn-primary")
    expect(page.locator(".thread")).to_contain_text("请设备科核对转速记录。")
    walker.follow(".thread form button")
    expect(page.locator(".thread")).to_have_count(0)

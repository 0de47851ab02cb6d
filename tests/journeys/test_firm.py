"""A firm answers, slips, puts it right, comes back, checks, reads last year's result and sends its answers."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from playwright.sync_api import expect
from pypdf import PdfReader

from readiness.assessment.permissions import Role
from tests.journeys.walker import Walker

FIGURE = "#GR2_1-DF_woven"
THIS_YEAR = dt.datetime.now(dt.UTC).year


def test_firm_corrects_a_wrong_number_and_finds_its_answer_again(walker: Walker) -> None:
    page = walker.page
    walker.sign_in(Role.FIRM)
    assert walker.path == "/firm/"
    walker.follow(f"main tbody a:text-is('{THIS_YEAR}')")
    tasks = walker.path
    for part in ("profile", "statements"):
        walker.go(f"{tasks}/{part}")
    page.goto(walker.address + tasks)
    walker.follow("main a[href$='/dimensions/GR2']")
    page.fill(FIGURE, "9999")
    walker.follow("main form .actions button >> nth=1")
    expect(page.locator(FIGURE)).to_have_value("9999")
    expect(page.locator(FIGURE)).to_have_attribute("aria-invalid", "true")
    expect(page.locator(f"{FIGURE}-error")).to_be_visible()
    expect(page.locator("[data-focus]")).to_be_focused()
    expect(page.get_by_role("heading", name="请检查以下内容")).to_be_visible()
    page.fill(FIGURE, "1.25")
    walker.follow("main form .actions button >> nth=1")
    expect(page.locator(".notice[role=status]")).to_have_text("已保存。")
    page.goto(walker.address + tasks)
    page.click("main a[href$='/dimensions/GR2']")
    expect(page.locator(FIGURE)).to_have_value("1.25")
    walker.follow("main .evidence-line button")
    assert "/evidence/" in walker.path
    walker.go(f"{tasks}/check")
    expect(page.get_by_role("link", name="IN4.4")).to_be_visible()
    walker.follow("main a[href$='/declare']")


def test_firm_reads_why_it_stands_where_it_stands(walker: Walker) -> None:
    page = walker.page
    walker.sign_in(Role.FIRM)
    walker.follow(f"main tbody a:text-is('{THIS_YEAR - 1}')")
    walker.follow("main a[href$='/result']")
    index = float(page.locator(".index-number").inner_text())
    assert 0 < index < 100
    page.locator(".losses summary").last.click()
    lost = page.locator(".losses table").first.locator("tr").last.locator("td.number").first
    assert abs(100 - index - float(lost.inner_text())) < 0.11
    walker.go("/account")


def test_firm_sends_its_answers_takes_the_report_away_and_withdraws(walker: Walker, tmp_path: Path) -> None:
    page = walker.page
    walker.sign_in(Role.FIRM)
    walker.follow(f"main tbody a:text-is('{THIS_YEAR}')")
    tasks, firm = walker.path, page.locator("h1").inner_text().partition(" · ")[0]
    walker.go(f"{tasks}/declare")
    page.check("#figures")
    walker.follow("main form .actions button")
    walker.follow("main .notice form button")
    assert walker.path == f"{tasks}/receipts"
    number = page.locator(".receipt-number .secret").inner_text()
    walker.follow("main a[href$='/copy']")
    expect(page.locator("h1")).to_contain_text(number)
    walker.go(f"{tasks}/result")
    index = page.locator(".index-number").inner_text()
    walker.press("main form[action$='/report/zh_Hans'] button")
    walker.work()
    expect(page.locator("main a.btn-primary")).to_be_visible()  # the page loads itself again
    walker.look()
    with page.expect_download() as download:
        page.click("main a.btn-primary")
    target = tmp_path / "report.pdf"
    download.value.save_as(target)
    report = PdfReader(target)
    text = "".join(page.extract_text() for page in report.pages)
    assert firm in text.replace("\n", "")
    assert index in text
    assert len(report.pages) > 3
    walker.go(tasks)
    walker.follow("main form[action$='/withdraw'] button")
    walker.go("/firm/")
    expect(page.locator("main tbody tr", has_text=f"{THIS_YEAR}").first).to_contain_text("撤回")

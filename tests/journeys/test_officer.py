"""An officer runs a round from its first day to its last, reads the ranking and takes it away."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from openpyxl import Workbook, load_workbook
from playwright.sync_api import expect

from readiness.assessment.permissions import Role
from tests.factories import credit_code
from tests.journeys.walker import Walker

LAST_YEAR = dt.datetime.now(dt.UTC).year - 1


def test_officer_follows_the_round_and_takes_the_ranking_away(walker: Walker, tmp_path: Path) -> None:
    page = walker.page
    walker.sign_in(Role.OFFICER)
    assert walker.path == "/office/"
    walker.follow(f"main tbody a:text-is('{LAST_YEAR}')")
    expect(page.locator("dl.facts dd").first).to_have_text("4")
    for part in ("firms", "import", "assign"):
        walker.follow(f".round-pages a[href$='/{part}']")
    walker.follow(".round-pages a[href$='/ranking']")
    shown = [text.split()[0] for text in page.locator("main table >> nth=0 >> tbody th").all_inner_texts()]
    with page.expect_download() as download:
        page.click("main a[href$='.xlsx']")
    target = tmp_path / "ranking.xlsx"
    download.value.save_as(target)
    sheets = load_workbook(target).worksheets
    rows = list(sheets[0].iter_rows(values_only=True))
    assert len(sheets) == 3
    assert shown
    assert [row[3] for row in rows[-len(shown) :]] == shown


def write_lists(folder: Path) -> tuple[Path, Path]:
    """The same heading twice: two good firms as XLSX; as CSV a good one after one whose credit code has a slip."""
    book = Workbook()
    heading = ("统一社会信用代码", "企业名称", "城市")
    for row in (
        heading,
        (credit_code(501), "示例甲纺织有限公司", "苏州"),
        (credit_code(502), "示例乙印染有限公司", "无锡"),
    ):
        book.active.append(row)
    book.save(folder / "firms.xlsx")
    wrong = f"{credit_code(503)[:-1]}{'A' if credit_code(503)[-1] != 'A' else 'B'}"
    lines = (heading, (wrong, "示例丙家纺有限公司", "南通"), (credit_code(504), "示例丁针织有限公司", "南通"))
    text = "\n".join(",".join(line) for line in lines)
    (folder / "firms.csv").write_text(text, encoding="gb18030")
    return folder / "firms.xlsx", folder / "firms.csv"


def test_officer_runs_a_round(walker: Walker, tmp_path: Path) -> None:
    page, (workbook, table) = walker.page, write_lists(tmp_path)
    walker.sign_in(Role.OFFICER)
    walker.follow("main a[href='/office/rounds/new']")
    for field, value in {"name": "示例轮次", "reference_year": "2024", "opens_on": "2026-01-05"}.items():
        page.fill(f"#{field}", value)
    walker.follow("main form button")
    expect(page.locator("#closes_on-error")).to_have_text(re.compile("请填写此项。$"))
    expect(page.locator("#name")).to_have_value("示例轮次")
    page.fill("#closes_on", f"{LAST_YEAR + 2}-06-30")
    walker.follow("main form button")
    expect(page.get_by_role("status")).to_contain_text("示例轮次")
    walker.follow(".round-pages a[href$='/import']")
    page.set_input_files("#file", workbook)
    walker.follow("main form button")
    expect(page.locator("main .facts dd").first).to_have_text("2")
    walker.follow("main a[href$='/import'].btn")
    page.set_input_files("#file", table)
    walker.follow("main form button")
    refused = page.locator("main table").first.locator("tbody tr")
    expect(refused).to_have_count(1)
    expect(refused.locator("td").first).to_have_text("2")
    expect(refused).to_contain_text("示例丙家纺有限公司")
    expect(page.locator("main table").last).to_contain_text("示例丁针织有限公司")
    walker.follow(".round-pages a[href$='/assign']")
    page.get_by_label("示例甲纺织有限公司").check()
    page.select_option("#consultant", label="示例评估顾问")
    walker.follow("main form > button")
    expect(page.get_by_role("status")).to_be_visible()
    expect(page.locator("main tbody tr", has_text="示例甲纺织有限公司")).to_contain_text("示例评估顾问")
    walker.follow(".round-pages a[href$='/progress']")
    expect(page.locator("dl.facts dd").first).to_have_text("3")
    walker.follow(".round-pages a[href$='/ranking']")
    walker.go("/office/")
    walker.follow("main tbody tr:has-text('示例轮次') form button")
    expect(page.locator("main tbody tr", has_text="示例轮次").locator("form")).to_have_count(0)

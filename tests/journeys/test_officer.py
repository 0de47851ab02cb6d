"""An officer looks how far the round is, reads the ranking and takes it away."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from readiness.assessment.permissions import Role
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
    sheets = CalamineWorkbook.from_path(str(target))
    rows = sheets.get_sheet_by_index(0).to_python()
    assert len(sheets.sheet_names) == 3
    assert len(shown) == 3
    assert [row[3] for row in rows[-3:]] == shown
    walker.go("/office/rounds/new")

"""A firm drags files in, says how long they are good, sees what they lift, and lets one file support two answers."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from readiness.assessment.permissions import Role
from tests.journeys.walker import Walker

THIS_YEAR = dt.datetime.now(dt.UTC).year
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
DROP = """([names, contents]) => {
  const data = new DataTransfer();
  names.forEach((name, i) => data.items.add(new File([new Uint8Array(contents[i])], name)));
  const zone = document.querySelector('[data-drop]');
  for (const kind of ['dragover', 'drop']) {
    zone.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
  }
}"""


def photo() -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((900, 600)).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def drop(page: Page, **files: bytes) -> None:
    page.evaluate(
        DROP, [[name.replace("__", ".") for name in files], [list(content) for content in files.values()]]
    )


@pytest.fixture
def place(walker: Walker) -> str:
    """The first question of the first dimension that the firm answers, as a page on its evidence."""
    walker.sign_in(Role.FIRM)
    walker.follow(f"main tbody a:text-is('{THIS_YEAR}')")
    walker.follow("main a[href$='/dimensions/HE1']")
    dimension = walker.path
    walker.follow("main .evidence-line button >> nth=0")
    return dimension


def test_files_dragged_in_are_sent_one_by_one_and_the_page_says_what_they_lift(
    walker: Walker, place: str, axe: Callable[[Page], None]
) -> None:
    page = walker.page
    drop(page, iso__pdf=PDF, workshop__jpg=photo(), program__exe=b"MZ")
    expect(page.locator("[data-sending] [data-state=saved]")).to_have_count(2)
    expect(page.locator("[data-sending] [data-state=wrong]")).to_contain_text("PDF")
    expect(page.locator("#evidence-now .file")).to_have_count(2)
    expect(page.locator("#evidence-now .notice")).to_be_visible()
    picture = page.locator("#evidence-now img")
    picture.scroll_into_view_if_needed()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 480
    walker.look()
    axe(page)
    walker.follow("#evidence-now .file >> nth=0 >> a.btn")
    page.fill("#valid_until", "2020-01-01")
    axe(page)
    walker.follow("main form .actions button")
    expect(page.locator(".tag-warn")).to_have_count(1)


def test_picture_that_did_not_arrive_waits_and_is_sent_by_a_button(walker: Walker, place: str) -> None:
    page = walker.page
    page.context.set_offline(True)
    drop(page, iso__pdf=PDF)
    expect(page.locator("[data-sending] [data-state=waiting]")).to_be_visible()
    page.context.set_offline(False)
    walker.trouble.clear()  # the browser's own word on the lost connection
    page.click("[data-sending] button")
    expect(page.locator("[data-sending] [data-state=saved]")).to_be_visible()
    expect(page.locator("#evidence-now .file")).to_have_count(1)


def test_file_of_one_answer_supports_another(walker: Walker, place: str, tmp_path: Path) -> None:
    page = walker.page
    permit = tmp_path / "permit.pdf"
    permit.write_bytes(PDF)
    page.set_input_files("#file", permit)
    expect(page.locator("#evidence-now .file")).to_have_count(1)
    page.goto(walker.address + place)
    walker.follow("main .evidence-line button >> nth=1")
    page.click("#evidence-others summary")
    page.check("#evidence-others input[type=checkbox]")
    walker.follow("#evidence-others button")
    expect(page.locator("#evidence-now .file a").first).to_have_text("permit.pdf")

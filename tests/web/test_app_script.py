"""What the script of every page adds to forms."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

SCRIPT = Path(__file__).resolve().parents[2] / "readiness" / "web" / "static" / "js" / "app.js"
PAGE = """
<main>
  <form method="post" action="https://readiness.example/kept" id="typed">
    <input name="name" value="before"><input type="checkbox" name="tick" checked>
    <select name="city"><option value="">–</option><option value="a" selected>A</option></select>
  </form>
  <form method="post" action="https://readiness.example/gone" data-ask="Remove it?" id="step">
    <button>Remove</button>
  </form>
</main>
<form method="post" class="languages" data-unsaved="Change the language?" id="languages">
  <button formaction="https://readiness.example/language">English</button>
</form>
"""


class Asked:
    """The page with the script, what it asked, and what it sent."""

    def __init__(self, page: Page, answer: bool) -> None:
        self.page, self.questions, self.sent = page, list[str](), list[str]()

        def decide(dialog: object) -> None:
            self.questions.append(dialog.message)  # type: ignore[attr-defined]
            dialog.accept() if answer else dialog.dismiss()  # type: ignore[attr-defined]

        page.on("dialog", decide)
        page.route("https://readiness.example/**", self._serve)
        page.goto("https://readiness.example/page")
        page.add_script_tag(content=SCRIPT.read_text(encoding="utf-8"))

    def _serve(self, route: object) -> None:
        request = route.request  # type: ignore[attr-defined]
        if request.method == "POST":
            self.sent.append(f"{request.url.rpartition('/')[2]} {request.post_data or ''}".strip())
        route.fulfill(body=PAGE, content_type="text/html")  # type: ignore[attr-defined]


@pytest.mark.parametrize(("answer", "sent"), [(True, ["gone confirmed=yes"]), (False, [])])
def test_step_is_asked_about_and_the_service_told_the_answer(
    page: Page, *, answer: bool, sent: list[str]
) -> None:
    asked = Asked(page, answer)
    page.click("#step button")
    page.wait_for_timeout(200)
    assert (asked.questions, asked.sent) == (["Remove it?"], sent)


def test_language_of_an_untouched_page_changes_without_a_question(page: Page) -> None:
    asked = Asked(page, answer=False)
    page.click("#languages button")
    page.wait_for_timeout(200)
    assert (asked.questions, asked.sent) == ([], ["language"])


@pytest.mark.parametrize("touch", ["[name=name]", "[name=tick]", "[name=city]"])
def test_language_of_a_page_with_something_typed_is_asked_about(page: Page, touch: str) -> None:
    asked = Asked(page, answer=False)
    match touch:
        case "[name=name]":
            page.fill(touch, "after")
        case "[name=tick]":
            page.uncheck(touch)
        case _:
            page.select_option(touch, "")
    page.click("#languages button")
    page.wait_for_timeout(200)
    assert (asked.questions, asked.sent) == (["Change the language?"], [])

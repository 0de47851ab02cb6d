"""What goes wrong has a page with a way on: every status of the table once, those of real life on their own way."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import abort
from playwright.sync_api import expect

from readiness.app import create_app
from readiness.assessment.permissions import Role
from readiness.config import Settings
from readiness.errors import FilesUnavailableError
from readiness.web.access import PUBLIC, access
from readiness.web.errors import WORDS
from tests import browser
from tests.journeys.walker import Walker

ASKED = {401}
"""Who is not signed in is asked to, on the page of the sign-in."""
CLOSE = "form[action$='/close'] button"


@pytest.fixture
def address(settings: Settings) -> Iterator[str]:
    """The service with addresses at which things go wrong on purpose."""
    app = create_app(settings)

    @access(PUBLIC)
    def fail(status: int) -> None:
        abort(status)

    @access(PUBLIC)
    def fail_without_files() -> None:
        raise FilesUnavailableError("the disk is full")

    app.add_url_rule("/fail/<int:status>", view_func=fail)
    app.add_url_rule("/fail/files", view_func=fail_without_files)
    with browser.serve(app) as found:
        yield found


def test_every_error_has_a_page_with_a_way_on(walker: Walker) -> None:
    for status in sorted(WORDS.keys() - ASKED):
        walker.go(f"/fail/{status}", status)
        expect(walker.page.locator("main h1")).to_be_visible()
        expect(walker.page.locator("main a.btn")).to_be_visible()
    walker.go("/fail/files", 503)


def test_round_that_was_closed_in_another_window_is_not_closed_again(walker: Walker) -> None:
    walker.sign_in(Role.OFFICER)
    other = walker.page.context.new_page()
    other.goto(f"{walker.address}/office/")
    other.once("dialog", lambda dialog: dialog.accept())
    with other.expect_navigation():
        other.locator(CLOSE).first.click()
    other.close()
    walker.refusals.add(409)
    walker.follow(CLOSE)
    expect(walker.page.locator(".error-code")).to_have_text("409")


def test_form_of_an_ended_session_waits_for_the_sign_in(walker: Walker) -> None:
    walker.sign_in(Role.OFFICER)
    walker.go("/office/rounds/new")
    walker.page.fill("#name", "秋季")
    walker.page.context.clear_cookies()
    walker.refusals.add(400)
    walker.follow("main form[method=post] button")
    expect(walker.page.locator("main dl.facts")).to_contain_text("秋季")

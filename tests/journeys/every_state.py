"""Every address that a link leads to, for everybody of the demo, under every rule: `scripts/barriers`, not each run."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from readiness.services.seed_demo import DemoLogin, demo_logins
from readiness.web.totp import Totp
from tests.journeys.tour import NO_PAGE
from tests.journeys.walker import Walker

LINKS = "nodes => nodes.filter(node => !node.download).map(node => node.href)"
FILES = (".pdf", ".xlsx", ".json", ".csv", ".zip", ".svg", "/pdf", "/xlsx", "/file", "/csv", "/docx")


@pytest.mark.parametrize(
    "login", [None, *demo_logins()], ids=lambda login: login.email if login else "visitor"
)
def test_no_page_that_a_link_leads_to_has_a_barrier(walker: Walker, login: DemoLogin | None) -> None:
    if login:
        walker.enter(login.email, login.password)
        if login.totp_secret:
            walker.page.fill("#code", Totp(bytes(32)).current(login.totp_secret))
            walker.follow("main form button")
    waiting, known = [walker.path if login else "/"], set()
    while waiting:
        path = waiting.pop(0)
        walker.go(path)
        for link in walker.page.locator("a[href]").evaluate_all(LINKS):
            found = _page(link, walker.address)
            if found and _kind(found) not in known:
                known.add(_kind(found))
                waiting.append(found)


def _page(link: str, address: str) -> str:
    """The path and query of a page of the service; empty for files and other places."""
    if not link.startswith(f"{address}/"):
        return ""
    parts = urlsplit(link)
    if NO_PAGE.search(parts.path) or parts.path.endswith(FILES):
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _kind(path: str) -> str:
    """The path and what is asked for; another column to sort by is no other state."""
    parts = urlsplit(path)
    return f"{parts.path} {sorted(parse_qs(parts.query))}"

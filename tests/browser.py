"""Help for tests in a real browser: a server for an application, axe for accessibility, pictures of pages."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import Page
from waitress import create_server, wasyncore

AXE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"
THOROUGH = bool(os.environ.get("READINESS_EVERY_STATE"))
"""Every rule at every width and in both schemes, every address that a link leads to; scripts/barriers sets it."""
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_SIGHT = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]
"""The rules that may say something else about the same page in other colours or at another width."""
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
STACKED = (
    "[...document.querySelectorAll('.table-frame:has(> .table-stack)')]"
    ".filter((frame) => frame.scrollWidth > frame.clientWidth).length"
)
TO_THE_END = "window.scrollTo(0, document.documentElement.scrollHeight)"
"""Where a bar that sticks to the lower edge lies below the page's last field, and covers none."""
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def chromium() -> str | None:
    """The system's Chromium; None where it is a snap, which cannot see temporary folders, or is not there."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    return None if path is None or path.startswith("/snap/") else path


@contextmanager
def serve(app: Flask, port: int = 0) -> Iterator[str]:
    """The application behind waitress on a free port or this one, as in real life; yields its address without a last
    slash."""
    sockets: dict[int, Any] = {}
    server: Any = create_server(app, host="127.0.0.1", port=port, threads=4, map=sockets)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.trigger.pull_trigger(
            lambda: wasyncore.close_all(sockets, ignore_all=True)
        )  # in its own thread
        thread.join(10)
        server.task_dispatcher.shutdown()


def barriers(page: Page) -> list[str]:
    """What is wrong with the page, each width and each colour scheme once: axe, and scrolling sideways on a phone."""
    found = violations(page)
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="dark")
    page.evaluate(TO_THE_END)
    again = [] if THOROUGH else OF_SIGHT
    found += [f"on a phone in the dark: {line}" for line in violations(page, again)]
    if THOROUGH:
        page.emulate_media(color_scheme="light")
        found += [f"on a phone: {line}" for line in violations(page)]
    if over := page.evaluate(OVERFLOW):
        found.append(f"{page.url}: {over} pixels too wide for a phone")
    if page.evaluate(STACKED):
        found.append(f"{page.url}: a table of blocks scrolls sideways on a phone")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(DESK)
    return found


def photograph(page: Page, folder: Path, name: str) -> None:
    """The whole page as two pictures, `name-1280.png` and `name-390.png`, and its words as `name.txt`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.txt").write_text(page.locator("body").inner_text(), encoding="utf-8")
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        page.screenshot(path=folder / f"{name}-{size['width']}.png", full_page=True)


def violations(page: Page, rules: list[str] | None = None) -> list[str]:
    """What axe objects to on the page as it stands, by these rules or all of STANDARDS, a line for each rule and
    element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": STANDARDS}
    options = "{runOnly: only, resultTypes: ['violations']}"
    found = page.evaluate(f"(only) => axe.run(document, {options}).then((all) => all.violations)", only)
    return [
        f"{page.url}: {rule['id']}: {rule['help']}: {node['html'][:200]}"
        for rule in found
        for node in rule["nodes"]
    ]

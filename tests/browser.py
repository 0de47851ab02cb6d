"""Help for tests in a real browser: a server for an application, and axe for accessibility."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import Page
from waitress import create_server

AXE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
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
def serve(app: Flask) -> Iterator[str]:
    """The application behind waitress on a free port, as in real life; yields its address without a last slash."""
    server: Any = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()
        server.task_dispatcher.shutdown()
        thread.join(10)


def violations(page: Page) -> list[str]:
    """What axe objects to on the page as it stands, one line for each rule and element."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    options = "{runOnly: tags, resultTypes: ['violations']}"
    found = page.evaluate(f"(tags) => axe.run(document, {options}).then((all) => all.violations)", STANDARDS)
    return [
        f"{page.url}: {rule['id']}: {rule['help']}: {node['html'][:200]}"
        for rule in found
        for node in rule["nodes"]
    ]

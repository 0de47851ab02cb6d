"""Somebody with a browser who looks at every page the way a person does."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Dialog, Page

from readiness.app import build_services
from readiness.assessment.permissions import Role
from readiness.config import Settings
from readiness.jobs.tasks import TASKS
from readiness.jobs.worker import Timing, Worker
from readiness.services.seed_demo import demo_logins
from readiness.store.database import Database
from readiness.web.totp import Totp
from tests import browser

DESK = browser.DESK
PICTURES = os.environ.get("READINESS_PICTURES", "")
"""A folder for pictures of every page on the way; scripts/gallery sets it."""
LANGUAGE = os.environ.get("READINESS_PICTURES_LANGUAGE", "zh_Hans")
SECRETS = re.compile(r"[\w-]{22,}|(?:[a-z0-9]{5}-){3}[a-z0-9]{5}", re.IGNORECASE)
LOOKS = "nodes => nodes.map(node => node.className).sort().join()"

seen: set[str] = set()
"""Pages that this run has looked at: the same page in the same state is not worth axe's time twice."""


@dataclass
class Walker:
    """Somebody with a browser who notes everything that goes wrong on the way."""

    page: Page
    address: str
    settings: Settings | None = None
    tale: str = ""
    trouble: list[str] = field(default_factory=list)
    refusals: set[int] = field(default_factory=lambda: {422})
    taken: int = 0

    def note(self, message: ConsoleMessage) -> None:
        """Errors and blocked resources of the console; refused forms answer 422, which is no trouble."""
        refused = any(f"status of {status}" in message.text for status in self.refusals)
        if message.type in ("error", "warning") and not refused:
            self.trouble.append(f"{self.page.url}: {message.text}")

    def go(self, path: str, status: int = 200) -> None:
        """Open an address of the service and look at the page."""
        self.refusals.add(status)
        answer = self.page.goto(self.address + path)
        assert answer is not None
        assert answer.status == status, f"{path}: {answer.status}"
        self.look()

    def follow(self, link: str) -> None:
        """Press what the selector finds, wait for the next page and look at it."""
        self.press(link)
        self.look()

    def press(self, link: str) -> None:
        """Press what the selector finds and wait for the next page; a question whether one is sure is answered yes."""
        self.page.on("dialog", _agree)
        with self.page.expect_navigation():
            self.page.locator(link).first.click()
        self.page.remove_listener("dialog", _agree)

    def look(self) -> None:
        """In its language, and where the page is new without a barrier and without scrolling sideways on a phone."""
        assert self.page.locator("html").get_attribute("lang") == LANGUAGE.replace("_", "-")
        kind = self.page.url if browser.THOROUGH else self._kind()
        if kind in seen:
            return
        seen.add(kind)
        if PICTURES:
            self.taken += 1
            name = f"{self.tale}-{self.taken:02}-{re.sub('[^a-zA-Z0-9]+', '-', kind.partition(' ')[0]).strip('-')}"
            browser.photograph(self.page, Path(PICTURES), name)
        self.trouble += browser.barriers(self.page)

    def _kind(self) -> str:
        """The address without its keys, the heading, and which notices, summaries, errors and empty places it shows."""
        marks = self.page.locator(".notice, .summary, .error, .empty, .save-state").evaluate_all(LOOKS)
        return f"{SECRETS.sub('_', self.path)} {self.page.locator('h1').all_inner_texts()} {marks}"

    def choose_language(self) -> None:
        """That of the pictures, where it is another than this browser's."""
        if LANGUAGE != "zh_Hans":
            self.page.goto(self.address)
            self.press(f"button[formaction='/language/{LANGUAGE}']")

    @property
    def path(self) -> str:
        """The path of the page one is on."""
        return urlsplit(self.page.url).path

    def sign_in(self, role: Role, *, refused: bool = False) -> None:
        """As the demo's first account of a role, with the second step where it has one and is not refused before."""
        login = next(login for login in demo_logins() if login.role is role)
        self.enter(login.email, login.password)
        if login.totp_secret and not refused:
            self.page.fill("#code", Totp(bytes(32)).current(login.totp_secret))
            self.follow("main form button")

    def enter(self, email: str, password: str) -> None:
        """Address and password."""
        self.go("/login")
        self.page.fill("#email", email)
        self.page.fill("#password", password)
        self.follow("main form button")

    def leave(self) -> None:
        """Sign out."""
        self.press("form[action='/logout'] button")

    def work(self) -> None:
        """The worker does every job that waits: mails and reports."""
        assert self.settings is not None
        database = Database(self.settings.database_url)
        worker = Worker(build_services(self.settings), database, TASKS, Timing())
        while worker.work_once():
            pass
        database.close()

    def follow_mail(self, number: int = 0) -> None:
        """Let the worker send, and open the link in the newest mail, or an older one by its number."""
        self.work()
        self.go("/dev/mail")
        link = self.page.locator("article.mail").nth(number).locator("a[href*='://']").first
        self.go(urlsplit(link.get_attribute("href") or "").path)


def _agree(dialog: Dialog) -> None:
    dialog.accept()

"""Somebody with a browser who looks at every page the way a person does."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page

from readiness.assessment.permissions import Role
from readiness.services.seed_demo import demo_logins
from readiness.web.totp import Totp
from tests import browser

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass
class Walker:
    """Somebody with a browser who notes everything that goes wrong on the way."""

    page: Page
    address: str
    trouble: list[str] = field(default_factory=list)

    def note(self, message: ConsoleMessage) -> None:
        """Errors and blocked resources of the console; refused forms answer 422, which is no trouble."""
        if message.type in ("error", "warning") and "status of 422" not in message.text:
            self.trouble.append(f"{self.page.url}: {message.text}")

    def go(self, path: str) -> None:
        """Open an address of the service and look at the page."""
        answer = self.page.goto(self.address + path)
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"
        self.look()

    def follow(self, link: str) -> None:
        """Press what the selector finds, wait for the next page and look at it."""
        with self.page.expect_navigation():
            self.page.locator(link).first.click()
        self.look()

    def look(self) -> None:
        """In Chinese, without a barrier, without scrolling sideways on a phone, without errors."""
        assert self.page.locator("html").get_attribute("lang") == "zh-Hans"
        self.trouble += browser.violations(self.page)
        self.page.set_viewport_size(PHONE)
        if over := self.page.evaluate(OVERFLOW):
            self.trouble.append(f"{self.page.url}: {over} pixels too wide for a phone")
        self.page.set_viewport_size(DESK)

    @property
    def path(self) -> str:
        """The path of the page one is on."""
        return urlsplit(self.page.url).path

    def sign_in(self, role: Role) -> None:
        """As the demo's first account of a role, with the second step where it has one."""
        login = next(login for login in demo_logins() if login.role is role)
        self.go("/login")
        self.page.fill("#email", login.email)
        self.page.fill("#password", login.password)
        self.follow("main form button")
        if login.totp_secret:
            self.page.fill("#code", Totp(bytes(32)).current(login.totp_secret))
            self.follow("main form button")

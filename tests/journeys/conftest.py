"""A small demo behind a real server, and a walker through it."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from readiness.app import build_services, create_app
from readiness.config import Settings
from readiness.services.seed_demo import seed_demo
from readiness.store import migrate
from readiness.store.database import Database
from tests import browser
from tests.journeys.walker import Walker


def settings_of(folder: Path) -> Settings:
    """A service that keeps all it has in one folder."""
    return Settings.from_environment({"READINESS_ENVIRONMENT": "development", "READINESS_DATA": str(folder)})


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    """A Chinese browser on a desk; buttons fading from one colour to another would be caught half way by axe."""
    return {**browser_context_args, "locale": "zh-CN", "viewport": browser.DESK, "reduced_motion": "reduce"}


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with four synthetic firms in two rounds; the first two drafts are open, the last two are sent."""
    folder = tmp_path_factory.mktemp("demo")
    settings = settings_of(folder)
    migrate.upgrade(settings.database_url)
    database = Database(settings.database_url)
    with database.transaction() as session:
        seed_demo(build_services(settings), session, firms=4, seed=1, at=dt.datetime.now(dt.UTC))
    database.close()
    return folder


@pytest.fixture
def settings(demo: Path, tmp_path: Path) -> Settings:
    """The journey's own copy of the demo: codes of the second step, used once, are fresh in it."""
    return settings_of(shutil.copytree(demo, tmp_path / "data"))


@pytest.fixture
def address(settings: Settings) -> Iterator[str]:
    """Where the journey's service listens."""
    with browser.serve(create_app(settings)) as found:
        yield found


@pytest.fixture
def walker(page: Page, settings: Settings, address: str, request: pytest.FixtureRequest) -> Iterator[Walker]:
    """A walker; whatever was noted on the way fails the journey at its end."""
    tale = request.node.originalname.removeprefix("test_")
    found = Walker(page, address, settings, tale)
    page.on("console", found.note)
    page.on("pageerror", lambda error: found.trouble.append(f"{page.url}: {error}"))
    found.choose_language()
    yield found
    assert not found.trouble, "\n".join(found.trouble)

"""Fixtures shared by all tests: real databases on both engines, a real Redis, a real browser."""

from __future__ import annotations

import itertools
import shutil
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page

from readiness.store import migrate
from tests import browser, servers
from tests.databases import Compiled, Place, Places, admin

ENGINES = ("sqlite", "postgresql")
NewDatabase = Callable[[str, Path], AbstractContextManager[str]]
_numbers = itertools.count(1)
Flask.jinja_options = {"bytecode_cache": Compiled()}


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file that each test copies."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    migrate.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """A private PostgreSQL cluster with a migrated database named 'template_readiness'."""
    with servers.postgresql() as url:
        admin(url, "CREATE DATABASE template_readiness")
        migrate.upgrade(url.replace("/postgres?", "/template_readiness?"))
        yield url


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh migrated SQLite database."""
    path = tmp_path / "readiness.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def new_database(request: pytest.FixtureRequest, sqlite_template: Path) -> NewDatabase:
    """`new_database(engine, folder)` gives the URL of a fresh migrated database; afterwards it is gone."""

    @contextmanager
    def make(engine: str, folder: Path) -> Iterator[str]:
        if engine == "sqlite":
            path = folder / "readiness.db"
            shutil.copy(sqlite_template, path)
            yield f"sqlite:///{path}"
            return
        url = request.getfixturevalue("postgresql_server")
        name = f"test_{next(_numbers)}"
        admin(url, f"CREATE DATABASE {name} TEMPLATE template_readiness")
        yield url.replace("/postgres?", f"/{name}?")
        admin(url, f"DROP DATABASE {name} WITH (FORCE)")

    return make


@pytest.fixture(scope="session")
def places(
    request: pytest.FixtureRequest, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Places]:
    """The places of each engine; a server is started for the first that needs one."""
    root = tmp_path_factory.mktemp("places")

    @cache
    def of(engine: str) -> Places:
        server = request.getfixturevalue("postgresql_server") if engine == "postgresql" else ""
        return Places(root, engine, sqlite_template, server)

    return of


@pytest.fixture(params=ENGINES)
def own_place(request: pytest.FixtureRequest, places: Callable[[str], Places]) -> Iterator[Place]:
    """A fresh migrated database and an empty folder; the test runs once on each engine."""
    with places(request.param).place() as found:
        yield found


@pytest.fixture
def database_url(own_place: Place) -> str:
    """The address of the database of `own_place`."""
    return own_place.url


@pytest.fixture(scope="module", params=ENGINES)
def module_place(request: pytest.FixtureRequest, places: Callable[[str], Places]) -> Iterator[Place]:
    """The same for all tests of a module; they run once on each engine."""
    with places(request.param).place() as found:
        yield found


@pytest.fixture(scope="module")
def module_database_url(module_place: Place) -> str:
    """The address of the database of `module_place`."""
    return module_place.url


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A private Redis."""
    with servers.redis() as url:
        yield url


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """The endpoint of a private S3 server."""
    with servers.s3() as endpoint:
        yield endpoint


@pytest.fixture
def s3_url(s3_server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A fresh bucket with a prefix; where it is and who we are stands in the usual variables."""
    bucket = f"bucket-{next(_numbers)}"
    for name, value in {"AWS_ENDPOINT_URL": s3_server, **servers.S3_LOGIN}.items():
        monkeypatch.setenv(name, value)
    request = urllib.request.Request(f"{s3_server}/{bucket}", method="PUT")  # noqa: S310 - our own http:// address
    with urllib.request.urlopen(request):  # noqa: S310
        return f"s3://{bucket}/readiness"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """Debian's Chromium, quiet and without network calls of its own; elsewhere the one that Playwright brings."""
    path = browser.chromium()
    own = {"executable_path": path} if path else {}
    return {**browser_type_launch_args, **own, "args": list(browser.FLAGS)}


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """`axe(page)` fails with a list of what hinders people on that page."""

    def look(page: Page) -> None:
        found = browser.violations(page)
        assert not found, "\n".join(found)

    return look

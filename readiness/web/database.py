"""One database session per request: readers for safe methods, a writer otherwise; the edge commits, once."""

from __future__ import annotations

import datetime as dt
from typing import cast

from flask import Flask, Response, current_app, g, request
from sqlalchemy.orm import Session

from readiness.jobs.bell import Bell
from readiness.services.context import Services
from readiness.store.database import Database
from readiness.store.jobs import has_new_jobs

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
FAILED = 400


def init_database(app: Flask, database: Database, services: Services) -> None:
    """Keep the parts with the app and commit after each request that went well."""
    app.extensions["readiness_database"] = database
    app.extensions["readiness_services"] = services
    app.after_request(_finish)
    app.teardown_request(_close)


def get_database() -> Database:
    """The database of this app, for short units of work beside the request's own."""
    return cast(Database, current_app.extensions["readiness_database"])


def get_services() -> Services:
    """What services need besides a session: questionnaires, files, settings."""
    return cast(Services, current_app.extensions["readiness_services"])


def get_session() -> Session:
    """The request's session; a writer for POST, PUT, PATCH and DELETE."""
    if "database_session" not in g:
        g.database_session = get_database().session(write=request.method not in SAFE)
    return cast(Session, g.database_session)


def let_others_write() -> None:
    """End the transaction that the request has read in so far: what follows may take seconds and needs no database."""
    get_session().rollback()


def now() -> dt.datetime:
    """The time of this request: the same for everything that happens in it."""
    if "now" not in g:
        g.now = dt.datetime.now(dt.UTC)
    return cast(dt.datetime, g.now)


def _finish(response: Response) -> Response:
    """Commit before anything is acknowledged; a failed request leaves nothing behind."""
    session: Session | None = g.get("database_session")
    if session is not None and request.method not in SAFE:
        if response.status_code < FAILED:
            session.commit()
            if has_new_jobs(session):
                _ring()
        else:
            session.rollback()
    return response


def _ring() -> None:
    """Wake the workers; without the ring they would look within seconds anyway."""
    if "readiness_bell" not in current_app.extensions:
        current_app.extensions["readiness_bell"] = Bell(get_services().settings.queue_url)
    cast(Bell, current_app.extensions["readiness_bell"]).ring()


def _close(error: BaseException | None) -> None:
    session: Session | None = g.pop("database_session", None)
    if session is not None:
        session.close()

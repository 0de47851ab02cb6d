"""Is the process alive, can it work, and the token that forms of programs need."""

from __future__ import annotations

import logging

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from readiness.errors import ReadinessError
from readiness.store import migrate
from readiness.web.access import PUBLIC, access
from readiness.web.api.describe import ERROR, TEXT, describe, object_of
from readiness.web.database import get_database, get_services

blueprint = Blueprint("health", __name__)
log = logging.getLogger(__name__)


@blueprint.get("/healthz")
@access(PUBLIC)
@describe("The process answers", answers={200: ("alive", object_of(status=TEXT))})
def healthz() -> ResponseReturnValue:
    """Asks nothing else, so that a slow database does not get the process killed."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@access(PUBLIC)
@describe(
    "Database, migrations and questionnaire are in order",
    answers={
        200: ("ready", object_of(status=TEXT)),
        503: ("not ready; says which part", object_of(status=TEXT)),
    },
)
def readyz() -> ResponseReturnValue:
    """Names the part that is not ready, and nothing about it: the log says more."""
    for part, check in (
        ("database", _database),
        ("migrations", _migrations),
        ("questionnaire", _questionnaire),
    ):
        try:
            check()
        except Exception:
            log.exception("not ready: %s", part)
            return jsonify(status=f"not ready: {part}"), 503, {"Retry-After": "5"}
    return jsonify(status="ready")


@blueprint.get("/api/csrf-token")
@access(PUBLIC)
@describe(
    "The token that every unsafe request must send as X-CSRFToken; it belongs to the session's cookie",
    answers={200: ("the token", object_of(csrf_token=TEXT)), 400: ("unreadable request", ERROR)},
)
def csrf_token() -> ResponseReturnValue:
    """Bound to the session, without an end of its own."""
    return jsonify(csrf_token=generate_csrf())


def _database() -> None:
    get_database().ping()


def _migrations() -> None:
    migrate.require_current(get_services().settings.database_url)


def _questionnaire() -> None:
    services = get_services()
    if not services.catalogue.get(services.settings.questionnaire).questions:
        raise ReadinessError("the questionnaire has no questions")

"""Addresses of static files that change with their content, and the style sheet made from the questionnaire."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Flask, Response, url_for

from readiness.web.access import PUBLIC, access
from readiness.web.database import get_services

STATIC = Path(__file__).parent / "static"
COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")

blueprint = Blueprint("assets", __name__)


def init_assets(app: Flask) -> None:
    """Serve static files and give templates `asset(path)`."""
    vars(app.view_functions["static"])["access"] = PUBLIC
    app.jinja_env.globals["asset"] = asset
    app.register_blueprint(blueprint)


def asset(path: str) -> str:
    """The address of a static file with the start of its SHA-256."""
    return url_for("static", filename=path, v=_digest(path))


@lru_cache(maxsize=256)
def _digest(path: str) -> str:
    return hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:12]


@blueprint.get("/theme.css")
@access(PUBLIC)
def theme() -> Response:
    """`.pillar-1 {--accent: …}` and so on, in the questionnaire's order."""
    services = get_services()
    questionnaire = services.catalogue.get(services.settings.questionnaire)
    lines = [
        f".pillar-{number} {{ --accent: {pillar.accent}; }}"
        for number, pillar in enumerate(questionnaire.pillars, start=1)
        if COLOUR.fullmatch(pillar.accent)
    ]
    response = Response("\n".join(lines) + "\n", mimetype="text/css")
    response.headers["Cache-Control"] = "public, max-age=600"
    return response

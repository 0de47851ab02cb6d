"""The OpenAPI 3.1 file of the JSON routes, built from what stands beside each route."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue
from werkzeug.routing import Rule

from readiness import __version__
from readiness.web.access import PUBLIC, access
from readiness.web.api.describe import describe

PLACE = re.compile(r"<(?:(\w+):)?(\w+)>")
PATTERNS = {"key": "^[A-Za-z0-9_-]{22}$", "code": "^[A-Za-z0-9_.@-]{1,40}$"}

blueprint = Blueprint("openapi", __name__)


@blueprint.get("/api/openapi.json")
@access(PUBLIC)
@describe("This file", answers={200: ("OpenAPI 3.1", {"type": "object"})})
def file() -> ResponseReturnValue:
    """Every route that describes itself."""
    paths: dict[str, dict[str, Any]] = {}
    for rule in current_app.url_map.iter_rules():
        view = current_app.view_functions[rule.endpoint]
        if hasattr(view, "description"):
            methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
            entry = paths.setdefault(PLACE.sub(r"{\2}", rule.rule), {})
            entry.update({method.lower(): _operation(rule, view) for method in sorted(methods)})
    return jsonify(
        openapi="3.1.0",
        info={"title": "Textile Manufacturing Readiness", "version": __version__},
        paths=paths,
        components={"securitySchemes": {"session": _session_scheme()}},
    )


def _operation(rule: Rule, view: Any) -> dict[str, Any]:
    about = view.description
    operation: dict[str, Any] = {
        "operationId": rule.endpoint,
        "summary": about["summary"],
        "parameters": [*_places(rule), *_headers(about["headers"])],
        "responses": {
            str(status): {"description": meaning, **({"content": _json(schema)} if schema else {})}
            for status, (meaning, schema) in about["answers"].items()
        },
    }
    if about["body"]:
        operation["requestBody"] = {"required": True, "content": _json(about["body"])}
    if view.access != PUBLIC:
        operation["security"] = [{"session": []}]
    return operation


def _places(rule: Rule) -> list[dict[str, Any]]:
    return [
        {
            "name": name, "in": "path", "required": True,
            "schema": {"type": "string", "pattern": PATTERNS.get(kind, "^[^/]+$")},
        }
        for kind, name in PLACE.findall(rule.rule)
    ]  # fmt: skip


def _headers(headers: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "header", "required": True, "description": meaning, "schema": {"type": "string"}}
        for name, meaning in headers.items()
    ]


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _session_scheme() -> dict[str, str]:
    name = current_app.session_interface.get_cookie_name(current_app)
    return {"type": "apiKey", "in": "cookie", "name": name}

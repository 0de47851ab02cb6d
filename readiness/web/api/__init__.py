"""Addresses for programs; they answer JSON, errors included."""

from __future__ import annotations

from flask import Flask


def init_api(app: Flask) -> None:
    """Register the routes of the API and of health checks."""
    from readiness.web.api import answers, explaining, health, openapi  # noqa: PLC0415 - they need the app's parts first

    for module in (health, answers, explaining, openapi):
        app.register_blueprint(module.blueprint)

"""Addresses for programs; they answer JSON, errors included."""

from __future__ import annotations

from flask import Flask


def init_api(app: Flask) -> None:
    """Register the routes of the API."""

"""Converters for addresses: keys and codes have bounds, so that nothing odd reaches a query."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, request
from werkzeug.routing import BaseConverter

LONGEST_ADDRESS = 2000


class KeyConverter(BaseConverter):
    """A public key: 22 letters of the URL-safe alphabet."""

    regex = "[A-Za-z0-9_-]{22}"


class CodeConverter(BaseConverter):
    """A code of the questionnaire (dimension, question, process), at most 40 letters."""

    regex = "[A-Za-z0-9_.@-]{1,40}"


class TicketConverter(BaseConverter):
    """A mailed ticket or an invitation code."""

    regex = "[A-Za-z0-9_-]{8,64}"


def init_urls(app: Flask) -> None:
    """Make `<key:…>`, `<code:…>` and `<ticket:…>` known; call before the first blueprint."""
    app.url_map.converters.update(key=KeyConverter, code=CodeConverter, ticket=TicketConverter)


def safe_next(address: str | None, default: str) -> str:
    """An address inside this service, else the default: no scheme, no host, no backslash, no control character."""
    if not address or len(address) > LONGEST_ADDRESS or not address.isprintable() or "\\" in address:
        return default
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not address.startswith("/") or address.startswith("//"):
        return default
    return address


def came_from(default: str) -> str:
    """The page of this service that the form stood on."""
    parts = urlsplit(request.referrer or "")
    if parts.netloc != request.host:
        return default
    return safe_next(parts.path + (f"?{parts.query}" if parts.query else ""), default)

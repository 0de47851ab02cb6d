"""Converters for addresses: keys and codes have bounds, so that nothing odd reaches a query."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, current_app, request
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
    """The page of this service that the form stood on; above an address that only takes forms, the nearest page."""
    parts = urlsplit(request.referrer or "")
    if parts.netloc != request.host:
        return default
    if can_open(parts.path):
        return safe_next(parts.path + (f"?{parts.query}" if parts.query else ""), default)
    steps = parts.path.strip("/").split("/")
    above = ("/" + "/".join(steps[:count]) for count in range(len(steps) - 1, 0, -1))
    return safe_next(next(filter(can_open, above), default), default)


def can_open(path: str) -> bool:
    """True for the path of a page that a browser can open by itself."""
    adapter = current_app.create_url_adapter(request)
    return adapter is not None and bool(adapter.test(path, method="GET"))

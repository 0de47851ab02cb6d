"""Bytes that no database keeps are refused before any view sees them."""

from __future__ import annotations

from urllib.parse import unquote_to_bytes

from flask import Flask, abort, request

FORM_TYPES = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
BROKEN = "\ufffd"


def init_sanity(app: Flask) -> None:
    """Look at path, query and form of every request."""
    app.before_request(_check)


def _check() -> None:
    raw_path = request.environ.get("PATH_INFO", "").encode("latin-1", "replace")
    if not _readable(raw_path) or not _readable(unquote_to_bytes(request.query_string)):
        abort(400)
    if request.mimetype in FORM_TYPES:
        for name, values in request.form.lists():
            if any("\x00" in text or BROKEN in text for text in (name, *values)):
                abort(422)
        names = (file.filename or "" for _, files in request.files.lists() for file in files)
        if any("\x00" in name or BROKEN in name for name in names):
            abort(422)


def _readable(raw: bytes) -> bool:
    """True for UTF-8 without NUL and without the sign for lost characters; lone surrogates are no UTF-8."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return "\x00" not in text and BROKEN not in text

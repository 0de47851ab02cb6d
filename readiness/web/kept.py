"""What was typed is not lost when the session has ended: it waits beside the sign-in and is sent again by a button."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, render_template, request, session
from werkzeug.exceptions import HTTPException

from readiness.web.access import PUBLIC
from readiness.web.auth import find_person
from readiness.web.identity_forms import LoginForm
from readiness.web.urls import came_from, safe_next

FIELD = "kept"
LARGEST = 256 * 1024  # characters, names and values together
MOST = 2000
SECRET = frozenset({"csrf_token", "password", "again", "present", "code", FIELD})
SILENT = ("base-", "seen-", "stands-", "client_id", "then")
"""Fields that the page filled in by itself: sent again, but nothing to read for anybody."""
OWN = frozenset({"identity.login", "identity.code", "identity.logout"})


@dataclass(frozen=True)
class Kept:
    """A form that did not arrive: its address in this service and its fields; never passwords, codes or files."""

    address: str
    fields: tuple[tuple[str, str], ...]

    @property
    def shown(self) -> list[tuple[str, str]]:
        """What people typed or chose, to look at before it is sent again."""
        return [(name, text) for name, text in self.fields if text and not name.startswith(SILENT)]

    @property
    def packed(self) -> str:
        """As a hidden field carries it."""
        return json.dumps([self.address, self.fields], ensure_ascii=False)


def init_kept(app: Flask) -> None:
    """Forget what was kept as soon as it has been sent again."""
    app.after_request(_forget)


def unpack(text: str | None) -> Kept | None:
    """What a hidden field or the session holds; None for anything that is no form of this service."""
    try:
        address, fields = json.loads(text or "null")
        pairs = tuple((str(name), str(value)) for name, value in fields)
    except (TypeError, ValueError, RecursionError):
        return None
    return _kept(str(address), pairs)


def recall() -> Kept | None:
    """What this session holds to be sent again."""
    return unpack(session.get(FIELD))


def rescue(status: int) -> tuple[str, int] | None:
    """A page that gives the refused form a second way: sign in where needed, look, send again. None where nothing can
    be kept: other sites' forms, programs, the sign-in itself."""
    if request.method != "POST" or not request.endpoint or not _from_here():
        return None
    kept = _arrived()
    signed_in = find_person() is not None
    if kept is None or (not kept.shown and not request.files and request.endpoint in OWN):
        return None
    public = _is_public(kept.address)
    form = None if signed_in or public else LoginForm(formdata=None)
    back = came_from("/")
    files = bool(request.files)
    return render_template("identity/kept.html", kept=kept, form=form, back=back, files=files), status


def _arrived() -> Kept | None:
    """The form of this request; a sign-in in place carries another one inside."""
    if FIELD in request.form:
        return unpack(request.form[FIELD])
    if request.endpoint in OWN:
        return None
    pairs = ((name, text) for name, texts in request.form.lists() for text in texts)
    return _kept(request.full_path.rstrip("?"), pairs)


def _kept(address: str, pairs: Iterable[tuple[str, str]]) -> Kept | None:
    fields = tuple((name, text) for name, text in pairs if name not in SECRET)
    size = sum(len(name) + len(text) for name, text in fields)
    if len(fields) > MOST or size > LARGEST or safe_next(address, "") != address or not _endpoint(address):
        return None
    return Kept(address, fields)


def _endpoint(address: str) -> str:
    """The endpoint of a page that takes forms at this address, '' where there is none."""
    try:
        found, _ = current_app.create_url_adapter(request).match(urlsplit(address).path, method="POST")  # type: ignore[union-attr]
    except HTTPException:
        return ""
    return "" if address.startswith("/api/") else str(found)


def _is_public(address: str) -> bool:
    view: Any = current_app.view_functions[_endpoint(address)]
    return bool(view.access == PUBLIC)


def _from_here() -> bool:
    """True when the browser says that the form stood on a page of this service."""
    said = request.headers.get("Origin") or request.headers.get("Referer") or ""
    parts = urlsplit(said)
    return (parts.scheme, parts.netloc) == (request.scheme, request.host)


def _forget(response: Response) -> Response:
    if request.method == "POST" and FIELD in session and response.status_code < 500:
        kept = recall()
        if kept is None or urlsplit(kept.address).path == request.path:
            session.pop(FIELD)
    return response

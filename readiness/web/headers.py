"""Headers that every answer carries, errors included."""

from __future__ import annotations

from flask import Flask, Response, request

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'"
)
PERMISSIONS = "camera=(self), geolocation=(), microphone=(), payment=(), usb=()"
YEAR = 31_536_000


def init_headers(app: Flask, *, secure: bool) -> None:
    """Set them after each request; `secure` adds the promise to come back by HTTPS only."""

    @app.after_request
    def set_headers(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", POLICY)
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "same-origin"
        headers["X-Frame-Options"] = "DENY"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        headers["Permissions-Policy"] = PERMISSIONS
        if secure:
            headers["Strict-Transport-Security"] = f"max-age={YEAR}; includeSubDomains"
        _set_caching(response)
        return response


def _set_caching(response: Response) -> None:
    """Pages are never kept; static files for a year when their address names their content."""
    if request.endpoint == "static" and response.status_code < 400:
        kept = f"public, max-age={YEAR}, immutable" if "v" in request.args else "public, max-age=600"
        response.headers["Cache-Control"] = kept
    elif request.endpoint != "assets.theme":
        response.headers["Cache-Control"] = "no-store"
        response.vary.update(["Cookie", "Accept-Language"])

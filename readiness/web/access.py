"""Who may open a page: every view declares it, and one check before each request holds it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from readiness.assessment.permissions import Action, Person, may
from readiness.errors import ForbiddenError
from readiness.web.auth import find_person, needs_second_factor

PUBLIC = "public"
SIGNED_IN = "signed in"

View = TypeVar("View", bound=Callable[..., Any])


def access(needed: Action | str) -> Callable[[View], View]:
    """Declare who may open the view: PUBLIC, SIGNED_IN, or who may do the Action; stands below the route line."""

    def declare(view: View) -> View:
        view.access = needed  # type: ignore[attr-defined]
        return view

    return declare


def current_person() -> Person:
    """The person who asks; on a private page there always is one."""
    person = find_person()
    if person is None:
        abort(401)
    return person


def init_access(app: Flask) -> None:
    """Check the declaration before every request."""
    app.before_request(_check)


def verify_access(app: Flask) -> None:
    """Refuse to start while a view does not say who may open it."""
    undeclared = [name for name, view in app.view_functions.items() if not hasattr(view, "access")]
    if undeclared:
        raise RuntimeError(f"these views do not declare who may open them: {', '.join(sorted(undeclared))}")


def _check() -> Response | None:
    if request.endpoint is None:
        return None
    needed: Action | str = vars(current_app.view_functions[request.endpoint])["access"]
    if needed == PUBLIC:
        return None
    person = find_person()
    if person is None:
        return _to_login()
    if needed == SIGNED_IN:
        return None
    if not may(person, Action(needed)):
        raise ForbiddenError(f"{person.role} may not {needed}")
    if needs_second_factor(person):
        return _unless_api(redirect(url_for("two_factor.set_up")), 403)
    return None


def _to_login() -> Response:
    """Pages that can be opened again are worth coming back to; a form keeps what was typed."""
    if request.method == "POST":
        abort(401)
    back = request.full_path.rstrip("?") if request.method in {"GET", "HEAD"} else None
    return _unless_api(redirect(url_for("identity.login", next=back)), 401)


def _unless_api(response: Response, status: int) -> Response:
    if request.path.startswith("/api/"):
        abort(status)
    return response

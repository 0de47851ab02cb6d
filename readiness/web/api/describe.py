"""What the OpenAPI file says about a route, written beside the route."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


def describe(
    summary: str,
    *,
    answers: dict[int, tuple[str, dict[str, Any] | None]],
    body: dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
) -> Callable[[View], View]:
    """`answers`: status → (meaning, JSON schema or None); `headers`: name → meaning of those that must be sent."""

    def attach(view: View) -> View:
        view.description = {  # type: ignore[attr-defined]
            "summary": summary, "answers": answers, "body": body, "headers": headers or {},
        }  # fmt: skip
        return view

    return attach


def object_of(**properties: dict[str, Any]) -> dict[str, Any]:
    """The schema of an object whose properties are all there."""
    return {"type": "object", "properties": properties, "required": list(properties)}


TEXT = {"type": "string"}
WHOLE = {"type": "integer", "minimum": 0}
ERROR = object_of(error=TEXT, title=TEXT, detail=TEXT)

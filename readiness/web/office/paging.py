"""Lists are paged by the id of the last line shown; a step leads back to the list it was taken from."""

from __future__ import annotations

from flask import request, url_for

from readiness.web.urls import safe_next

LARGEST = 2**31 - 1


def page_from(name: str = "after") -> int:
    """Where the page begins; 0 for anything that is no place."""
    place = request.args.get(name, 0, type=int)
    return place if 0 < place <= LARGEST else 0


def here() -> str:
    """The address of this page with its filters, to come back to."""
    return request.full_path.rstrip("?")


def way_back(default: str) -> str:
    """The page of the office that the step was taken from, as its address says; else the default."""
    address = safe_next(request.args.get("back"), default)
    return address if address.startswith(url_for("office.index")) and "/.." not in address else default

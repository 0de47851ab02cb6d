"""Lists are paged by the id of the last line shown."""

from __future__ import annotations

from flask import request

LARGEST = 2**31 - 1


def page_from(name: str = "after") -> int:
    """Where the page begins; 0 for anything that is no place."""
    place = request.args.get(name, 0, type=int)
    return place if 0 < place <= LARGEST else 0

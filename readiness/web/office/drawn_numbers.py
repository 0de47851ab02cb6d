"""What was drawn of a firm, counted in the whole list or inside one of its peer groups."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from readiness.scoring.cohorts import Path
from readiness.scoring.rank_ranges import quarter_of
from readiness.services.snapshot_peers import key_of
from readiness.store.rows import RankingLine

NAMES = ("place", "median", "low", "high", "top", "tier")
Numbers = Mapping[str, Any]


def numbers_in(line: RankingLine, firms: int, group: Path) -> Numbers | None:
    """How many firms, and NAMES, in the whole list of so many or in a group; None where it was not ranked there."""
    if not group:
        return {"firms": firms} | {name: getattr(line, name) for name in NAMES}
    return (line.groups or {}).get(key_of(group))


def range_words(numbers: Numbers, basis: str) -> str:
    """'3–8', or '3' where all draws agree; in quartiles for results that nobody has verified."""
    low, high = numbers["low"], numbers["high"]
    if basis != "verified":
        low, high = (quarter_of(place, numbers["firms"]) for place in (low, high))
    return str(low) if low == high else f"{low}–{high}"

"""A scorecard as plain JSON: the same numbers as page and PDF, unrounded."""

from __future__ import annotations

from collections.abc import Mapping

from readiness.exports.plain import plain
from readiness.scoring.scorecard import Scorecard


def scorecard_document(card: Scorecard, identity: Mapping[str, object] | None = None) -> dict[str, object]:
    """The whole tree as dicts and lists; scores 0–100 as computed, absent scores None."""
    document: dict[str, object] = plain(card)
    document["basis"] = str(card.basis)
    document["standing"] = str(card.standing)
    return {"firm": dict(identity or {}), **document}

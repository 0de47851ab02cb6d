"""A digest over a stored scorecard, every bit of every number included: what the grid would not show is seen too."""

from __future__ import annotations

import datetime as dt
import hashlib
import json

from readiness.store.rows import ScorecardRow

SEALED = (
    "assessment_id",
    "basis",
    "revision",
    "index",
    "level",
    "level_by_points",
    "standing",
    "sub_sector",
    "size",
    "reasons",
    "pillars",
    "dimensions",
    "coverage",
    "over_claim",
    "integrity",
    "questionnaire_digest",
    "answers_digest",
    "engine",
    "at",
)


def seal_of(card: ScorecardRow) -> str:
    """SHA-256 of all fields but the row's number and the seal itself; floats by their shortest exact form."""
    fields = {name: getattr(card, name) for name in SEALED}
    fields["at"] = fields["at"].astimezone(dt.UTC).isoformat(timespec="microseconds")
    text = json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()

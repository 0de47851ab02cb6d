"""Digests over what is stored, every bit of every number included: what the grid would not show is seen too."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping

from readiness.store.rows import PeerMember, RankingRun, ScorecardRow

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
RUN_SEALED = (
    "key",
    "round_id",
    "basis",
    "draws",
    "seed",
    "firms",
    "settings",
    "questionnaire_digest",
    "input_digest",
    "result_digest",
    "engine",
    "sensitivity",
    "by_id",
)


def seal_of(card: ScorecardRow) -> str:
    """SHA-256 of all fields but the row's number and the seal itself; floats by their shortest exact form."""
    fields = {name: getattr(card, name) for name in SEALED}
    fields["at"] = fields["at"].astimezone(dt.UTC).isoformat(timespec="microseconds")
    return _digest(fields)


def seal_of_peers(document: Mapping[str, object], members: Iterable[PeerMember]) -> str:
    """SHA-256 of published peer figures and of every record they count."""
    rows = [
        [row.assessment_id, row.cohort, row.home, row.path, row.mark, row.index, row.figures]
        for row in sorted(members, key=lambda row: row.assessment_id)
    ]
    return _digest([document, rows])


def seal_of_run(run: RankingRun) -> str:
    """SHA-256 of a drawn ranking's settings, sensitivities and digests; its result digest stands for the lines."""
    fields = {name: getattr(run, name) for name in RUN_SEALED}
    return _digest(fields | {"at": run.at.astimezone(dt.UTC).isoformat(timespec="microseconds")})


def _digest(content: object) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()

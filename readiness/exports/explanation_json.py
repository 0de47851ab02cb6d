"""An explanation and a change as plain JSON, unrounded."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from readiness.exports.scorecard_json import scorecard_document
from readiness.scoring.change import Change
from readiness.scoring.explain import Explanation


def explanation_document(found: Explanation, identity: Mapping[str, object]) -> dict[str, object]:
    """The scorecard under `result`; beside it parts by question, nodes with their weights, gates and memo figures."""
    document = dataclasses.asdict(found)
    document.pop("card")
    document["lines"] = [why.pop("line") | why for why in document["lines"]]
    return {"result": scorecard_document(found.card, identity), **document}


def change_document(found: Change) -> dict[str, object]:
    """Both results in short, causes, parts by question; the parts sum to `points`."""
    return {
        "before": _short(found.before),
        "after": _short(found.after),
        "points": found.points,
        "causes": {str(cause): points for cause, points in found.causes.items()},
        "parts": [
            {"code": part.code, "cause": str(part.cause), "match": str(part.match), "points": part.points}
            for part in found.parts
        ],
        "questions": {code: str(match) for code, match in found.match.items()},
    }


def _short(card: object) -> dict[str, object]:
    names = (
        "basis", "standing", "index", "level", "level_by_points", "coverage", "questionnaire_digest",
        "answers_digest", "engine",
    )  # fmt: skip
    return {name: getattr(card, name) for name in names}

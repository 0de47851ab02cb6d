"""An explanation and a change as plain JSON, unrounded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from readiness.exports.plain import plain
from readiness.exports.scorecard_json import scorecard_document
from readiness.scoring.change import Change
from readiness.scoring.explain import Explanation
from readiness.scoring.scenario import Scenario
from readiness.scoring.scorecard import Scorecard


def explanation_document(found: Explanation, identity: Mapping[str, object]) -> dict[str, object]:
    """The scorecard under `result`; beside it parts by question, nodes with their weights, gates and memo figures."""
    document: dict[str, Any] = plain(found)
    document.pop("card")
    document["evidence_loss"] = found.evidence_loss
    document["lines"] = [why.pop("line") | why for why in document["lines"]]
    return {"result": scorecard_document(found.card, identity), **document}


def change_document(found: Change) -> dict[str, object]:
    """Both results in short; causes, parts by question, and ways in which the versions match, each summing to `points`;
    `questions` says of every code how the two versions have it."""
    return {
        "before": _short(found.before),
        "after": _short(found.after),
        "points": found.points,
        "causes": {str(cause): points for cause, points in found.causes.items()},
        "parts": [
            {"code": part.code, "cause": str(part.cause), "match": str(part.match), "points": part.points}
            for part in found.parts
        ],
        "matches": {str(match): points for match, points in found.matched.items()},
        "questions": {code: str(match) for code, match in found.match.items()},
    }


def scenario_document(found: Scenario) -> dict[str, object]:
    """The change from today to the supposed answers, with the gates that open (`lifted`) or shut (`lost`)."""
    gates = {"lifted": found.lifted, "lost": found.lost}
    return {**change_document(found.change), **plain(gates)}


def _short(card: Scorecard) -> dict[str, object]:
    names = (
        "basis", "standing", "index", "level", "level_by_points", "coverage", "questionnaire_digest",
        "answers_digest", "engine",
    )  # fmt: skip
    scores = {pillar.code: pillar.score for pillar in card.pillars}
    return {name: getattr(card, name) for name in names} | {"pillars": scores}

"""Cases a consultant can read and work again by hand: tests/golden/*.yaml."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from readiness.questionnaire.codec import from_document
from readiness.questionnaire.loader import load
from readiness.questionnaire.model import Questionnaire
from readiness.scoring.engine import scorecard
from readiness.scoring.grid import on_grid
from readiness.scoring.scorecard import Basis, Scorecard

ROOT = Path(__file__).resolve().parents[2]
CASES = sorted((ROOT / "tests" / "golden").glob("*.yaml"))


@cache
def loaded(folder: str) -> Questionnaire:
    return load(ROOT / folder)


def cards(case: dict[str, Any], basis: Basis) -> Scorecard:
    asked = loaded(case["questionnaire"])
    document = case.get("answers")
    if document is None:
        document = yaml.safe_load((ROOT / case["file"]).read_text(encoding="utf-8"))
    answers = from_document(asked, document, place="golden")
    return scorecard(asked, answers, basis=basis, on=dt.date(2026, 12, 31))


def figures(card: Scorecard) -> dict[str, Any]:
    """Everything a case may state, on the grid."""
    return {
        "index": on_grid(card.index),
        "level": card.level,
        "level_by_points": card.level_by_points,
        "standing": str(card.standing),
        "reasons": [f"{reason.kind} {reason.subject}".strip() for reason in card.reasons],
        "coverage": on_grid(card.coverage),
        "over_claim": on_grid(card.over_claim),
        "pillars": {pillar.code: on_grid(pillar.score) for pillar in card.pillars},
        "dimensions": {
            line.code: None if line.score is None else on_grid(line.score)
            for pillar in card.pillars
            for line in pillar.dimensions
        },
        "blocking": sorted(f"{gate.kind} {gate.subject}".strip() for gate in card.blocking),
    }


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
@pytest.mark.parametrize("basis", list(Basis))
def test_engine_gives_what_was_worked_by_hand(path: Path, basis: Basis) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    expected = case["expected"].get(str(basis), case["expected"]["declared"])
    found = figures(cards(case, basis))
    assert {key: found[key] for key in expected} == expected

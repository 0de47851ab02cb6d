"""Cases a consultant can read and work again by hand: tests/golden/*.yaml."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from readiness.questionnaire.codec import from_document
from readiness.questionnaire.loader import load
from readiness.questionnaire.model import Questionnaire
from readiness.scoring.change import Side, change
from readiness.scoring.engine import scorecard
from readiness.scoring.explain import explain
from readiness.scoring.grid import on_grid
from readiness.scoring.scorecard import Basis

ROOT = Path(__file__).resolve().parents[2]
CASES = sorted((ROOT / "tests" / "golden").glob("*.yaml"))


@cache
def loaded(folder: str) -> Questionnaire:
    return load(ROOT / folder)


def side(case: dict[str, Any], basis: Basis) -> Side:
    asked = loaded(case["questionnaire"])
    document = case.get("answers")
    if document is None:
        document = yaml.safe_load((ROOT / case["file"]).read_text(encoding="utf-8"))
    return Side(asked, from_document(asked, document, place="golden"), basis, dt.date(2026, 12, 31))


def figures(case: dict[str, Any], basis: Basis) -> dict[str, Any]:
    """Everything a case may state, on the grid; of parts and waits those that are not 0."""
    own = side(case, basis)
    card = scorecard(own.questionnaire, own.answers, basis=basis, on=own.on)
    why = explain(own.questionnaire, card, own.answers.shares)
    return {
        "lost": some((line.line.code, line.line.lost) for line in why.lines),
        "evidence": some((line.line.code, line.evidence) for line in why.lines),
        "waits": some((wait.grade, wait.points) for wait in why.waits),
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


def some(parts: Iterable[tuple[str, float]]) -> dict[str, float]:
    return {code: on_grid(points) for code, points in parts if on_grid(points)}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
@pytest.mark.parametrize("basis", list(Basis))
def test_engine_gives_what_was_worked_by_hand(path: Path, basis: Basis) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    expected = case["expected"].get(str(basis), case["expected"]["declared"])
    found = figures(case, basis)
    assert {key: found[key] for key in expected} == expected


def test_change_by_verification_is_what_was_worked_by_hand() -> None:
    case = yaml.safe_load((ROOT / "tests" / "golden" / "corner-bakery.yaml").read_text(encoding="utf-8"))
    found = change(side(case, Basis.DECLARED), side(case, Basis.VERIFIED))
    parts = some((part.code, part.points) for part in found.parts)
    assert some(found.causes.items()) == case["change"]["causes"]
    assert {code: parts[code] for code in case["change"]["parts"]} == case["change"]["parts"]
    assert set(parts) == {*case["change"]["parts"], "OVEN.1", "OVEN.2"}

"""Firms and files of the bakery questionnaire for these tests."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from readiness.questionnaire.loader import load
from readiness.questionnaire.model import Questionnaire

BAKERY = Path(__file__).resolve().parents[1] / "questionnaires" / "bakery" / "1"


@cache
def bakery() -> Questionnaire:
    """The questionnaire of another trade."""
    return load(BAKERY)


def baker() -> dict[str, Any]:
    """A document with every kind of answer and every state."""
    return {
        "firm": {
            "name": "示例面包房",
            "name_en": "Sample Bakery",
            "credit_code": "91320508MA0BREAD01",
            "city": "Suzhou",
            "district": "Gusu",
            "employees": 12,
            "flour_t": 80.5,
            "rye_t": 20,
            "shop_kind": "corner",
            "processes": {"loaf": 70, "steamed": 30},
        },
        "statements": {"OPEN": True, "CLEAN": True, "TRUE": True},
        "answers": {
            "DOUGH.1": {"value": 3, "documents": ["recipes.pdf", "wall.jpg"]},
            "DOUGH.2": {"value": {"loaf": 14.5, "steamed": 2.5}},
            "DOUGH.3": {"documents": ["notes.pdf"]},
            "DOUGH.4": {"value": {"autolyse": "daily", "cold_rest": "some", "steam_test": "no_such_step"}},
            "OVEN.1": {"value": "probe"},
            "OVEN.2": {"value": {"burnt": 3, "baked": 120}},
            "OVEN.3": {"value": True},
            "PEOPLE.1": {"value": ["breakfast", "guild_national"]},
            "PEOPLE.2": {"not_applicable": "no contracts yet"},
            "PEOPLE.3": {"value": "not_measured"},
        },
        "verification": {
            "signed_on": "2026-09-18",
            "verdicts": {
                "DOUGH.1": {"verdict": "confirmed", "grade": "tasted"},
                "OVEN.1": {
                    "verdict": "lowered",
                    "value": "dial",
                    "grade": "tasted",
                    "reason": "probe is broken",
                },
                "PEOPLE.1": {"verdict": "not_verifiable", "grade": "told"},
            },
        },
    }

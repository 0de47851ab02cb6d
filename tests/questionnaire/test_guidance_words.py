"""Which examples a question needs, so that each firm reads one with figures of its own trade."""

from __future__ import annotations

from readiness.questionnaire.guidance_words import guidance_paths
from readiness.questionnaire.loader import load
from tests.questionnaire.bakers import BAKERY

TEXTILE = BAKERY.parents[3] / "questionnaires" / "textile" / "2026.1"


def needed(code: str) -> set[str]:
    base = f"questions.{code}.examples."
    return {place.removeprefix(base) for place in guidance_paths(load(BAKERY)) if place.startswith(base)}


def test_scale_of_bread_and_cake_needs_an_example_of_each() -> None:
    assert needed("OVEN_2") == {"BREAD", "CAKE"}


def test_scales_of_bread_alone_need_one_example_each_and_none_of_the_trade() -> None:
    assert needed("DOUGH_2") == {"slow", "quick"}


def test_ladder_needs_no_example() -> None:
    assert needed("DOUGH_1") == set()


def test_no_textile_example_stands_beside_those_of_all_trades_unread() -> None:
    found = load(TEXTILE)
    asked = {place for place in guidance_paths(found) if ".examples." in place}
    given = {place for place in found.texts.words["en"] if ".examples." in place}
    assert given == asked

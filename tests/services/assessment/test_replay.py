"""One bit that changes in what is stored is found and named."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from readiness.services.replay import Replay, replay
from readiness.store.rows import ScorecardRow, Sheet
from tests.services.assessment.lives import Town, confirm_all, fill, sign, submit


@pytest.fixture
def signed(town: Town) -> Town:
    """The firm's result is verified, and all can be computed again."""
    fill(town)
    submit(town)
    confirm_all(town)
    sign(town)
    assert replay(town.services, town.session) == Replay(2, ())
    return town


def _change(town: Town, column: str, change: Callable[[Any], Any]) -> tuple[str, ...]:
    """What replay says after one field of the verified scorecard was changed behind the program's back."""
    where = ScorecardRow.basis == "verified"
    (before,) = town.session.scalars(sa.select(getattr(ScorecardRow, column)).where(where)).all()
    town.session.execute(sa.update(ScorecardRow).where(where).values({column: change(before)}))
    town.session.expire_all()
    return replay(town.services, town.session).differences


def test_every_stored_scorecard_carries_its_three_digests_and_a_seal(signed: Town) -> None:
    for card in signed.session.scalars(sa.select(ScorecardRow)):
        assert (len(card.questionnaire_digest), len(card.answers_digest), len(card.seal)) == (64, 64, 64)
        assert card.engine


@pytest.mark.parametrize("column", ["index", "coverage", "over_claim"])
def test_the_last_bit_of_a_stored_number_is_named(signed: Town, column: str) -> None:
    (line,) = _change(signed, column, lambda number: math.nextafter(number, 200))
    assert "the row is not what was stored" in line


@pytest.mark.parametrize("column", ["questionnaire_digest", "answers_digest"])
def test_one_bit_of_a_digest_is_named(signed: Town, column: str) -> None:
    (line,) = _change(signed, column, lambda text: f"{int(text, 16) ^ 1:064x}")
    assert f"{column} was " in line


def test_one_bit_of_the_seal_itself_is_named(signed: Town) -> None:
    (line,) = _change(signed, "seal", lambda text: f"{int(text, 16) ^ 1:064x}")
    assert "its seal was " in line


def test_scorecard_without_a_seal_is_named(signed: Town) -> None:
    (line,) = _change(signed, "seal", lambda _: "")
    assert "has no seal" in line


def test_another_engine_is_named(signed: Town) -> None:
    (line,) = _change(signed, "engine", lambda _: "0")
    assert "engine was 0" in line


def test_one_bit_of_a_pillar_is_named(signed: Town) -> None:
    def change(pillars: dict[str, float]) -> dict[str, float]:
        return {code: math.nextafter(score, 200) for code, score in pillars.items()}

    (line,) = _change(signed, "pillars", change)
    assert "the row is not what was stored" in line


def test_a_ladder_that_moved_by_one_bit_is_named_with_its_answer(signed: Town) -> None:
    (sheet,) = signed.session.scalars(sa.select(Sheet)).all()
    answers = sheet.document["answers"]
    code = next(code for code, entry in answers.items() if _value(entry) in (2, 3, 4))
    value = _value(answers[code])
    moved = {**answers[code], "value": value ^ 1} if isinstance(answers[code], dict) else value ^ 1
    changed = {**sheet.document, "answers": {**answers, code: moved}}
    signed.session.execute(sa.update(Sheet).values(document=changed))
    signed.session.expire_all()
    found = replay(signed.services, signed.session).differences
    assert any("answers_digest was " in line for line in found)
    assert any(f"answer {code} was saved as answered {value}" in line for line in found)


def _value(entry: Any) -> Any:
    return entry.get("value") if isinstance(entry, dict) else entry

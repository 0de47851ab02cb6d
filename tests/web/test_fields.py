"""What people type becomes an answer, whatever keyboard they use."""

from __future__ import annotations

import pytest

from readiness.errors import InputError, InputErrors
from readiness.questionnaire.cells import read_figure
from readiness.questionnaire.model import Kind
from readiness.web.fields import HANDLERS, Ask, figure_text, is_asked
from tests.questionnaire.bakers import bakery

SHARES = {"loaf": 0.7, "steamed": 0.3}


def ask(code: str, shares: dict[str, float] | None = None) -> Ask:
    """A question as a bakery is asked it, with paths for words."""
    return Ask(bakery().question[code], bakery(), SHARES if shares is None else shares, lambda place: place)


@pytest.mark.parametrize(
    ("typed", "unit", "number"),
    [
        ("1,250.5", "", 1250.5),
        ("１２ ５００", "", 12500),
        ("－３", "", -3),
        ("12 h", "h", 12),
        ("４０％", "%", 40),
    ],
)
def test_figures_are_read_as_people_write_them(typed: str, unit: str, number: float) -> None:
    assert read_figure(typed, unit) == number


@pytest.mark.parametrize("typed", ["", "12,5", "about 3", "1e999", "nan", "3 kg"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="number"):
        read_figure(typed)


def test_each_scale_of_the_firms_processes_has_its_own_field() -> None:
    handler = HANDLERS[Kind.NUMBER]
    assert handler.read(ask("DOUGH.2"), {"DOUGH_2-loaf": "12", "DOUGH_2-steamed": "2"}) == {
        "loaf": 12,
        "steamed": 2,
    }
    assert list(handler.fill(ask("DOUGH.2", {"loaf": 1.0}), {"loaf": 12.0})) == ["DOUGH_2-loaf"]
    assert handler.read(ask("DOUGH.2"), {"DOUGH_2-loaf": " "}) is None


def test_every_wrong_line_is_named() -> None:
    with pytest.raises(InputErrors) as refused:
        HANDLERS[Kind.NUMBER].read(ask("DOUGH.2"), {"DOUGH_2-loaf": "x", "DOUGH_2-steamed": "y"})
    assert [error.field for error in refused.value.errors] == ["DOUGH_2-loaf", "DOUGH_2-steamed"]


def test_none_of_these_is_an_answer_and_nothing_ticked_is_none() -> None:
    handler = HANDLERS[Kind.MULTIPLE]
    assert handler.read(ask("PEOPLE.1"), {"PEOPLE_1": []}) is None
    assert handler.read(ask("PEOPLE.1"), {"PEOPLE_1": ["nothing"]}) == ["nothing"]
    with pytest.raises(InputError, match="choice_group"):
        handler.read(ask("PEOPLE.1"), {"PEOPLE_1": ["guild_local", "guild_national"]})


def test_dry_bakery_sees_no_option_and_no_question_of_wet_processes() -> None:
    dry = {"loaf": 1.0}
    assert "steam_masks" not in [option.code for option in ask("PEOPLE.1", dry).options]
    assert not is_asked(bakery().question["OVEN.3"], dry)
    assert is_asked(bakery().question["OVEN.3"], SHARES)
    assert ask("PEOPLE.3", dry).na_possible
    assert not ask("PEOPLE.3").na_possible


def test_what_a_handler_fills_it_reads_back() -> None:
    values = {
        "DOUGH.1": 3,
        "DOUGH.2": {"loaf": 12.5, "steamed": 2.0},
        "DOUGH.4": {"autolyse": "daily", "cold_rest": "no_such_step"},
        "OVEN.1": "dial",
        "OVEN.2": {"burnt": 3.0, "baked": 1200.0},
        "PEOPLE.1": ["breakfast", "guild_local"],
        "PEOPLE.2": False,
        "PEOPLE.3": -4.0,
    }
    for code, value in values.items():
        handler = HANDLERS[bakery().question[code].kind]
        assert handler.read(ask(code), handler.fill(ask(code), value)) == value


def test_numbers_are_shown_without_needless_decimals() -> None:
    assert [figure_text(value) for value in (12.0, 0.5, None, True)] == ["12", "0.5", "", ""]

"""Colleagues talk about a question beside it, and what counted in the round before can be taken over."""

from __future__ import annotations

import datetime as dt

import pytest

from readiness.errors import ForbiddenError, InputError, NotFoundError
from readiness.questionnaire.answers import Answer, State
from readiness.services.get_beside import get_beside
from readiness.services.get_history import get_history
from readiness.services.open_assessment import open_assessment
from readiness.services.open_round import open_round
from readiness.services.write_note import withdraw_note, write_note
from tests.factories import NOON
from tests.services.assessment.lives import Town, another_firm, make_editor, save

LADDER = "DOUGH.1"


def tell(town: Town, text: str, by=None):  # type: ignore[no-untyped-def]
    return write_note(town.services, town.session, town.key, LADDER, text=text, by=by or town.owner, at=NOON)


def test_colleagues_read_each_others_notes_in_order(town: Town) -> None:
    editor = make_editor(town, ["OVEN"])
    tell(town, "Who has the fermentation log?")
    tell(town, "  I do.\nSecond shelf.  ", by=editor)
    found = get_history(town.services, town.session, town.key, LADDER, by=town.owner)
    assert [(note.by.name, note.text) for note in found.notes] == [
        (town.owner.name, "Who has the fermentation log?"),
        (editor.name, "I do.\nSecond shelf."),
    ]
    assert get_beside(town.services, town.session, town.key, by=editor).notes == {LADDER: 2}


def test_note_sent_twice_stands_once(town: Town) -> None:
    assert tell(town, "Twice").key == tell(town, "Twice").key
    assert get_beside(town.services, town.session, town.key, by=town.owner).notes == {LADDER: 1}


def test_author_alone_takes_a_note_back(town: Town) -> None:
    editor = make_editor(town)
    note = tell(town, "Too early", by=editor)
    with pytest.raises(NotFoundError):
        withdraw_note(town.services, town.session, town.key, note.key, by=town.owner, at=NOON)
    withdraw_note(town.services, town.session, town.key, note.key, by=editor, at=NOON)
    assert get_beside(town.services, town.session, town.key, by=town.owner).notes == {}


@pytest.mark.parametrize(("text", "code"), [("   ", "required"), ("x" * 2001, "text_too_long")])
def test_note_without_words_or_with_too_many_is_refused(town: Town, text: str, code: str) -> None:
    with pytest.raises(InputError) as refused:
        tell(town, text)
    assert refused.value.code == code


def test_strangers_find_no_notes_and_consultants_none_to_read(town: Town) -> None:
    _, stranger, _ = another_firm(town)
    with pytest.raises(NotFoundError):
        tell(town, "Hello", by=stranger)
    with pytest.raises(ForbiddenError):
        get_history(town.services, town.session, town.key, LADDER, by=town.consultant)
    tell(town, "Only for us")
    beside = get_beside(town.services, town.session, town.key, by=town.consultant)
    assert (beside.notes, beside.earlier) == ({}, None)


def test_history_has_every_saved_answer_newest_first(town: Town) -> None:
    save(town, {LADDER: Answer(State.ANSWERED, 1)})
    save(town, {LADDER: Answer(State.ANSWERED, 3)}, base={LADDER: 1})
    found = get_history(town.services, town.session, town.key, LADDER, by=town.owner)
    assert [row.value for row in found.saved] == [3, 1]


def test_next_round_offers_what_counted_before(town: Town) -> None:
    save(town, {LADDER: Answer(State.ANSWERED, 2)})
    later = open_round(
        town.services, town.session, name="2027", reference_year=2026, opens_on=dt.date(2026, 1, 1),
        closes_on=dt.date(2027, 6, 30), by=town.officer, at=NOON,
    )  # fmt: skip
    opened = open_assessment(town.services, town.session, town.firm.key, later.key, by=town.owner, at=NOON)
    beside = get_beside(town.services, town.session, opened.key, by=town.owner)
    assert beside.earlier is not None
    assert (beside.earlier.round.name, beside.answer_of(LADDER)) == ("2026", Answer(State.ANSWERED, 2))
    assert get_beside(town.services, town.session, town.key, by=town.owner).earlier is None

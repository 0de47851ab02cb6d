"""A sheet of answers goes out, is filled in, and comes back: what is taken, what is refused and why."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import pytest
import sqlalchemy as sa
import xlsxwriter

from readiness.document.answer_sheet import answer_lines
from readiness.document.words import Reader
from readiness.errors import ConflictError, InputError
from readiness.exports.answers_xlsx import answers_sheet, answers_xlsx
from readiness.services.export_firm import export_answers
from readiness.services.import_answers import AnswerLook, SentAnswer, look_at_answers, take_answers
from readiness.services.read_answer_file import read_answer_file
from readiness.services.translator import translator
from readiness.store.answers import answer_history
from readiness.store.rows import Assessment, Event
from tests.factories import NOON
from tests.services.assessment.lives import Town, another_firm, fill, ladder, make_editor, save

Edit = Callable[[xlsxwriter.Workbook, Any], None]
LANGUAGE = "zh_Hans"


def rows_of(town: Town, key: str = "") -> list[list[Any]]:
    """The sheet as it goes out, heading first."""
    found = export_answers(town.services, town.session, key or town.key, by=town.owner)
    translate = translator(LANGUAGE)
    reader = Reader(found.held.questionnaire, LANGUAGE, translate)
    lines = answer_lines(reader, found.held.answers, found.saved)
    sheet = answers_sheet(found.held.assessment.key, lines, "A", translate)
    return [[column.heading for column in sheet.columns], *(list(row) for row in sheet.rows)]


def book(rows: list[list[Any]], edit: Edit = lambda book, page: None) -> bytes:
    """A workbook as a spreadsheet program would save it."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as made:
        page = made.add_worksheet("答案")
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
        edit(made, page)
    return target.getvalue()


def change(rows: list[list[Any]], answers: Mapping[str, Any]) -> dict[str, int]:
    """Type other answers; code → place of its row, from 0."""
    places = {row[0]: place for place, row in enumerate(rows)}
    for column, value in answers.items():
        rows[places[column]][3] = value
    return places


def look(town: Town, content: bytes, name: str = "answers.xlsx", **more: Any) -> AnswerLook:
    cells = read_answer_file(name, content, town.key)
    return look_at_answers(
        town.services, town.session, town.key, cells, **{"by": town.owner, "at": NOON, **more}
    )


def codes(found: AnswerLook) -> tuple[list[str], dict[str, str]]:
    """What can be taken, and what is refused with its reason."""
    return [one.code for one in found.differences], {one.code: one.error.code for one in found.refused}


def sent(found: AnswerLook) -> list[SentAnswer]:
    return [SentAnswer(one.row, one.code, one.base, one.new) for one in found.differences]


def with_entities(content: bytes) -> bytes:
    """The same with a sheet that declares an entity of its own."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.endswith("sheet1.xml"):
                head, sign, rest = part.partition(b"?>")
                part = head + sign + b'<!DOCTYPE worksheet [<!ENTITY a "aaaa">]>' + rest
            new.writestr(name, part)
    return target.getvalue()


def test_sheet_that_nobody_changed_brings_no_difference(town: Town) -> None:
    fill(town)
    found = export_answers(town.services, town.session, town.key, by=town.owner)
    reader = Reader(found.held.questionnaire, "en", translator("en"))
    content = answers_xlsx(
        town.key, answer_lines(reader, found.held.answers, found.saved), "x", translator("en")
    )
    for file, name in ((content, "a.xlsx"), (csv_of(rows_of(town)), "a.CSV")):
        again = look(town, file, name)
        assert codes(again) == ([], {})
        assert again.unchanged > 3


def test_sheet_of_an_assessment_whose_key_begins_like_a_formula_is_known_again(town: Town) -> None:
    fill(town)
    found = export_answers(town.services, town.session, town.key, by=town.owner)
    reader = Reader(found.held.questionnaire, "en", translator("en"))
    key = f"-{town.key[1:]}"
    lines = answer_lines(reader, found.held.answers, found.saved)
    cells = read_answer_file("a.xlsx", answers_xlsx(key, lines, "x", translator("en")), key)
    assert len(cells) > 3
    assert {cell.trouble for cell in cells} == {""}


def csv_of(rows: list[list[Any]]) -> bytes:
    """As Excel in China saves it."""
    quoted = (
        ",".join('"' + str("" if cell is None else cell).replace('"', '""') + '"' for cell in row)
        for row in rows
    )
    return "\r\n".join(quoted).encode("gb18030")


def test_answers_are_taken_as_saves_with_their_author_and_logged_once(town: Town) -> None:
    fill(town)
    rows = rows_of(town)
    change(rows, {"DOUGH.1": 1, "DOUGH.2@loaf": "１５．５"})
    found = look(town, csv_of(rows), "a.csv")
    assert codes(found)[0] == ["DOUGH.1", "DOUGH.2"]
    editor = make_editor(town)
    for _ in range(2):
        sending: dict[str, Any] = {"client_id": "one", "by": editor, "at": NOON}
        assert take_answers(town.services, town.session, town.key, sent(found), **sending) == 2
    work = town.session.scalars(sa.select(Assessment).where(Assessment.key == town.key)).one()
    newest = answer_history(town.session, work, "DOUGH.1")[0]
    assert (newest.value, newest.by_id) == (1, editor.id)
    assert answer_history(town.session, work, "DOUGH.2")[0].value["loaf"] == 15.5
    logged = town.session.scalars(sa.select(Event).where(Event.action == "import_answers")).all()
    assert [event.detail for event in logged] == [{"questions": ["DOUGH.1", "DOUGH.2"]}]


def test_answer_that_a_colleague_changed_since_is_refused_with_both_values(town: Town) -> None:
    fill(town)
    rows = rows_of(town)
    change(rows, {"DOUGH.1": 1})
    base = {row[0]: row[5] for row in rows[1:]}
    editor = make_editor(town)
    save(town, {"DOUGH.1": ladder(2)}, base=base, by=editor)
    found = look(town, book(rows))
    assert codes(found) == ([], {"DOUGH.1": "answer_changed_since"})
    refused = found.refused[0]
    assert refused.new is not None
    assert refused.saved is not None
    assert (refused.old.value, refused.new.value, refused.saved.by_id) == (2, 1, editor.id)


def test_untouched_row_never_undoes_what_a_colleague_saved_since(town: Town) -> None:
    fill(town)
    rows = rows_of(town)
    save(town, {"DOUGH.1": ladder(2)}, base={row[0]: row[5] for row in rows[1:]})
    assert codes(look(town, book(rows))) == ([], {})


def test_what_changes_between_look_and_consent_is_never_overwritten(town: Town) -> None:
    fill(town)
    rows = rows_of(town)
    change(rows, {"DOUGH.1": 1, "DOUGH.2@loaf": 15.5})
    found = look(town, book(rows))
    save(town, {"DOUGH.1": ladder(2)}, base={row[0]: row[5] for row in rows[1:]})
    with pytest.raises(ConflictError):
        take_answers(
            town.services, town.session, town.key, sent(found), client_id="one", by=town.owner, at=NOON
        )
    work = town.session.scalars(sa.select(Assessment).where(Assessment.key == town.key)).one()
    assert answer_history(town.session, work, "DOUGH.1")[0].value == 2
    assert len(answer_history(town.session, work, "DOUGH.2")) == 1


def test_rows_that_are_other_than_they_look_are_refused_and_the_rest_is_taken(town: Town) -> None:
    fill(town)
    rows = rows_of(town)
    where = change(rows, {"DOUGH.1": 1, "DOUGH.2@loaf": 15.5, "OVEN.1": 1})

    def edit(made: xlsxwriter.Workbook, page: Any) -> None:
        page.write_formula(where["DOUGH.1"], 3, "=1", None, 1)
        page.set_row(where["OVEN.1"], None, None, {"hidden": True})

    taken, refused = codes(look(town, book(rows, edit)))
    assert taken == ["DOUGH.2"]
    assert refused == {"DOUGH.1": "row_formula", "OVEN.1": "row_hidden"}


def test_joined_cells_other_dimensions_and_nonsense_are_refused(town: Town) -> None:
    fill(town)
    rows = rows_of(town)
    where = change(rows, {"DOUGH.1": 1, "OVEN.1": "much"})

    def edit(made: xlsxwriter.Workbook, page: Any) -> None:
        page.merge_range(where["DOUGH.1"], 3, where["DOUGH.1"], 4, 1)

    assert codes(look(town, book(rows, edit))) == ([], {"DOUGH.1": "row_merged", "OVEN.1": "answer_invalid"})
    limited = make_editor(town, ["OVEN"])
    assert codes(look(town, book(rows), by=limited))[1]["DOUGH.1"] == "dimension_not_yours"
    rows[where["DOUGH.1"]][5] = ""
    assert codes(look(town, book(rows)))[1]["DOUGH.1"] == "row_revision"


def test_file_of_another_firm_round_or_kind_is_refused_as_a_whole(town: Town) -> None:
    fill(town)
    _, _, other = another_firm(town)
    rows = rows_of(town)
    foreign = [rows[0], *([*row[:-1], other] for row in rows[1:])]

    def copy(made: xlsxwriter.Workbook, page: Any) -> None:
        second = made.add_worksheet("copy")
        for number, row in enumerate(rows):
            second.write_row(number, 0, row)

    for content, name, code in (
        (book(foreign), "a.xlsx", "answers_of_another"),
        (book([["姓名"], ["x"]]), "a.xlsx", "answers_no_sheet"),
        (book(rows, copy), "a.xlsx", "answers_two_sheets"),
        (b"\xd0\xcf\x11\xe0", "a.xls", "file_old_excel"),
        (b"PK", "a.xlsx", "file_broken"),
        (with_entities(book(rows)), "a.xlsx", "file_broken"),
        (b"x", "a.txt", "file_type"),
    ):
        with pytest.raises(InputError) as refused:
            look(town, content, name)
        assert refused.value.code == code

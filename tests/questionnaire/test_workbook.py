"""Workbooks that are larger inside than they look are refused before they are read; others come as they are."""

from __future__ import annotations

import io
import zipfile

import pytest
import xlsxwriter

from readiness.questionnaire.workbook import BROKEN, Limit, TooLargeError, read_rows

LIMIT = Limit(unpacked=4_000_000, cells=100_000)
LAST_ROW, LAST_COLUMN = 1_048_575, 16_383


def book(*cells: tuple[int, int, object]) -> bytes:
    """A workbook with these cells (row, column, value) from 0 on."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as file:
        sheet = file.add_worksheet()
        for row, column, value in cells:
            sheet.write(row, column, value)
        sheet.write_comment("A1", "first line\nsecond")
    return target.getvalue()


def with_sheet(xml: str, *, name: str = "xl/worksheets/sheet1.xml") -> bytes:
    """The same with another XML for its sheet."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book((0, 0, "x")))) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.infolist():
            content = xml.encode() if entry.filename == "xl/worksheets/sheet1.xml" else old.read(entry)
            new.writestr(name if entry.filename == "xl/worksheets/sheet1.xml" else entry.filename, content)
    return target.getvalue()


def sheet(rows: str) -> str:
    """The XML of a sheet with these rows."""
    return (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{rows}</sheetData></worksheet>"
    )


def test_list_of_firms_is_read_row_by_row() -> None:
    assert read_rows(book((0, 0, "name"), (1, 0, "Mill"), (1, 2, 3.5)), LIMIT) == [
        ["name", "", ""],
        ["Mill", "", 3.5],
    ]


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
        '<row r="1048576"><c x=">" r="XFD1048576" t="inlineStr"><is><t>a</t></is></c></row>',
        '<row r="1048576"><c r="A1048576"><v>1</v></c></row><row r="1"><c r="XFD1"><v>1</v></c></row>',
        '<row r="1048570">' + "<c><v>1</v></c>" * 200 + "</row>",
    ],
)
def test_stray_cell_far_away_is_refused_before_room_is_made_for_all_between(rows: str) -> None:
    with pytest.raises(TooLargeError):
        read_rows(with_sheet(sheet(rows)), LIMIT)


def test_cell_that_is_only_coloured_does_no_harm() -> None:
    found = with_sheet(sheet('<row r="1"><c r="A1"><v>7</v></c><c r="XFD1" s="0"/></row>'))
    assert read_rows(found, LIMIT)[0][0] == 7


def test_bomb_is_refused_whatever_size_it_says_it_has() -> None:
    found = with_sheet(sheet("<!--" + " " * 5_000_000 + "-->"))
    assert zipfile.is_zipfile(io.BytesIO(found))
    with pytest.raises(TooLargeError, match="4 MB"):
        read_rows(found, LIMIT)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"<html>", book((0, 0, "x"))[:900]])
def test_file_that_is_no_workbook_is_broken(content: bytes) -> None:
    with pytest.raises(BROKEN):
        read_rows(content, LIMIT)


def test_sheet_that_breaks_off_is_broken_under_any_name() -> None:
    half = sheet('<row r="1"><c r="A1"><v>1</v></x>')
    with pytest.raises(BROKEN):
        read_rows(with_sheet(half, name="xl/media/picture.png"), LIMIT)

"""A sheet of answers that comes back: its rows for one assessment, and what is wrong with the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from readiness.document.answer_sheet import ANSWER, ASSESSMENT, CODE, READ_BACK, REVISION, headings
from readiness.errors import InputError
from readiness.exports.cells import written
from readiness.questionnaire.cells import plain, write_value
from readiness.questionnaire.filled_sheet import FilledSheet, Marks, read_sheets
from readiness.questionnaire.workbook import BROKEN, Limit, TooLargeError
from readiness.services.read_firm_file import read_csv
from readiness.services.translator import translator

LARGEST = Limit(unpacked=100_000_000, cells=5_000_000)
LANGUAGES = ("en", "zh_Hans", "vi")
MOST_ROWS = 5_000
WHOLE = re.compile(r"([0-9]{1,9})(?:\.0+)?")


@dataclass(frozen=True)
class AnswerCell:
    """One row as it stands in the file, the heading being row 1; `revision` is None where it holds no number.

    `trouble` is the code of a message where the row cannot be taken at its word, else ''.
    """

    row: int
    column: str
    answer: str
    revision: int | None
    trouble: str


def read_answer_file(name: str, content: bytes, assessment_key: str) -> tuple[AnswerCell, ...]:
    """The rows of this assessment.

    InputError('file', …): file_type, file_old_excel, file_broken, file_encoding, file_too_large, answers_no_sheet,
    answers_of_another, answers_two_sheets.
    """
    sheets = [(sheet, heading) for sheet in _sheets(name, content) if (heading := _heading(sheet))]
    if not sheets:
        raise InputError("file", "answers_no_sheet")
    own = [(sheet, heading) for sheet, heading in sheets if _is_of(sheet, heading, assessment_key)]
    if not own:
        raise InputError("file", "answers_of_another")
    if len(own) > 1:
        raise InputError("file", "answers_two_sheets", sheets=", ".join(sheet.name for sheet, _ in own))
    found = tuple(_cells(*own[0], assessment_key))
    if len(found) > MOST_ROWS:
        raise InputError("file", "answers_too_many", most=MOST_ROWS)
    return found


def _sheets(name: str, content: bytes) -> list[FilledSheet]:
    extension = name.rsplit(".", 1)[-1].lower()
    if extension == "xls":
        raise InputError("file", "file_old_excel")
    if extension == "csv":
        return [FilledSheet(name, [list(row) for row in read_csv(content)], Marks())]
    if extension != "xlsx":
        raise InputError("file", "file_type", allowed="xlsx, csv")
    try:
        return read_sheets(content, LARGEST)
    except TooLargeError as error:
        raise InputError("file", "file_too_large", megabytes=error.megabytes) from error
    except BROKEN as error:
        raise InputError("file", "file_broken") from error


@cache
def _names() -> Mapping[str, str]:
    """Heading in any language → the column it names."""
    return {
        plain(words).casefold(): column
        for language in LANGUAGES
        for column, words in headings(translator(language)).items()
    }


def _heading(sheet: FilledSheet) -> dict[str, int]:
    """Column that is read back → its place; {} where one of them is missing."""
    found: dict[str, int] = {}
    for place, cell in enumerate(sheet.rows[0] if sheet.rows else ()):
        column = _names().get(plain(str(cell)).casefold(), "")
        if column in READ_BACK:
            found.setdefault(column, place)
    return found if len(found) == len(READ_BACK) else {}


def _is_of(sheet: FilledSheet, heading: Mapping[str, int], key: str) -> bool:
    return any(written(_text(row, heading[ASSESSMENT])) == key for row in sheet.rows[1:])


def _cells(sheet: FilledSheet, heading: Mapping[str, int], key: str) -> Iterator[AnswerCell]:
    read = {place + 1 for place in heading.values()}
    seen: set[str] = set()
    for number, row in enumerate(sheet.rows[1:], start=2):
        column = plain(_text(row, heading[CODE]))
        if not column:
            continue
        revision = plain(_text(row, heading[REVISION]))
        trouble = _trouble(sheet.marks, number, read)
        if written(_text(row, heading[ASSESSMENT])) != key:
            trouble = "row_of_another"
        elif column in seen:
            trouble = "row_twice"
        seen.add(column)
        whole = WHOLE.fullmatch(revision)
        base = int(whole[1]) if whole else None
        yield AnswerCell(number, column, written(_text(row, heading[ANSWER])), base, trouble)


def _trouble(marks: Marks, row: int, read: set[int]) -> str:
    if marks.is_merged(row, read):
        return "row_merged"
    if marks.has_formula(row, read):
        return "row_formula"
    return "row_hidden" if row in marks.hidden else ""


def _text(row: Sequence[Any], place: int) -> str:
    return write_value(row[place]).strip() if place < len(row) else ""

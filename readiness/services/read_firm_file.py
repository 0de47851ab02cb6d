"""A list of firms as a spreadsheet or CSV: its rows under our column names, whatever language the heading is in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from readiness.errors import InputError
from readiness.questionnaire.cells import own_words, plain, write_value
from readiness.questionnaire.files import decode
from readiness.questionnaire.workbook import BROKEN, Limit, TooLargeError, read_rows

LARGEST = Limit(unpacked=200_000_000, cells=5_000_000)
COLUMNS = ("credit_code", "name", "name_en", "city", "district")
HEADINGS = {
    "统一社会信用代码": "credit_code",
    "社会信用代码": "credit_code",
    "信用代码": "credit_code",
    "unified social credit code": "credit_code",
    "credit code": "credit_code",
    "mã tín dụng": "credit_code",
    "企业名称": "name",
    "单位名称": "name",
    "名称": "name",
    "firm": "name",
    "tên doanh nghiệp": "name",
    "英文名称": "name_en",
    "english name": "name_en",
    "tên tiếng anh": "name_en",
    "城市": "city",
    "市": "city",
    "thành phố": "city",
    "区县": "district",
    "区": "district",
    "县": "district",
    "quận huyện": "district",
}
HEADINGS |= {name: name for name in COLUMNS}


@dataclass(frozen=True)
class FirmLine:
    """One row as it stands in the file; `row` counts as a spreadsheet does, the heading being row 1."""

    row: int
    cells: dict[str, str]


def read_firm_file(name: str, content: bytes) -> list[FirmLine]:
    """The rows that hold anything; columns we do not know are left unread.

    InputError('file', …): file_type, file_old_excel, file_broken, file_encoding, columns_missing.
    """
    extension = name.rsplit(".", 1)[-1].lower()
    if extension == "xls":
        raise InputError("file", "file_old_excel")
    if extension not in ("csv", "xlsx"):
        raise InputError("file", "file_type", allowed="csv, xlsx")
    rows = read_csv(content) if extension == "csv" else _xlsx(content)
    return _lines(rows)


def read_csv(content: bytes) -> list[list[str]]:
    """The rows, in UTF-8 or GB 18030, parted by comma, semicolon or tab; InputError('file', …)."""
    text = decode(content)
    if text is None:
        raise InputError("file", "file_encoding")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise InputError("file", "file_broken") from error


def _xlsx(content: bytes) -> list[list[str]]:
    try:
        rows = read_rows(content, LARGEST)
    except TooLargeError as error:
        raise InputError("file", "file_too_large", megabytes=error.megabytes) from error
    except BROKEN as error:
        raise InputError("file", "file_broken") from error
    return [[write_value(cell) for cell in row] for row in rows]


def _lines(rows: Iterable[Sequence[str]]) -> list[FirmLine]:
    lines = iter(rows)
    heading = {
        place: HEADINGS[title]
        for place, cell in enumerate(next(lines, []))
        if (title := plain(cell).casefold()) in HEADINGS
    }
    if not {"credit_code", "name"} <= set(heading.values()):
        raise InputError("file", "columns_missing", columns="credit_code, name")
    found = []
    for number, row in enumerate(lines, start=2):
        cells = {heading[place]: own_words(cell) for place, cell in enumerate(row) if place in heading}
        if any(cells.values()):
            found.append(FirmLine(number, cells))
    return found

"""A ranking as a workbook: typed cells, the heading always in view, no formula and no link whatever a text says."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter

from readiness.exports.cells import safe

Cell = str | int | float | None
FORMATS = {
    "text": {"text_wrap": True, "valign": "top"},
    "whole": {"num_format": "0"},
    "score": {"num_format": "0.0"},
}
LONGEST_NAME = 31
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@dataclass(frozen=True)
class Column:
    """A heading; `kind` is text, whole or score (shown with one decimal, kept in full); `width` in characters."""

    heading: str
    kind: str = "text"
    width: int = 10


@dataclass(frozen=True)
class Sheet:
    """One table; every row has a cell for each column, None where there is no number."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]


def ranking_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """The workbook, its sheets in the order given."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        formats = {kind: book.add_format(look) for kind, look in FORMATS.items()}
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name[:LONGEST_NAME])
            page.freeze_panes(1, 0)
            for place, column in enumerate(sheet.columns):
                page.set_column(place, place, column.width)
                page.write_string(0, place, safe(column.heading), bold)
            for number, row in enumerate(sheet.rows, start=1):
                for place, (column, cell) in enumerate(zip(sheet.columns, row, strict=True)):
                    look = formats[column.kind]
                    if isinstance(cell, str):
                        page.write_string(number, place, safe(cell), look)
                    elif cell is not None:
                        page.write_number(number, place, cell, look)
            if sheet.rows:
                page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
    return target.getvalue()

"""The sheets of a workbook that people filled in, with what makes a cell other than it looks."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from typing import IO, Any

import python_calamine

from readiness.questionnaire.workbook import Limit, column_number, measure, move, xml_parser

BOOK, LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
AREA = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")
YES = frozenset({"1", "true"})
PORTION = 1 << 20


@dataclass
class Marks:
    """Rows and columns count from 1; `merged` holds (first row, first column, last row, last column)."""

    formulas: set[tuple[int, int]] = field(default_factory=set)
    hidden: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)

    def is_merged(self, row: int, columns: set[int]) -> bool:
        """True when one of these cells of the row belongs to several cells joined into one."""
        return any(
            top <= row <= bottom and any(left <= column <= right for column in columns)
            for top, left, bottom, right in self.merged
        )

    def has_formula(self, row: int, columns: set[int]) -> bool:
        """True when one of these cells of the row is computed."""
        return any((row, column) in self.formulas for column in columns)


@dataclass(frozen=True)
class FilledSheet:
    """A sheet by name, its rows from the first row and column on."""

    name: str
    rows: list[list[Any]]
    marks: Marks


def read_sheets(content: bytes, limit: Limit) -> list[FilledSheet]:
    """Every sheet in order; TooLargeError, or one of `workbook.BROKEN`."""
    measure(content, limit)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = _parts(archive)
        marks = {name: _marks(archive, part) for name, part in parts.items()}
    with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        return [
            FilledSheet(name, _rows(book, name), marks.get(name, Marks()))
            for name in book.sheet_names
            if name in parts
        ]


def _rows(book: python_calamine.CalamineWorkbook, name: str) -> list[list[Any]]:
    found: list[list[Any]] = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return found


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Name of a sheet → name of its part; sheets that are charts have none with rows."""
    names = set(archive.namelist())
    if not {BOOK, LINKS} <= names:
        return {}
    targets = {
        found.get("Id", ""): posixpath.normpath(posixpath.join("/xl", found.get("Target", ""))).lstrip("/")
        for found in _tags(archive, LINKS, "Relationship")
    }
    sheets = {
        found.get("name", ""): targets.get(found.get("id", ""), "") for found in _tags(archive, BOOK, "sheet")
    }
    return {name: part for name, part in sheets.items() if part in names}


def _tags(archive: zipfile.ZipFile, part: str, tag: str) -> list[dict[str, str]]:
    """The attributes, without their name spaces, of every such tag."""
    found: list[dict[str, str]] = []

    def begin(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition("|")[2] == tag:
            found.append({key.rpartition("|")[2]: value for key, value in attributes.items()})

    with archive.open(part) as stream:
        _parse(stream, begin)
    return found


def _marks(archive: zipfile.ZipFile, part: str) -> Marks:
    found, here = Marks(), [0, 0]

    def begin(tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("|")[2]
        if name in {"row", "c"}:
            move(here, name, attributes)
        if name == "row" and attributes.get("hidden") in YES:
            found.hidden.add(here[0])
        elif name == "f":
            found.formulas.add((here[0], here[1]))
        elif name == "mergeCell" and (area := AREA.fullmatch(attributes.get("ref", ""))):
            left, top, right, bottom = area.groups()
            found.merged.append((int(top), column_number(left), int(bottom), column_number(right)))

    with archive.open(part) as stream:
        _parse(stream, begin)
    return found


def _parse(stream: IO[bytes], begin: Any) -> None:
    parser = xml_parser()
    parser.StartElementHandler = begin
    while portion := stream.read(PORTION):
        parser.Parse(portion, False)

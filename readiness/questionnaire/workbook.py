"""A workbook as rows of texts and numbers, measured before it is read: a small file can hold a huge sheet."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO, Any
from xml.parsers import expat

import python_calamine

PORTION = 1 << 20
SHEET = b"sheetData"


class DoctypeError(Exception):
    """A part of the workbook declares entities of its own, which none that is honest does."""


BROKEN = (
    DoctypeError,
    zipfile.BadZipFile,
    zlib.error,
    python_calamine.CalamineError,
    expat.ExpatError,
    OSError,
    EOFError,
    RuntimeError,
)
"""What reading a file that is no workbook may raise; zip files with a password are RuntimeErrors."""


class TooLargeError(Exception):
    """Unpacked, the workbook has more bytes, or spans more cells, than we read; `megabytes` is the limit passed."""

    def __init__(self, limit: Limit) -> None:
        self.megabytes = limit.unpacked // 1_000_000
        super().__init__(f"more than {self.megabytes} MB or {limit.cells:,} cells unpacked")


@dataclass(frozen=True)
class Limit:
    """Bytes unpacked, and cells between the first and the last one of a sheet."""

    unpacked: int
    cells: int


def read_rows(content: bytes, limit: Limit) -> list[list[Any]]:
    """The first sheet from its first row and column on; TooLargeError, or one of BROKEN."""
    measure(content, limit)
    with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        rows: list[list[Any]] = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    return rows


def measure(content: bytes, limit: Limit) -> None:
    """Return if the workbook can be read within the limit, else TooLargeError, or one of BROKEN.

    Bytes are counted while unpacking: what the file says about itself may be wrong. The reader makes room for
    every cell up to the last one, so that one stray cell in the last row and column would ask for 400 GB and end
    the process.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        left = limit.unpacked
        for entry in archive.infolist():
            with archive.open(entry) as part:
                left = _measure(part, left, limit)


def _measure(part: IO[bytes], left: int, limit: Limit) -> int:
    """The bytes that are left after this part; a part that is no XML, such as a picture, is only counted."""
    parser, broken, sheet, tail = _parser(limit), None, False, b""
    while portion := part.read(PORTION):
        left -= len(portion)
        if left < 0:
            raise TooLargeError(limit)
        sheet = sheet or SHEET in tail + portion
        tail = portion[-len(SHEET) :]
        if broken is None:
            try:
                parser.Parse(portion, False)
            except expat.ExpatError as error:
                broken = error
    if sheet and broken is not None:
        raise broken
    return left


def _parser(limit: Limit) -> expat.XMLParserType:
    """A parser that keeps the place of each row and cell and stops at a cell that is too far away."""
    parser, here, last = xml_parser(), [0, 0], [0, 0]

    def begin(tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("|")[2]
        if name in {"row", "c"}:
            move(here, name, attributes)
        elif name in {"v", "is", "f"}:
            last[:] = max(last[0], here[0]), max(last[1], here[1])
            if last[0] * last[1] > limit.cells:
                raise TooLargeError(limit)

    parser.StartElementHandler = begin
    return parser


def xml_parser() -> expat.XMLParserType:
    """A parser that refuses entities of the file's own: few bytes could ask for gigabytes, or for other files."""
    parser = expat.ParserCreate(namespace_separator="|")

    def refuse(name: str, *_: object) -> None:
        raise DoctypeError(f"declares the document type {name!r}")

    parser.StartDoctypeDeclHandler = refuse
    return parser


def move(here: list[int], name: str, attributes: dict[str, str]) -> None:
    """Set `here` to the row and column at which a 'row' or 'c' begins; both count from 1."""
    place = attributes.get("r", "")
    if name == "row":
        here[:] = _number(place, here[0] + 1), 0
        return
    letters = place.rstrip("0123456789")
    row = _number(place[len(letters) :], here[0])
    here[:] = row, column_number(letters) if letters else here[1] + 1


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def column_number(letters: str) -> int:
    """AA → 27."""
    place = 0
    for letter in letters[:4]:
        place = place * 26 + ord(letter.upper()) - 64
    return place

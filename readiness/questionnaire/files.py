"""Answer files on disk: YAML and JSON with one firm or a list, CSV and XLSX with one firm a row."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from readiness.errors import AnswerError, Problem
from readiness.questionnaire.cells import write_value
from readiness.questionnaire.documents import from_document, identity_of
from readiness.questionnaire.model import Questionnaire
from readiness.questionnaire.table import PORTION, FirmRow, Table, joined, noticed, read_portions
from readiness.questionnaire.workbook import BROKEN, Limit, TooLargeError, read_rows
from readiness.questionnaire.yaml_reader import Place, parse_yaml

LARGEST_SHEET = Limit(unpacked=500_000_000, cells=30_000_000)
ENCODINGS = ("utf-8-sig", "gb18030")
BLOCK = 1 << 20


def read_file(questionnaire: Questionnaire, path: Path) -> Table:
    """Every firm in the file; problems never raise, so that good rows are not lost."""
    return joined(read_file_portions(questionnaire, path))


def read_file_portions(questionnaire: Questionnaire, path: Path, *, size: int = PORTION) -> Iterator[Table]:
    """The same, a table's rows in portions of `size`; a CSV is never in memory as a whole."""
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        yield _refused(path, _WAY_ON.get(path.suffix.lower(), f"expected one of: {', '.join(_READERS)}"))
        return
    try:
        yield from reader(questionnaire, path, size)
    except OSError as error:
        yield _refused(path, f"cannot be read: {error.strerror}")


def _refused(path: Path, message: str, line: int = 0) -> Table:
    return Table(problems=[Problem(path, line, "", message)])


def stated_version(path: Path) -> str:
    """The 'code/version' that a YAML or JSON file with one firm says it answers; '' where it says none."""
    if _READERS.get(path.suffix.lower()) not in (_yaml, _json):
        return ""
    data = parse_yaml(decode(path.read_bytes()) or "", path)[0].data
    stated = data.get("questionnaire") if isinstance(data, Mapping) else None
    return stated if isinstance(stated, str) else ""


def decode(data: bytes) -> str | None:
    """Text in UTF-8 (with or without a byte order mark), UTF-16 with one, or GB 18030; None when it is none of them."""
    for encoding in _encodings(data):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _encodings(start: bytes) -> Sequence[str]:
    return ("utf-16",) if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ENCODINGS


def _csv(questionnaire: Questionnaire, path: Path, size: int) -> Iterator[Table]:
    """First the whole file is looked through: one that breaks off in the middle is refused before any row counts."""
    encoding = _encoding(path)
    if encoding is None:
        yield _refused(path, "is neither UTF-8 nor GB 18030; save it as 'CSV UTF-8'")
        return
    number = 1
    try:
        for _ in _csv_rows(path, encoding):
            number += 1
    except csv.Error as error:
        yield _refused(path, f"is not a table: {error}", number)
        return
    yield from read_portions(questionnaire, _csv_rows(path, encoding), name=str(path), size=size)


def _csv_rows(path: Path, encoding: str) -> Iterator[list[str]]:
    """Every row of the file, also the empty ones; cells are parted by what parts the first line most often."""
    with path.open(encoding=encoding, newline="") as stream:
        first = stream.readline()
        stream.seek(0)
        yield from csv.reader(stream, delimiter=max(",;\t", key=first.count), strict=True)


def _encoding(path: Path) -> str | None:
    """The encoding, as `decode` finds it, in which every byte of the file can be read."""
    with path.open("rb") as stream:
        start = stream.read(2)
    for encoding in _encodings(start):
        try:
            with path.open(encoding=encoding, newline="") as text:
                while text.read(BLOCK):
                    pass
        except UnicodeDecodeError:
            continue
        return encoding
    return None


def _xlsx(questionnaire: Questionnaire, path: Path, size: int) -> Iterator[Table]:
    content = path.read_bytes()
    try:
        rows = read_rows(content, LARGEST_SHEET)
    except TooLargeError as error:
        message = f"is too large: {error}; split it, and look for a stray cell far outside the table"
        yield _refused(path, message)
        return
    except BROKEN as error:
        yield _refused(path, f"is not a workbook: {error}")
        return
    yield from read_portions(questionnaire, _texts(rows), name=str(path), size=size)


def _texts(rows: Sequence[Sequence[Any]]) -> Iterator[list[str]]:
    for row in rows:
        yield [cell.isoformat()[:10] if isinstance(cell, dt.date) else write_value(cell) for cell in row]


def _yaml(questionnaire: Questionnaire, path: Path, size: int) -> Iterator[Table]:
    text = decode(path.read_bytes())
    if text is None:
        yield _refused(path, "is not UTF-8 text")
        return
    document, problems = parse_yaml(text, path)
    if problems:
        yield Table(problems=problems)
        return
    yield from _documents(questionnaire, path, document.data, document.line, size)


def _json(questionnaire: Questionnaire, path: Path, size: int) -> Iterator[Table]:
    text = decode(path.read_bytes())
    try:
        data = json.loads(text or "", object_pairs_hook=_unique, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        yield _refused(path, f"is not JSON: {error.msg}", error.lineno)
        return
    except (ValueError, RecursionError) as error:
        yield _refused(path, f"is not JSON we read: {error}")
        return
    yield from _documents(questionnaire, path, data, lambda _: 0, size)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"key {twice!r} stands twice; keep one")
    return found


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number")


def _documents(
    questionnaire: Questionnaire, path: Path, data: Any, line_of: Callable[[Place], int], size: int
) -> Iterator[Table]:
    """One document, or a list of them."""
    table = Table()
    for i, document in enumerate(data if isinstance(data, list) else [data]):
        start: Place = (i,) if isinstance(data, list) else ()

        def line(place: Place, start: Place = start) -> int:
            return line_of((*start, *place))

        _take_document(questionnaire, path, document, i + 1, line, table)
        if (i + 1) % size == 0:
            yield table
            table = Table()
    yield table


def _take_document(
    questionnaire: Questionnaire,
    path: Path,
    document: Any,
    number: int,
    line_of: Callable[[Place], int],
    table: Table,
) -> None:
    """Add the firm, or what is wrong with its document, to the table."""
    try:
        answers = from_document(questionnaire, document, place=str(path), line_of=line_of)
    except AnswerError as error:
        table.problems.extend(error.problems)
        return
    problems, doubts = noticed(questionnaire, answers, str(path), lambda code: line_of(("answers", code)))
    table.problems.extend(problems)
    if not problems:
        table.doubts.extend(doubts)
        identity = identity_of(document) if isinstance(document, Mapping) else {}
        table.firms.append(FirmRow(number, identity, answers))


_READERS: Mapping[str, Callable[[Questionnaire, Path, int], Iterator[Table]]] = {
    ".yaml": _yaml,
    ".yml": _yaml,
    ".json": _json,
    ".csv": _csv,
    ".xlsx": _xlsx,
}
_WAY_ON = {
    ".xls": "is the old Excel format; open it and save it as .xlsx ('Save as', 'Excel Workbook')",
    ".ods": "is an OpenDocument sheet; save it as .xlsx or .csv",
}

"""Answer files on disk: YAML and JSON with one firm or a list, CSV and XLSX with one firm a row."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from readiness.errors import AnswerError, Problem
from readiness.questionnaire.cells import write_value
from readiness.questionnaire.documents import from_document, identity_of
from readiness.questionnaire.model import Questionnaire
from readiness.questionnaire.table import FirmRow, Table, errors, notice_problem, read_table
from readiness.questionnaire.workbook import BROKEN, Limit, TooLargeError, read_rows
from readiness.questionnaire.yaml_reader import Place, parse_yaml

LARGEST_SHEET = Limit(unpacked=500_000_000, cells=30_000_000)
ENCODINGS = ("utf-8-sig", "gb18030")


def read_file(questionnaire: Questionnaire, path: Path) -> Table:
    """Every firm in the file; problems never raise, so that good rows are not lost."""
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        return _refused(path, _WAY_ON.get(path.suffix.lower(), f"expected one of: {', '.join(_READERS)}"))
    try:
        return reader(questionnaire, path)
    except OSError as error:
        return _refused(path, f"cannot be read: {error.strerror}")


def _refused(path: Path, message: str, line: int = 0) -> Table:
    return Table(problems=[Problem(path, line, "", message)])


def decode(data: bytes) -> str | None:
    """Text in UTF-8 (with or without a byte order mark), UTF-16 with one, or GB 18030; None when it is none of them."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: Sequence[str] = ("utf-16",)
    else:
        encodings = ENCODINGS
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _csv(questionnaire: Questionnaire, path: Path) -> Table:
    text = decode(path.read_bytes())
    if text is None:
        return _refused(path, "is neither UTF-8 nor GB 18030; save it as 'CSV UTF-8'")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        return _refused(path, f"is not a table: {error}")
    return read_table(questionnaire, rows, name=str(path))


def _xlsx(questionnaire: Questionnaire, path: Path) -> Table:
    content = path.read_bytes()
    try:
        rows = read_rows(content, LARGEST_SHEET)
    except TooLargeError as error:
        return _refused(
            path, f"is too large: {error}; split it, and look for a stray cell far outside the table"
        )
    except BROKEN as error:
        return _refused(path, f"is not a workbook: {error}")
    return read_table(questionnaire, _texts(rows), name=str(path))


def _texts(rows: Sequence[Sequence[Any]]) -> Iterator[list[str]]:
    for row in rows:
        yield [cell.isoformat()[:10] if isinstance(cell, dt.date) else write_value(cell) for cell in row]


def _yaml(questionnaire: Questionnaire, path: Path) -> Table:
    text = decode(path.read_bytes())
    if text is None:
        return _refused(path, "is not UTF-8 text")
    document, problems = parse_yaml(text, path)
    if problems:
        return Table(problems=problems)
    return _documents(questionnaire, path, document.data, document.line)


def _json(questionnaire: Questionnaire, path: Path) -> Table:
    text = decode(path.read_bytes())
    try:
        data = json.loads(text or "", object_pairs_hook=_unique, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        return _refused(path, f"is not JSON: {error.msg}", error.lineno)
    except (ValueError, RecursionError) as error:
        return _refused(path, f"is not JSON we read: {error}")
    return _documents(questionnaire, path, data, lambda _: 0)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"key {twice!r} stands twice; keep one")
    return found


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number")


def _documents(questionnaire: Questionnaire, path: Path, data: Any, line_of: Callable[[Place], int]) -> Table:
    """One document, or a list of them."""
    table = Table()
    for i, document in enumerate(data if isinstance(data, list) else [data]):
        start: Place = (i,) if isinstance(data, list) else ()

        def line(place: Place, start: Place = start) -> int:
            return line_of((*start, *place))

        try:
            answers = from_document(questionnaire, document, place=str(path), line_of=line)
        except AnswerError as error:
            table.problems.extend(error.problems)
            continue
        problems = [
            notice_problem(notice, str(path), line(("answers", notice.code)))
            for notice in errors(questionnaire, answers)
        ]
        table.problems.extend(problems)
        if not problems:
            identity = identity_of(document) if isinstance(document, Mapping) else {}
            table.firms.append(FirmRow(i + 1, identity, answers))
    return table


_READERS: Mapping[str, Callable[[Questionnaire, Path], Table]] = {
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

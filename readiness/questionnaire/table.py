"""A table with one firm a row: good rows are read, each bad cell is named with row, column and what was expected."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from readiness.errors import Problem
from readiness.questionnaire.answer_checks import ERROR, Notice, check_answers
from readiness.questionnaire.answers import FirmAnswers
from readiness.questionnaire.cells import plain, read_cell, write_value
from readiness.questionnaire.columns import Column, column_list
from readiness.questionnaire.document_reader import Reader
from readiness.questionnaire.documents import identity_of, to_document
from readiness.questionnaire.model import Questionnaire
from readiness.questionnaire.yaml_reader import Place


@dataclass(frozen=True)
class FirmRow:
    """One firm as read; `row_number` counts as a spreadsheet does, the heading being row 1."""

    row_number: int
    identity: dict[str, str]
    answers: FirmAnswers


@dataclass(frozen=True)
class Table:
    """The rows that could be read, and a problem for each thing that could not."""

    firms: list[FirmRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_table(questionnaire: Questionnaire, rows: Iterable[Sequence[str]], *, name: str) -> Table:
    """The firms in `rows`, whose first row names the columns; `name` stands in every problem."""
    table = Table()
    lines = iter(rows)
    titles = next(lines, [])
    heading = _heading(questionnaire, titles, name, table.problems)
    if not heading:
        return table
    seen: dict[str, int] = {}
    for row_number, row in enumerate(lines, start=2):
        cells = {place: cell for place, cell in enumerate(row) if cell.strip()}
        stray = [cell for place, cell in cells.items() if place >= len(titles)]
        if not cells:
            continue
        found, problems = _read_row(questionnaire, heading, cells, row_number, name)
        code = found.identity.get("credit_code", "")
        if code and code in seen:
            message = f"{code!r}: stands already in row {seen[code]}; expected each firm once"
            problems.append(Problem(name, row_number, "credit_code", message))
        seen.setdefault(code, row_number)
        problems += [
            Problem(name, row_number, "", f"{cell!r}: expected nothing right of the last column")
            for cell in stray
        ]
        table.problems.extend(problems)
        if not problems:
            table.firms.append(found)
    return table


def table_row(
    questionnaire: Questionnaire, identity: Mapping[str, str], answers: FirmAnswers, names: Sequence[str]
) -> list[str]:
    """One firm's cells under the columns `names`; `read_table` reads them back to the same answers."""
    document = to_document(questionnaire, answers, identity)
    known = {column.name: column for column in column_list(questionnaire, verification=True)}
    return [_cell(document, known[name], set(names)) for name in names]


def _heading(
    questionnaire: Questionnaire, row: Sequence[str], name: str, problems: list[Problem]
) -> dict[int, Column]:
    """Position → column; unknown and repeated names are problems and their cells are left unread."""
    known = {column.name: column for column in column_list(questionnaire, verification=True)}
    found: dict[int, Column] = {}
    for place, cell in enumerate(row):
        title = plain(cell)
        if not title:
            continue
        if title not in known:
            close = difflib.get_close_matches(title, known, n=1)
            hint = f"did you mean {close[0]!r}?" if close else "docs/formats.md lists the columns"
            problems.append(Problem(name, 1, title, f"unknown column; {hint}"))
        elif known[title] in found.values():
            problems.append(Problem(name, 1, title, "column stands twice; keep one"))
        else:
            found[place] = known[title]
    if not {"name", "credit_code"} & {column.name for column in found.values()}:
        problems.append(
            Problem(name, 1, "", "expected a first row with column names, among them 'credit_code' or 'name'")
        )
        return {}
    return found


def _read_row(
    questionnaire: Questionnaire, heading: Mapping[int, Column], cells: Mapping[int, str], row: int, name: str
) -> tuple[FirmRow, list[Problem]]:
    document: dict[str, Any] = {}
    problems: list[Problem] = []
    for place, cell in cells.items():
        column = heading.get(place)
        if column is None:
            continue
        if not _put(document, column.place, read_cell(column, cell)):
            message = f"{cell!r}: the answer stands in another column of this question too; keep one"
            problems.append(Problem(name, row, column.name, message))
    reader = Reader(questionnaire)
    answers = reader.read(document)
    titles = {column.place: column.name for column in heading.values()}
    problems += [Problem(name, row, _title(titles, place), message) for place, message in reader.findings]
    identity = identity_of(document)
    if not identity.get("name") and not identity.get("credit_code"):
        problems.append(Problem(name, row, "credit_code", "expected a credit code or a name"))
    if not problems:
        problems = [notice_problem(notice, name, row) for notice in errors(questionnaire, answers)]
    return FirmRow(row, identity, answers), problems


def errors(questionnaire: Questionnaire, answers: FirmAnswers) -> list[Notice]:
    """What keeps a firm's answers from being taken in; doubts that only ask are left out."""
    return [notice for notice in check_answers(questionnaire, answers) if notice.severity == ERROR]


def notice_problem(notice: Notice, name: str, line: int) -> Problem:
    """A remark on an answer as a problem of a file."""
    where = f"{notice.code}@{notice.field}" if notice.field else notice.code
    return Problem(name, line, where, str(notice))


def _put(document: dict[str, Any], place: Place, value: Any) -> bool:
    """Set the value at its place; False when an answer stands there already in another form."""
    for step in place[:-1]:
        inner = document.setdefault(str(step), {})
        if not isinstance(inner, dict):
            return False
        document = inner
    key = str(place[-1])
    if key in document:
        return False
    document[key] = value
    return True


def _title(titles: Mapping[Place, str], place: Place) -> str:
    """The column a finding is about: the nearest one at or above its place, else one below it."""
    for length in range(len(place), 0, -1):
        if place[:length] in titles:
            return titles[place[:length]]
    return next((title for where, title in titles.items() if where[: len(place)] == place), str(place[-1]))


def _cell(document: Mapping[str, Any], column: Column, names: set[str]) -> str:
    """The column's part of a document; numbers that have columns of their own are not written twice."""
    found: Any = document
    for step in column.place:
        if not isinstance(found, Mapping) or step not in found:
            return ""
        found = found[step]
    if column.place[0] == "answers" and column.form == "value" and isinstance(found, Mapping):
        own = {f"{column.name}@{key}" for key in found} | {f"{column.name}.{key}" for key in found}
        if own & names:
            return ""
    if column.form == "documents" and not found:
        return ""
    return write_value(found)

"""A table with one firm a row: good rows are read, each bad cell is named with row, column and what was expected."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from readiness.errors import Problem
from readiness.questionnaire.answer_checks import ERROR, check_answers
from readiness.questionnaire.answers import FirmAnswers
from readiness.questionnaire.cells import plain, read_cell, write_value
from readiness.questionnaire.columns import Column, column_list
from readiness.questionnaire.document_reader import Reader
from readiness.questionnaire.documents import identity_of, to_document
from readiness.questionnaire.model import Questionnaire
from readiness.questionnaire.yaml_reader import Place

PORTION = 1000  # firms; a firm that has been read takes some 50 KB
MOST_NAMED = 5  # unknown columns beyond these are counted and not named one by one


@dataclass(frozen=True)
class FirmRow:
    """One firm as read; `row_number` counts as a spreadsheet does, the heading being row 1."""

    row_number: int
    identity: dict[str, str]
    answers: FirmAnswers


@dataclass(frozen=True)
class Table:
    """The rows that could be read, a problem for each thing that could not, and what was read but looks odd."""

    firms: list[FirmRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    doubts: list[Problem] = field(default_factory=list)


def joined(portions: Iterable[Table]) -> Table:
    """All portions of a file as one table."""
    whole = Table()
    for portion in portions:
        whole.firms.extend(portion.firms)
        whole.problems.extend(portion.problems)
        whole.doubts.extend(portion.doubts)
    return whole


def read_table(questionnaire: Questionnaire, rows: Iterable[Sequence[str]], *, name: str) -> Table:
    """The firms in `rows`, whose first row names the columns; `name` stands in every problem."""
    return joined(read_portions(questionnaire, rows, name=name))


def read_portions(
    questionnaire: Questionnaire, rows: Iterable[Sequence[str]], *, name: str, size: int = PORTION
) -> Iterator[Table]:
    """The same, `size` rows at a time, so that a table of any length is read in bounded memory."""
    lines = iter(rows)
    titles = next(lines, [])
    table = Table()
    heading = _heading(questionnaire, titles, name, table.problems)
    reader = _Rows(questionnaire, name, heading, len(titles))
    for row_number, row in enumerate(lines if heading else (), start=2):
        reader.take(row_number, row, table)
        if row_number % size == 0:
            yield table
            table = Table()
    yield table


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
    unknown: list[str] = []
    for place, cell in enumerate(row):
        title = plain(cell)
        if not title:
            continue
        if title not in known:
            unknown.append(title)
            if len(unknown) <= MOST_NAMED:
                problems.append(_unknown(name, title, known))
        elif known[title] in found.values():
            problems.append(Problem(name, 1, title, "column stands twice; keep one"))
        else:
            found[place] = known[title]
    if len(unknown) > MOST_NAMED:
        message = (
            f"and {len(unknown) - MOST_NAMED} more unknown columns; is this a table for another questionnaire "
            f"than {questionnaire.code}/{questionnaire.version}?"
        )
        problems.append(Problem(name, 1, "", message))
    if not {"name", "credit_code"} & {column.name for column in found.values()}:
        problems.append(
            Problem(name, 1, "", "expected a first row with column names, among them 'credit_code' or 'name'")
        )
        return {}
    return found if len(unknown) <= max(MOST_NAMED, len(found)) else {}


def _unknown(name: str, title: str, known: Iterable[str]) -> Problem:
    close = difflib.get_close_matches(title, known, n=1)
    hint = f"did you mean {close[0]!r}?" if close else "docs/formats.md lists the columns"
    return Problem(name, 1, title, f"unknown column; {hint}")


class _Rows:
    """Reads the rows under one heading; remembers the credit codes that stood in rows before."""

    def __init__(
        self, questionnaire: Questionnaire, name: str, heading: Mapping[int, Column], width: int
    ) -> None:
        self.questionnaire = questionnaire
        self.name = name
        self.heading = heading
        self.width = width
        self.titles = {column.place: column.name for column in heading.values()}
        self.seen: dict[str, int] = {}

    def take(self, number: int, row: Sequence[str], table: Table) -> None:
        """Add the firm, or what is wrong with its row, to the table; an empty row is nothing."""
        cells = {place: cell for place, cell in enumerate(row) if cell and not cell.isspace()}
        if not cells:
            return
        found, problems = self._read(cells, number)
        doubts: list[Problem] = []
        if not problems:
            problems, doubts = noticed(self.questionnaire, found.answers, self.name, lambda _: number)
        problems += self._second(found, number)
        problems += [
            Problem(self.name, number, "", f"{cell!r}: expected nothing right of the last column")
            for place, cell in cells.items()
            if place >= self.width
        ]
        table.problems.extend(problems)
        if not problems:
            table.firms.append(found)
            table.doubts.extend(doubts)

    def _read(self, cells: Mapping[int, str], number: int) -> tuple[FirmRow, list[Problem]]:
        document: dict[str, Any] = {}
        problems: list[Problem] = []
        for place, cell in cells.items():
            column = self.heading.get(place)
            if column is None:
                continue
            if not _put(document, column.place, read_cell(column, cell)):
                message = f"{cell!r}: the answer stands in another column of this question too; keep one"
                problems.append(Problem(self.name, number, column.name, message))
        reader = Reader(self.questionnaire)
        answers = reader.read(document)
        problems += [
            Problem(self.name, number, _title(self.titles, place), message)
            for place, message in reader.findings
        ]
        identity = identity_of(document)
        if not identity.get("name") and not identity.get("credit_code"):
            problems.append(Problem(self.name, number, "credit_code", "expected a credit code or a name"))
        return FirmRow(number, identity, answers), problems

    def _second(self, found: FirmRow, number: int) -> list[Problem]:
        """A problem where the firm's credit code stood in a row before."""
        code = found.identity.get("credit_code", "")
        first = self.seen.setdefault(code, number) if code else number
        if first == number:
            return []
        message = f"{code!r}: stands already in row {first}; expected each firm once"
        return [Problem(self.name, number, "credit_code", message)]


def noticed(
    questionnaire: Questionnaire, answers: FirmAnswers, name: str, line_of: Callable[[str], int]
) -> tuple[list[Problem], list[Problem]]:
    """What keeps a firm's answers from being taken in, and what is possible but looks odd; `line_of` takes a code."""
    problems: list[Problem] = []
    doubts: list[Problem] = []
    for notice in check_answers(questionnaire, answers):
        where = f"{notice.code}@{notice.field}" if notice.field else notice.code
        kind = problems if notice.severity == ERROR else doubts
        kind.append(Problem(name, line_of(notice.code), where, str(notice)))
    return problems, doubts


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

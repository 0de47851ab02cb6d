"""One column of a table of firms as arrays: each different text is read once, then spread over the rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np
from numpy.typing import NDArray

from readiness.errors import Problem
from readiness.questionnaire.answers import Value
from readiness.questionnaire.cells import read_cell
from readiness.questionnaire.columns import Column
from readiness.questionnaire.model import Ratio
from readiness.questionnaire.question_checks import NOT_MEASURED
from readiness.questionnaire.values import number, read_value
from readiness.scoring.arrays import ANSWERED, UNANSWERED, Codes
from readiness.scoring.arrays import NOT_MEASURED as NOT_MEASURED_STATE
from readiness.scoring.scorecard import Bools, Floats, Ints

FIRST_ROW = 2  # as a spreadsheet counts, the heading being row 1
_SIMPLE = re.compile(r"-?[0-9]+(\.[0-9]*)?")


@dataclass
class Cells:
    """The columns of N firms and the problems found so far; `name` stands in every problem."""

    columns: Mapping[str, Sequence[str]]
    firms: int
    name: str
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, rows: Bools | Ints, column: str, message: str) -> None:
        """Note the same problem for rows given by mask or by number."""
        numbers = np.flatnonzero(rows) if rows.dtype == np.bool_ else rows
        self.problems += [Problem(self.name, int(row) + FIRST_ROW, column, message) for row in numbers]

    def texts(self, column: str) -> Sequence[str] | None:
        """The column's cells; None where there is no such column or it is empty throughout."""
        found = self.columns.get(column)
        return found if found is not None and any(found) else None

    def distinct(self, column: str) -> tuple[list[str], NDArray[np.int64]] | None:
        """The different texts of a column and the place of each row's text among them."""
        texts = self.texts(column)
        if texts is None:
            return None
        places: dict[str, int] = {}
        spread = np.fromiter((places.setdefault(text, len(places)) for text in texts), np.int64, self.firms)
        return list(places), spread


def numbers(cells: Cells, column: Column) -> Floats | None:
    """A column of plain numbers, NaN where empty or refused."""
    found = cells.distinct(column.name)
    if found is None:
        return None
    texts, spread = found
    read = np.full(len(texts), np.nan)
    for place, text in enumerate(texts):
        if _SIMPLE.fullmatch(text):
            read[place] = float(text)
        elif text.strip():
            try:
                read[place] = number(read_cell(column, text))
            except ValueError as error:
                cells.refuse(spread == place, column.name, f"{text!r}: {error}")
    return read[spread]


def truths(cells: Cells, column: Column) -> Codes:
    """A column of statements: 1, 0, or -1 where empty or refused."""
    found = cells.distinct(column.name)
    if found is None:
        return np.full(cells.firms, -1, dtype=np.int8)
    texts, spread = found
    read = np.full(len(texts), -1, dtype=np.int8)
    for place, text in enumerate(texts):
        if text.strip():
            value = read_cell(column, text)
            if isinstance(value, bool):
                read[place] = value
            else:
                cells.refuse(spread == place, column.name, f"{text!r}: expected true or false")
    return read[spread]


def filled(cells: Cells, column: Column) -> Bools:
    """Rows whose cell says anything: a reason, at least one document."""
    found = cells.distinct(column.name)
    if found is None:
        return np.zeros(cells.firms, dtype=np.bool_)
    texts, spread = found
    return np.array([bool(text.strip()) and bool(read_cell(column, text)) for text in texts])[spread]


def answers(
    cells: Cells, column: Column, put: Callable[[int, Value], bool], spread: Ints, texts: list[str]
) -> Codes:
    """States of a question's own column; `put(place, value)` takes each different value, False when it is empty."""
    states = np.zeros(len(texts), dtype=np.int8)
    for place, text in enumerate(texts):
        if not text.strip():
            continue
        try:
            states[place] = _read(column, text, partial(put, place))
        except ValueError as error:
            cells.refuse(spread == place, column.name, f"{text!r}: {error}")
    return states[spread]


def _read(column: Column, text: str, put: Callable[[Value], bool]) -> int:
    raw = read_cell(column, text)
    if raw == NOT_MEASURED:
        return NOT_MEASURED_STATE
    if column.question is None:
        raise ValueError("expected no value here")
    if column.question.computed:
        raise ValueError("expected none; it is computed from the profile")
    return ANSWERED if put(read_value(column.question, raw)) else UNANSWERED


def ratio_of(formula: Ratio, figures: Mapping[str, Floats | None], firms: int) -> Floats:
    """`figures.ratio_value` for N firms; NaN where it is None."""
    unknown = np.full(firms, np.nan)

    def total(codes: Sequence[str]) -> Floats:
        found = np.zeros(firms)
        for code in codes:
            figure = figures.get(code)
            found = found + (unknown if figure is None else figure)
        return found

    below = np.maximum(total(formula.denominator), formula.least)
    found: Floats = np.divide(
        formula.factor * total(formula.numerator), below, out=unknown.copy(), where=below > 0
    )
    return found

"""From a table's columns straight to a sheet: for files of 100,000 firms, where reading firm by firm takes too long."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from readiness.errors import Problem
from readiness.questionnaire.answer_checks import SHARE_TOLERANCE
from readiness.questionnaire.answers import Value
from readiness.questionnaire.columns import Column, column_list
from readiness.questionnaire.model import Kind, Question, Questionnaire, Variant
from readiness.scoring import column_cells
from readiness.scoring.arrays import (
    ANSWERED,
    NOT_APPLICABLE,
    UNANSWERED,
    AnswerSheet,
    Codes,
    empty_sheet,
    empty_values,
    normalise_shares,
)
from readiness.scoring.column_cells import Cells
from readiness.scoring.layout import layout_of
from readiness.scoring.scorecard import FULL, Bools, Floats
from readiness.scoring.sheet import put_value

ANOTHER = "the answer stands in another column of this question too; keep one"


def sheet_from_columns(
    questionnaire: Questionnaire, columns: Mapping[str, Sequence[str]], *, name: str = "columns"
) -> tuple[AnswerSheet, list[Problem]]:
    """The firms' own side of a table whose columns have the codec's names, and a problem for each cell refused.

    Every firm keeps its place; a refused cell is unanswered. Verdicts in the table are left aside.
    """
    firms = len(next(iter(columns.values()), ()))
    cells = Cells(columns, firms, name)
    known = {column.name: column for column in column_list(questionnaire, verification=True)}
    for title in columns:
        if title not in known:
            cells.problems.append(
                Problem(name, 1, title, "unknown column; docs/formats.md lists the columns")
            )
    sheet = empty_sheet(questionnaire, firms)
    _shares(questionnaire, cells, known, sheet.shares)
    for row, statement in enumerate(questionnaire.statements):
        sheet.statements[row] = column_cells.truths(cells, known[statement.code])
    profile = {
        field.code: column_cells.numbers(cells, known[field.code])
        for field in questionnaire.profile
        if field.kind in ("number", "integer")
    }
    for row, question in enumerate(questionnaire.questions):
        reader = _Question(questionnaire, cells, known, sheet, row, question)
        sheet.state[row] = reader.read(profile)
        sheet.grade[row] = reader.documented() * layout_of(questionnaire).documented
    return sheet, sorted(cells.problems, key=lambda problem: problem.line)


def _shares(questionnaire: Questionnaire, cells: Cells, known: Mapping[str, Column], shares: Floats) -> None:
    total = np.zeros(cells.firms)
    for row, process in enumerate(questionnaire.processes):
        column = known[f"process.{process.code}"]
        percent = column_cells.numbers(cells, column)
        if percent is None:
            continue
        bad = np.isfinite(percent) & ~((percent >= 0) & (percent <= FULL))
        cells.refuse(bad, column.name, "expected a percent from 0 to 100")
        shares[row] = np.where(np.isfinite(percent) & ~bad, percent, 0.0)
        total += shares[row]
    cells.refuse(total <= 0, "processes", "no process is declared")
    off = (total > 0) & (np.abs(np.round(total - FULL, 6)) > SHARE_TOLERANCE)
    cells.refuse(off, "processes", "the shares of the processes do not add up to 100 %")
    normalise_shares(shares)


class _Question:
    """Reads the columns of one question into one row of a sheet."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        cells: Cells,
        known: Mapping[str, Column],
        sheet: AnswerSheet,
        row: int,
        question: Question,
    ) -> None:
        self.questionnaire = questionnaire
        self.cells = cells
        self.known = known
        self.shares = sheet.shares
        self.values = sheet.values[row]
        self.question = question

    def read(self, profile: Mapping[str, Floats | None]) -> Codes:
        """Fills the values and returns the states of all firms."""
        states = self._number(profile) if self.question.kind is Kind.NUMBER else self._choice()
        if self.question.na_allowed:
            left_out = column_cells.filled(self.cells, self.known[f"{self.question.code}.na"])
            both = left_out & (states != UNANSWERED)
            self.cells.refuse(both, f"{self.question.code}.na", "expected either a value or not applicable")
            states[left_out & ~both] = NOT_APPLICABLE
        return states

    def documented(self) -> Bools:
        """Firms with at least one document for this answer."""
        return column_cells.filled(self.cells, self.known[f"{self.question.code}.evidence"])

    def _choice(self) -> Codes:
        found = self.cells.distinct(self.question.code)
        if found is None:
            return np.zeros(self.cells.firms, dtype=np.int8)
        texts, spread = found
        (table,) = empty_values([self.question], len(texts))

        def put(place: int, value: Value) -> bool:
            return put_value(self.question, table[..., place : place + 1], value, {})

        states = column_cells.answers(self.cells, self.known[self.question.code], put, spread, texts)
        self.values[...] = table[..., spread]
        return states

    def _number(self, profile: Mapping[str, Floats | None]) -> Codes:
        states = self._plain_numbers()
        question, formula = self.question, self.question.formula
        if formula and question.computed:
            self.values[0] = column_cells.ratio_of(formula, profile, self.cells.firms)
        elif formula:
            parts = {
                part: column_cells.numbers(self.cells, self.known[f"{question.code}.{part}"])
                for part in question.parts
            }
            share = column_cells.ratio_of(formula, parts, self.cells.firms)
            self._put(0, share, f"{question.code}.{question.parts[0]}")
        elif len(question.variants) > 1:
            for process, variant in question.variant_of.items():
                column = self.known.get(f"{question.code}@{process}")
                found = column_cells.numbers(self.cells, column) if column else None
                if found is not None and column is not None:
                    self._put(question.variants.index(variant), found, column.name)
        for row, variant in enumerate(question.variants):
            self._refuse_impossible(min(row, len(self.values) - 1), variant)
        given = np.isfinite(self.values).any(axis=0)
        if question.computed:
            return np.where(given, ANSWERED, states).astype(np.int8)
        return np.where(given, ANSWERED, np.where(states == ANSWERED, UNANSWERED, states)).astype(np.int8)

    def _plain_numbers(self) -> Codes:
        """The question's own column: a bare number for the main scale, or 'process=number' pairs."""
        found = self.cells.distinct(self.question.code)
        if found is None:
            return np.zeros(self.cells.firms, dtype=np.int8)
        texts, spread = found
        (table,) = empty_values([self.question], len(texts))
        bare = np.full(len(texts), np.nan)

        def put(place: int, value: Value) -> bool:
            if isinstance(value, float):
                bare[place] = value
                return math.isfinite(value)
            return put_value(self.question, table[..., place : place + 1], value, {})

        states = column_cells.answers(self.cells, self.known[self.question.code], put, spread, texts)
        self.values[...] = table[..., spread]
        if np.isfinite(bare).any():
            plain = bare[spread]
            for row, meant in enumerate(self._meant()):
                np.copyto(self.values[row], plain, where=meant & np.isfinite(plain))
        return states

    def _meant(self) -> list[Bools]:
        """For each variant the firms whose bare number is on its scale: the main process's and all in the same unit."""
        question, firms = self.question, self.cells.firms
        if len(self.values) == 1:
            return [np.ones(firms, dtype=np.bool_)]
        place = {process.code: number for number, process in enumerate(self.questionnaire.processes)}
        codes = sorted(question.weights)
        mine = self.shares[[place[code] for code in codes]]
        units = [question.variant_of[code].unit for code in codes]
        main, any_process = mine.argmax(axis=0), mine.any(axis=0)
        return [np.array([unit == v.unit for unit in units])[main] | ~any_process for v in question.variants]

    def _put(self, row: int, found: Floats, column: str) -> None:
        """Numbers from a column of their own; refused where the question has that number already."""
        given = np.isfinite(found)
        twice = given & np.isfinite(self.values[row])
        self.cells.refuse(twice, column, ANOTHER)
        np.copyto(self.values[row], found, where=given & ~twice)

    def _refuse_impossible(self, row: int, variant: Variant) -> None:
        """Numbers outside a variant's bounds, for firms that have one of its processes."""
        value = self.values[row]
        wrong = (value < variant.minimum) | (value > variant.maximum)
        if not variant.zero_allowed:
            wrong |= value == 0
        if not wrong.any():
            return
        rows = [
            n for n, process in enumerate(self.questionnaire.processes) if process.code in variant.processes
        ]
        wrong &= self.shares[rows].any(axis=0)
        message = f"expected a value from {variant.minimum:g} to {variant.maximum:g}"
        self.cells.refuse(wrong, self.question.code, message if variant.zero_allowed else f"{message}, not 0")
        value[wrong] = np.nan

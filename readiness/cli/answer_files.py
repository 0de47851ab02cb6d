"""Answer files for the command line: firms in portions, everything that is wrong told at once and remembered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from readiness.questionnaire.files import read_file_portions
from readiness.questionnaire.model import Questionnaire
from readiness.questionnaire.table import FirmRow
from readiness.scoring.engine import scorecards
from readiness.scoring.scorecard import Basis, Scorecard


@dataclass
class AnswerFiles:
    """Reads `files` in order; `firms` counts the rows taken so far, `refused` tells whether anything was refused."""

    questionnaire: Questionnaire
    files: Sequence[Path]
    firms: int = 0
    refused: bool = False

    def portions(self) -> Iterator[list[FirmRow]]:
        """The firms that can be read; ends the program with 1 when there is not one in all files."""
        for file in self.files:
            before, refused = self.firms, False
            for table in read_file_portions(self.questionnaire, file):
                self.firms += len(table.firms)
                if table.firms:
                    yield table.firms
                for doubt in table.doubts:
                    click.echo(f"warning: {doubt}", err=True)
                for problem in table.problems:
                    click.echo(str(problem), err=True)
                refused = refused or bool(table.problems)
            if self.firms == before and not refused:
                click.echo(f"no firms in {file}", err=True)
            self.refused = self.refused or refused or self.firms == before
        if not self.firms:
            raise SystemExit(1)

    def scored(self, on: dt.date) -> Iterator[tuple[FirmRow, Scorecard]]:
        """Each firm with its result on the highest basis it has, scored a portion at a time."""
        for rows in self.portions():
            cards: dict[int, Scorecard] = {}
            for basis in Basis:
                own = [place for place, row in enumerate(rows) if basis_of(row) is basis]
                answers = [rows[place].answers for place in own]
                found = scorecards(self.questionnaire, answers, basis=basis, on=on) if own else []
                cards |= zip(own, found, strict=True)
            yield from ((row, cards[place]) for place, row in enumerate(rows))

    def finish(self) -> None:
        """Ends the program with 1 when anything was refused; what was good has been put out before."""
        if self.refused:
            raise SystemExit(1)


def basis_of(row: FirmRow) -> Basis:
    """Verified where a consultant's side is there."""
    return Basis.VERIFIED if row.answers.verification else Basis.DECLARED

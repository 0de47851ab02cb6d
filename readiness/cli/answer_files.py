"""Answer files for the command line: firms in portions, everything that is wrong told at once and remembered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click

from readiness.questionnaire.files import read_file_portions
from readiness.questionnaire.model import Questionnaire
from readiness.questionnaire.table import FirmRow
from readiness.scoring.cohorts import Path as PeerPath
from readiness.scoring.engine import score_summary, scorecards
from readiness.scoring.ranking import unranked_causes
from readiness.scoring.scorecard import Basis, Reason, Scorecard, Standing, Summary
from readiness.scoring.sheet import sheet_of
from readiness.services.peer_group import peer_group, peer_path


@dataclass(frozen=True, slots=True)
class Brief:
    """One firm's result without questions: `scores` are those of pillars, then dimensions, NaN where nothing applies;
    `causes` keep it out of a ranking, `reasons` are the scorecard's own; `path` is its peer group."""

    identity: Mapping[str, str]
    basis: Basis
    index: float
    level: int
    standing: Standing
    coverage: float
    scores: tuple[float, ...]
    causes: tuple[str, ...]
    reasons: tuple[Reason, ...] = ()
    path: PeerPath = ()

    @property
    def why(self) -> tuple[str, ...]:
        """All that keeps it out of a ranking, and the scorecard's reasons, by their codes."""
        return (*self.causes, *(f"{reason.kind} {reason.subject}".strip() for reason in self.reasons))


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
        """Each firm with its full result on the highest basis it has, scored a portion at a time."""
        for rows in self.portions():
            yield from zip(rows, _cards(self.questionnaire, rows, on), strict=True)

    def summed_up(self, on: dt.date, *, why: bool = False) -> Iterator[Brief]:
        """The same down to dimensions, which takes less than half the time; the reasons only when asked for."""
        for rows in self.portions():
            yield from briefs_of(self.questionnaire, rows, on, why=why)

    def finish(self) -> None:
        """Ends the program with 1 when anything was refused; what was good has been put out before."""
        if self.refused:
            raise SystemExit(1)


def briefs_of(asked: Questionnaire, rows: Sequence[FirmRow], on: dt.date, *, why: bool) -> list[Brief]:
    """The firms' results in their order; with the scorecard's reasons for those that are not ranked, when asked for."""
    found: dict[int, Brief] = {}
    for basis, places in _by_basis(rows):
        sheet = sheet_of(asked, [rows[place].answers for place in places])
        summary = score_summary(asked, sheet, basis=basis, on=on)
        found |= {place: brief(asked, rows[place], basis, summary, i) for i, place in enumerate(places)}
    doubtful = [place for place in found if why and found[place].causes]
    cards = _cards(asked, [rows[place] for place in doubtful], on)
    for place, card in zip(doubtful, cards, strict=True):
        found[place] = replace(found[place], reasons=card.reasons)
    return [found[place] for place in range(len(rows))]


def _cards(asked: Questionnaire, rows: Sequence[FirmRow], on: dt.date) -> list[Scorecard]:
    found: dict[int, Scorecard] = {}
    for basis, places in _by_basis(rows):
        cards = scorecards(asked, [rows[place].answers for place in places], basis=basis, on=on)
        found |= zip(places, cards, strict=True)
    return [found[place] for place in range(len(rows))]


def brief(asked: Questionnaire, row: FirmRow, basis: Basis, found: Summary, number: int) -> Brief:
    """The firm's result out of a summary of many, by its place there."""
    standing = Standing(str(found.standing[number]))
    return Brief(
        identity=row.identity,
        basis=basis,
        index=float(found.index[number]),
        level=int(found.level[number]),
        standing=standing,
        coverage=float(found.coverage[number]),
        scores=(*found.pillars[number].tolist(), *found.dimensions[number].tolist()),
        causes=unranked_causes(standing, integrity=bool(found.integrity[number])),
        path=peer_path(asked, peer_group(asked, row.answers)),
    )


def _by_basis(rows: Sequence[FirmRow]) -> Iterator[tuple[Basis, list[int]]]:
    """The places of the rows on each basis: verified where a consultant's side is there."""
    for basis in Basis:
        places = [
            place
            for place, row in enumerate(rows)
            if (row.answers.verification is not None) is (basis is Basis.VERIFIED)
        ]
        if places:
            yield basis, places

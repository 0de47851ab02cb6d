"""Results as text, CSV and ranking lists for the command line."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Sequence
from itertools import islice, zip_longest
from pathlib import Path

import click

from readiness.document.sentences import basis_word, gate_sentence, reason_sentence, standing_word
from readiness.errors import AnswerError, Problem
from readiness.exports.cells import safe
from readiness.questionnaire.cells import plain
from readiness.questionnaire.codec import FirmRow
from readiness.questionnaire.files import decode
from readiness.questionnaire.model import Questionnaire
from readiness.questionnaire.texts import path
from readiness.scoring.columns import sheet_from_columns
from readiness.scoring.engine import score_summary
from readiness.scoring.grid import display, on_grid
from readiness.scoring.ranking import places, quartiles
from readiness.scoring.scorecard import Basis, Scorecard, Standing

LARGE_BYTES = 5_000_000
Cards = Sequence[tuple[FirmRow, Scorecard]]


def readable(
    found: Questionnaire, row: FirmRow, card: Scorecard, language: str, translate: Callable[..., str]
) -> str:
    """One firm's result on a screen of text: index, level, standing, pillars, what blocks the next level."""

    def words(kind: str, code: object) -> str:
        return found.texts.get(f"{kind}.{path(str(code))}", language).value

    thresholds = [level.threshold for level in found.levels]
    lines = [f"{row.identity.get('name', '')} {row.identity.get('credit_code', '')}".strip()]
    lines.append(
        f"  {translate('Index')} {display(card.index, thresholds)}  "
        f"{translate('Level')} {card.level} {words('levels', card.level)}  "
        f"({basis_word(card.basis, translate)}, {standing_word(card.standing, translate)})  "
        f"{translate('Coverage')} {card.coverage:.1f} %"
    )
    for pillar in card.pillars:
        floors = [level.pillar_floor for level in found.levels]
        lines.append(f"  {words('pillars', pillar.code)}: {display(pillar.score, floors)}")
    lines += [f"  - {reason_sentence(found, reason, language, translate)}" for reason in card.reasons]
    lines += [f"  - {gate_sentence(found, gate, language, translate)}" for gate in card.blocking]
    return "\n".join(lines) + "\n"


def write_csv(found: Questionnaire, cards: Cards, out: Path) -> None:
    """One firm a row: identity, index, level, standing, coverage, pillars, dimensions."""
    head = ["credit_code", "name", "basis", "index", "level", "standing", "coverage"]
    head += [p.code for p in found.pillars] + [d.code for d in found.dimensions]
    with out.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(head)
        for row, card in cards:
            scores = [p.score for p in card.pillars] + [d.score for p in card.pillars for d in p.dimensions]
            writer.writerow(
                [safe(str(row.identity.get(key, ""))) for key in ("credit_code", "name")]
                + [card.basis, _number(card.index), card.level, card.standing, _number(card.coverage)]
                + [_number(score) for score in scores]
            )


def ranking(cards: Cards) -> str:
    """A CSV text: verified firms by place, then self-declared ones by quartile, then those left out with the reason."""
    official = [(row, card) for row, card in cards if card.standing is Standing.OFFICIAL]
    verified = [(r, c) for r, c in official if c.basis is Basis.VERIFIED]
    declared = [(r, c) for r, c in official if c.basis is Basis.DECLARED]
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(["list", "place", "quartile", "credit_code", "name", "index", "level", "reason"])
    for place, (row, card) in _in_order(verified, places):
        writer.writerow(["verified", place, "", *_head(row), _number(card.index), card.level, ""])
    for quartile, (row, card) in _in_order(declared, quartiles):
        writer.writerow(["declared", "", quartile, *_head(row), _number(card.index), card.level, ""])
    for row, card in cards:
        if card.standing is not Standing.OFFICIAL:
            why = "; ".join(f"{reason.kind} {reason.subject}".strip() for reason in card.reasons)
            writer.writerow(["not ranked", "", "", *_head(row), _number(card.index), card.level, why])
    return stream.getvalue()


def _in_order(
    cards: Cards, rule: Callable[[Sequence[float]], Sequence[int]]
) -> list[tuple[int, tuple[FirmRow, Scorecard]]]:
    """Cards with their place or quartile, ordered by it and inside a tie by credit code."""
    found = rule([card.index for _, card in cards])
    order = sorted(
        range(len(cards)), key=lambda i: (found[i], str(cards[i][0].identity.get("credit_code", "")))
    )
    return [(int(found[i]), cards[i]) for i in order]


def _head(row: FirmRow) -> list[str]:
    return [safe(str(row.identity.get(key, ""))) for key in ("credit_code", "name")]


def _number(value: float | None) -> str:
    return "" if value is None else f"{float(on_grid(value)):.4f}"


def is_large(file: Path) -> bool:
    """True for a CSV so big that it is scored by columns instead of firm by firm."""
    return file.suffix.lower() == ".csv" and file.stat().st_size > LARGE_BYTES


def read_columns(file: Path) -> dict[str, list[str]]:
    """The cells of a CSV by column name; short rows are filled up with empty cells."""
    text = decode(file.read_bytes())
    if text is None:
        raise AnswerError([Problem(file, 0, "", "is neither UTF-8 nor GB 18030; save it as 'CSV UTF-8'")])
    rows = csv.reader(io.StringIO(text, newline=""))
    heading = [plain(title) for title in next(rows, [])]
    columns = zip_longest(*(row for row in rows if any(row)), fillvalue="")
    return {title: list(cells) for title, cells in zip(heading, columns, strict=False) if title}


def score_table(found: Questionnaire, file: Path, out: Path | None, on: dt.date) -> None:
    """Score a big CSV by columns; writes one row a firm to `out`, else prints a summary."""
    columns = read_columns(file)
    sheet, problems = sheet_from_columns(found, columns)
    for problem in islice(problems, 20):
        click.echo(f"{file}: {problem}", err=True)
    if len(problems) > 20:
        click.echo(f"{file}: and {len(problems) - 20} more", err=True)
    scores = score_summary(found, sheet, basis=Basis.DECLARED, on=on)
    counts = ", ".join(
        f"{level.number}: {int((scores.level == level.number).sum())}" for level in found.levels
    )
    click.echo(f"{len(scores.index)} firms; by level {counts}; mean index {scores.index.mean():.2f}")
    if out:
        names = ("credit_code", "name")
        with out.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow([*names, "index", "level", *(p.code for p in found.pillars)])
            heads = [columns.get(name, [""] * len(scores.index)) for name in names]
            for i in range(len(scores.index)):
                writer.writerow(
                    [safe(head[i]) for head in heads]
                    + [_number(scores.index[i]), int(scores.level[i])]
                    + [_number(value) for value in scores.pillars[i]]
                )

"""Results as text, CSV, JSON and ranking lists for the command line."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from textwrap import indent
from typing import TextIO

from readiness.document.sentences import basis_word, gate_sentence, reason_sentence, standing_word
from readiness.exports.cells import safe
from readiness.exports.scorecard_json import scorecard_document
from readiness.questionnaire.codec import FirmRow
from readiness.questionnaire.model import Questionnaire
from readiness.questionnaire.texts import path
from readiness.scoring.grid import display, on_grid
from readiness.scoring.ranking import places, quartiles, unranked_causes
from readiness.scoring.scorecard import Basis, Scorecard

IDENTITY = ("credit_code", "name")
Results = Iterable[tuple[FirmRow, Scorecard]]


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


@contextmanager
def written_to(out: Path, encoding: str = "utf-8") -> Iterator[TextIO]:
    """A stream whose text stands in `out` once all of it is there; after an error `out` is as before."""
    if out.exists() and not out.is_file():  # such as /dev/stdout
        with out.open("w", encoding=encoding, newline="") as stream:
            yield stream
        return
    unfinished = out.with_name(out.name + ".part")
    try:
        with unfinished.open("w", encoding=encoding, newline="") as stream:
            yield stream
        unfinished.replace(out)
    finally:
        unfinished.unlink(missing_ok=True)


def write_csv(found: Questionnaire, results: Results, stream: TextIO) -> None:
    """One firm a row: identity, index, level, standing, coverage, pillars, dimensions."""
    head = [*IDENTITY, "basis", "index", "level", "standing", "coverage"]
    head += [p.code for p in found.pillars] + [d.code for d in found.dimensions]
    writer = csv.writer(stream)
    writer.writerow(head)
    for row, card in results:
        scores = [p.score for p in card.pillars] + [d.score for p in card.pillars for d in p.dimensions]
        writer.writerow(
            [*_head(row), card.basis, _number(card.index), card.level, card.standing, _number(card.coverage)]
            + [_number(score) for score in scores]
        )


def write_json(results: Results, stream: TextIO) -> None:
    """A list with one full result a firm, each written as soon as it is there."""
    between = "[\n"
    for row, card in results:
        text = json.dumps(scorecard_document(card, row.identity), ensure_ascii=False, indent=1)
        stream.write(between + indent(text, " "))
        between = ",\n"
    stream.write("\n]\n")


@dataclass(frozen=True, slots=True)
class Line:
    """What a ranking needs of one firm; `head` holds the cells that say who it is, `why` what keeps it out."""

    head: tuple[str, ...]
    basis: Basis
    index: float
    level: int
    why: str


def line_of(row: FirmRow, card: Scorecard) -> Line:
    """The firm's line; everything that keeps it out of the ranking is named."""
    why = list(unranked_causes(card.standing, integrity=card.integrity))
    why += [f"{reason.kind} {reason.subject}".strip() for reason in card.reasons]
    return Line(tuple(_head(row)), card.basis, card.index, card.level, "; ".join(why))


def write_ranking(lines: Sequence[Line], stream: TextIO) -> None:
    """As CSV: verified firms by place, then self-declared ones by quartile, then those left out with the reason."""
    verified = [line for line in lines if not line.why and line.basis is Basis.VERIFIED]
    declared = [line for line in lines if not line.why and line.basis is Basis.DECLARED]
    writer = csv.writer(stream)
    writer.writerow(["list", "place", "quartile", *IDENTITY, "index", "level", "reason"])
    for place, line in _in_order(verified, places):
        writer.writerow(["verified", place, "", *line.head, _number(line.index), line.level, ""])
    for quartile, line in _in_order(declared, quartiles):
        writer.writerow(["declared", "", quartile, *line.head, _number(line.index), line.level, ""])
    for line in lines:
        if line.why:
            writer.writerow(["not ranked", "", "", *line.head, _number(line.index), line.level, line.why])


def _in_order(
    lines: Sequence[Line], rule: Callable[[Sequence[float]], Sequence[int]]
) -> list[tuple[int, Line]]:
    """Lines with their place or quartile, ordered by it and inside a tie by credit code."""
    found = rule([line.index for line in lines])
    order = sorted(range(len(lines)), key=lambda i: (found[i], lines[i].head))
    return [(int(found[i]), lines[i]) for i in order]


def _head(row: FirmRow) -> list[str]:
    return [safe(str(row.identity.get(key, ""))) for key in IDENTITY]


def _number(value: float | None) -> str:
    return "" if value is None else f"{float(on_grid(value)):.4f}"

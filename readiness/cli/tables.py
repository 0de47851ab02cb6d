"""Results as text, CSV, JSON and ranking lists for the command line."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from textwrap import indent
from typing import Any, TextIO

from readiness.cli.answer_files import Brief
from readiness.document.sentences import basis_word, gate_sentence, reason_sentence, standing_word
from readiness.document.words import in_percent
from readiness.exports.cells import safe
from readiness.exports.scorecard_json import scorecard_document
from readiness.questionnaire.codec import FirmRow
from readiness.questionnaire.model import Questionnaire
from readiness.questionnaire.texts import path
from readiness.scoring.grid import display, on_grid
from readiness.scoring.ranking import places, quartiles
from readiness.scoring.scorecard import Basis, Scorecard

IDENTITY = ("credit_code", "name")
RANKING = ("list", "place", "quartile", *IDENTITY, "index", "level", "reason")
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
        f"({basis_word(card.basis, translate)}, {standing_word(found, card.standing, translate)})  "
        f"{translate('Coverage')} {in_percent(translate, f'{card.coverage:.1f}')}"
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


def write_csv(found: Questionnaire, briefs: Iterable[Brief], stream: TextIO) -> None:
    """One firm a row: identity, index, level, standing, coverage, pillars, dimensions; empty where nothing applies."""
    head = [*IDENTITY, "basis", "index", "level", "standing", "coverage"]
    head += [p.code for p in found.pillars] + [d.code for d in found.dimensions]
    writer = csv.writer(stream)
    writer.writerow(head)
    for one in briefs:
        writer.writerow(
            [*_head(one), one.basis, _number(one.index), one.level, one.standing, _number(one.coverage)]
            + [_number(score) for score in one.scores]
        )


def write_json(results: Results, stream: TextIO) -> None:
    """A list with one full result a firm, each written as soon as it is there."""
    between = "[\n"
    for row, card in results:
        text = json.dumps(scorecard_document(card, row.identity), ensure_ascii=False, indent=1)
        stream.write(between + indent(text, " "))
        between = ",\n"
    stream.write("\n]\n")


def write_ranking(briefs: Sequence[Brief], stream: TextIO) -> None:
    """As CSV: verified firms by place, then self-declared ones by quartile, then those left out with every reason."""
    writer = csv.writer(stream)
    writer.writerow(RANKING)
    writer.writerows(_ranking_rows(briefs))


def write_ranking_json(briefs: Sequence[Brief], stream: TextIO) -> None:
    """The same lines as JSON, numbers as numbers, without what a line does not have."""
    lines = [dict(zip(RANKING, row, strict=True)) for row in _ranking_rows(briefs)]
    kept = [{name: value for name, value in line.items() if value != ""} for line in lines]
    for line in kept:
        if "index" in line:
            line["index"] = float(line["index"])
    json.dump(kept, stream, ensure_ascii=False, indent=1)
    stream.write("\n")


def _ranking_rows(briefs: Sequence[Brief]) -> Iterator[list[Any]]:
    ranked = [one for one in briefs if not one.causes]
    for place, one in _in_order([one for one in ranked if one.basis is Basis.VERIFIED], places):
        yield ["verified", place, "", *_head(one), _number(one.index), one.level, ""]
    for quartile, one in _in_order([one for one in ranked if one.basis is Basis.DECLARED], quartiles):
        yield ["declared", "", quartile, *_head(one), _number(one.index), one.level, ""]
    for one in briefs:
        if one.causes:
            yield ["not ranked", "", "", *_head(one), _number(one.index), one.level, "; ".join(one.why)]


def _in_order(
    briefs: Sequence[Brief], rule: Callable[[Sequence[float]], Sequence[int]]
) -> list[tuple[int, Brief]]:
    """Firms with their place or quartile, ordered by it and inside a tie by credit code."""
    found = rule([one.index for one in briefs])
    order = sorted(range(len(briefs)), key=lambda i: (found[i], _head(briefs[i])))
    return [(int(found[i]), briefs[i]) for i in order]


def _head(one: Brief) -> list[str]:
    return [safe(str(one.identity.get(key, ""))) for key in IDENTITY]


def _number(value: float) -> str:
    return "" if math.isnan(value) else f"{float(on_grid(value)):.4f}"

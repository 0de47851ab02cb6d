"""A firm among its peers in words: which group, how many, where it stands; public figures where peers are too few."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from readiness.document.method_tables import benchmark_cells
from readiness.document.method_words import unit_word, variant_name
from readiness.document.quality_tables import NOTHING, Table
from readiness.document.words import Reader
from readiness.scoring.cohorts import Path
from readiness.scoring.peer_figures import Figure
from readiness.scoring.peer_view import PeerLine, Peers, QuantityLine

SHOWN_DIGITS = 4


@dataclass(frozen=True)
class PeerPart:
    """Sentences, then tables; tables are empty where nothing may be shown."""

    sentences: tuple[str, ...]
    tables: tuple[Table, ...]


def figures_of(found: Peers) -> dict[str, Figure]:
    """By index, pillar and dimension what may be shown of the peers."""
    return {line.code: line.figure for line in found.scores if line.figure is not None}


def peer_part(reader: Reader, found: Peers, *, practice: bool) -> PeerPart:
    """What a firm reads of its peers."""
    if practice:
        return PeerPart((reader.translate("A practice round compares nobody."),), ())
    tables = [_scores(reader, found.scores)] if found.firms else []
    shown = [line for line in found.quantities if line.figure is not None]
    references = [line for line in found.quantities if line.benchmarks]
    tables += [_quantities(reader, shown)] if shown else []
    tables += [_references(reader, references)] if references else []
    return PeerPart(tuple(_sentences(reader, found)), tuple(tables))


def _sentences(reader: Reader, found: Peers) -> Iterator[str]:
    say, rules = reader.translate, reader.questionnaire.rules
    if not found.firms or found.at is None:
        yield say(
            "Peers are shown once at least %(least)s firms with an official result can be counted together.",
            least=rules.peer_group_from,
        )
        return
    yield say(
        "Beside %(firms)s firms: %(group)s. Published on %(day)s.",
        firms=found.firms, group=group_name(reader, found.group), day=reader.day(found.at.date()),
    )  # fmt: skip
    if found.backed_off:
        yield say(
            "Too few firms can be shown of your own group, %(group)s; this is the next larger one.",
            group=group_name(reader, found.own),
        )
    if found.preliminary:
        yield say("Your place among peers is shown once the assessment is submitted.")
    elif not found.counted:
        yield say("Your place among peers is shown once this result is counted in the published figures.")
    elif found.percentile is None:
        least = rules.peers.quartiles_from
        yield say("Quartiles and your place among peers are shown from %(least)s firms on.", least=least)
    else:
        yield say(
            "%(percent)s %% of them have an index that is not above yours.", percent=f"{found.percentile:.0f}"
        )
    yield say(
        "Each figure counts official results only and at least %(least)s firms, and changes only when several are new; "
        "it names nobody, though a median may be the figure of one firm.",
        least=rules.peer_group_from,
    )


def group_name(reader: Reader, group: Path) -> str:
    """'Dyeing and finishing, small'; all firms of the round for the group that holds all."""
    kinds = {"sub_sector": "sub_sectors", "size": "sizes"}
    names = [
        reader.name(kinds[field], code)
        for field, code in zip(reader.questionnaire.rules.peers.groups, group, strict=False)
    ]
    return reader.translate(", ").join(names) or reader.translate("all firms of the round")


def _scores(reader: Reader, lines: Sequence[PeerLine]) -> Table:
    say = reader.translate
    pillars = {pillar.code for pillar in reader.questionnaire.pillars}
    dimensions = {dimension.code for dimension in reader.questionnaire.dimensions}

    def name(code: str) -> str:
        if code in pillars:
            return reader.name("pillars", code)
        return reader.name("dimensions", code) if code in dimensions else say("Index")

    heads = (
        (say("Part"), "text"), (say("Own value"), "number"), (say("Lower quartile"), "number"),
        (say("Median"), "number"), (say("The leading quarter begins at"), "number"), (say("Firms"), "number"),
    )  # fmt: skip
    rows = []
    for line in lines:
        figure = line.figure
        shown = (figure.lower, figure.median, figure.upper) if figure else (None, None, None)
        firms = f"{figure.count}" if figure else say("too few")
        own = (
            reader.index(line.own) if line.code not in pillars | dimensions and line.own is not None else None
        )
        rows.append(
            (name(line.code), own or _score(reader, line.own), *(_score(reader, one) for one in shown), firms)
        )
    return Table(say("Scores beside peers"), heads, tuple(rows))


def _quantities(reader: Reader, lines: Sequence[QuantityLine]) -> Table:
    say = reader.translate
    heads = (
        (say("Indicator"), "text"), (say("Unit"), "text"), (say("Own value"), "number"), (say("Median"), "number"),
        (say("The leading quarter begins at"), "number"), (say("Firms"), "number"),
    )  # fmt: skip
    rows = [
        (
            _indicator(reader, line),
            unit_word(reader, line.quantity.variant.unit),
            _number(line.own),
            _number(line.figure.median if line.figure else None),
            _number(line.leading),
            f"{line.figure.count}" if line.figure else NOTHING,
        )
        for line in lines
    ]
    return Table(say("Figures beside peers"), heads, tuple(rows))


def _references(reader: Reader, lines: Sequence[QuantityLine]) -> Table:
    say = reader.translate
    heads = (
        (say("Indicator"), "text"), (say("Own value"), "number"), (say("Figure"), "text"), (say("Kind"), "text"),
        (say("Value"), "number"), (say("Year"), "number"), (say("Source"), "text"),
    )  # fmt: skip
    rows = []
    for line in lines:
        for entry in line.benchmarks:
            name, kind, value, _, source, _, year, _ = benchmark_cells(reader, entry)
            rows.append((_indicator(reader, line), _number(line.own), name, kind, value, year, source))
    note = say(
        "Public figures to set a result beside. No figure here is an official limit, and none changes a score."
    )
    return Table(say("Public figures, where peers are too few"), heads, tuple(rows), (note,))


def _indicator(reader: Reader, line: QuantityLine) -> str:
    question = line.quantity.question
    name = f"{question.code} {reader.question(question.code)}".strip()
    if "@" not in line.quantity.code:
        return name
    return reader.translate(
        "%(name)s (%(more)s)", name=name, more=variant_name(reader, question, line.quantity.variant)
    )


def _score(reader: Reader, value: float | None) -> str:
    return NOTHING if value is None else reader.score(value)


def _number(value: float | None) -> str:
    return NOTHING if value is None else f"{value:.{SHOWN_DIGITS}g}"

"""What the next level asks, and the two results side by side."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.document.losses import counted, points
from readiness.document.model import ComparedRow, Comparison, GateRow, Lift, NextLevel
from readiness.document.sentences import gate_have, gate_need, gate_sentence
from readiness.document.words import Reader, signed
from readiness.scoring.grid import on_grid
from readiness.scoring.scorecard import Gate, Scorecard

MOST_LIFTS = 5


def next_level(reader: Reader, card: Scorecard) -> NextLevel | None:
    """All conditions of the level above the one reached, what is not met first."""
    number = card.level + 1
    gates = sorted((gate for gate in card.gates if gate.level == number), key=lambda gate: gate.met)
    if not gates:
        return None
    name = reader.text("levels", number)
    return NextLevel(
        title=reader.translate("What level %(level)s asks: %(name)s", level=number, name=name),
        gates=tuple(_gate_row(reader, card, gate) for gate in gates),
    )


def _gate_row(reader: Reader, card: Scorecard, gate: Gate) -> GateRow:
    lines = {line.code: line for line in card.questions}
    lifting = sorted((lines[code] for code in gate.questions if code in lines), key=lambda line: -line.lost)
    return GateRow(
        sentence=gate_sentence(reader.questionnaire, gate, reader.language, reader.translate),
        have=gate_have(reader, gate),
        need=gate_need(reader, gate),
        met=gate.met,
        lifts=()
        if gate.met
        else tuple(
            Lift(line.code, reader.question(line.code), counted(reader, line), points(reader, line.lost))
            for line in lifting[:MOST_LIFTS]
        ),
        more=0 if gate.met else max(0, len(lifting) - MOST_LIFTS),
    )


def comparison(reader: Reader, declared: Scorecard, verified: Scorecard) -> Comparison:
    """Declared beside verified for index, level, every node, and the questions whose counted score differs."""
    return Comparison(
        rows=tuple(_tree(reader, declared, verified)),
        questions=tuple(
            _compared(reader, "question", f"{one.code} {reader.question(one.code)}", one.counted, two.counted)
            for one, two in zip(declared.questions, verified.questions, strict=True)
            if on_grid(one.counted) != on_grid(two.counted)
        ),
        over_claim=reader.score(verified.over_claim) if verified.over_claim > 0 else "",
    )


def _tree(reader: Reader, declared: Scorecard, verified: Scorecard) -> Iterator[ComparedRow]:
    translate = reader.translate
    yield ComparedRow(
        "index",
        translate("Index"),
        reader.index(declared.index),
        reader.index(verified.index),
        _change(reader, declared.index, verified.index),
    )
    level = verified.level - declared.level
    yield ComparedRow(
        "level", translate("Level"), str(declared.level), str(verified.level), signed(str(abs(level)), level)
    )
    for one, two in zip(declared.pillars, verified.pillars, strict=True):
        yield ComparedRow(
            "pillar",
            reader.name("pillars", one.code),
            reader.pillar(one.score),
            reader.pillar(two.score),
            _change(reader, one.score, two.score),
        )
        for first, second in zip(one.dimensions, two.dimensions, strict=True):
            name = reader.name("dimensions", first.code)
            yield _compared(reader, "dimension", name, first.score, second.score)


def _compared(reader: Reader, kind: str, name: str, one: float | None, two: float | None) -> ComparedRow:
    return ComparedRow(kind, name, reader.score(one), reader.score(two), _change(reader, one, two))


def _change(reader: Reader, one: float | None, two: float | None) -> str:
    if one is None or two is None:
        return "–"
    return signed(reader.score(abs(two - one)), two - one)

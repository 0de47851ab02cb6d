"""Why a result is what it is, in words: for the page and for the command line."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from readiness.document.losses import counted, state_word
from readiness.document.sentences import gate_sentence
from readiness.document.words import Reader, signed
from readiness.scoring.explain import Explanation, Lift, WhyGate, WhyLine, WhyNode

LEAST = 0.005
MOST_LIFTS = 12


@dataclass(frozen=True)
class NodeRow:
    """A pillar or dimension: shares of its parent as stated and as used, its score and the points it loses."""

    kind: str
    name: str
    score: str
    nominal: str
    used: str
    lost: str
    note: str


@dataclass(frozen=True)
class AnswerRow:
    """One question: what it weighs in the index, brings and loses; lost = gap + evidence + over_claim."""

    code: str
    text: str
    state: str
    score: str
    nominal: str
    used: str
    contribution: str
    lost: str
    gap: str
    evidence: str
    over_claim: str
    waits: tuple[str, ...]


@dataclass(frozen=True)
class LiftRow:
    """An answer that lifts a gate, and what it takes."""

    code: str
    text: str
    sentence: str


@dataclass(frozen=True)
class WhyGateRow:
    """One gate of the next level that is not met."""

    sentence: str
    how_many: str
    lifts: tuple[LiftRow, ...]
    more: int


@dataclass(frozen=True)
class WhyPart:
    """All of it. `totals`: contribution, lost, gap, evidence, over_claim summed; `memos` change no sum."""

    index: str
    nodes: tuple[NodeRow, ...]
    answers: tuple[AnswerRow, ...]
    totals: tuple[str, str, str, str, str]
    not_applicable: tuple[str, ...]
    memos: tuple[str, ...]
    gates: tuple[WhyGateRow, ...]


def why_part(reader: Reader, found: Explanation) -> WhyPart:
    """Questions that weigh something by falling loss, the others named."""
    weighing = sorted((why for why in found.lines if why.line.effective > 0), key=lambda why: -why.line.lost)
    return WhyPart(
        index=reader.index(found.card.index),
        nodes=tuple(_nodes(reader, found)),
        answers=tuple(_answer(reader, why) for why in weighing),
        totals=(
            amount(sum(why.line.contribution for why in found.lines)),
            amount(sum(why.line.lost for why in found.lines)),
            amount(sum(why.gap for why in found.lines)),
            amount(sum(why.evidence for why in found.lines)),
            amount(sum(why.over_claim for why in found.lines)),
        ),
        not_applicable=tuple(why.line.code for why in found.lines if not why.line.applicable),
        memos=tuple(_memos(reader, found)),
        gates=tuple(
            _gate(reader, gate)
            for gate in found.gates
            if not gate.gate.met and gate.gate.level == found.card.level + 1
        ),
    )


def amount(points: float) -> str:
    """Points of the index with two decimals and a true minus, so that a reader can add them up."""
    return signed(f"{abs(points):.2f}", points).removeprefix("+")


def percent(reader: Reader, share: float) -> str:
    """A share of 1 as percent with one decimal."""
    return reader.in_percent(f"{100 * share:.1f}")


def _nodes(reader: Reader, found: Explanation) -> Iterator[NodeRow]:
    dimensions = {node.code: node for node in found.dimensions}
    for node, pillar in zip(found.pillars, reader.questionnaire.pillars, strict=True):
        yield _node(reader, "pillar", node, reader.name("pillars", node.code), reader.pillar(node.score))
        for dimension in pillar.dimensions:
            own = dimensions[dimension.code]
            name = reader.name("dimensions", own.code)
            yield _node(reader, "dimension", own, name, reader.score(own.score))


def _node(reader: Reader, kind: str, node: WhyNode, name: str, score: str) -> NodeRow:
    note = ""
    if node.used <= 0:
        note = reader.translate("Nothing of it applies; its weight is shared by the others.")
    elif node.thin < 1:
        note = reader.translate(
            "Little of it applies: it weighs %(percent)s of its weight.", percent=percent(reader, node.thin)
        )
    shares = percent(reader, node.nominal), percent(reader, node.used)
    return NodeRow(kind, name, score, *shares, amount(node.lost), note)


def _answer(reader: Reader, why: WhyLine) -> AnswerRow:
    line = why.line
    return AnswerRow(
        code=line.code,
        text=reader.question(line.code),
        state=state_word(reader, line),
        score=counted(reader, line),
        nominal=percent(reader, why.nominal),
        used=percent(reader, line.effective),
        contribution=amount(line.contribution),
        lost=amount(line.lost),
        gap=amount(why.gap),
        evidence=amount(why.evidence),
        over_claim=amount(why.over_claim),
        waits=tuple(
            reader.translate(
                "Declared %(raw)s, counted %(counted)s: of the points lost, %(points)s are lost for want of "
                "“%(grade)s”.",
                raw=reader.score(line.raw),
                counted=reader.score(line.counted),
                points=amount(wait.points),
                grade=reader.name("evidence", wait.grade),
            )
            for wait in why.waits
            if wait.points >= LEAST
        ),
    )


def _memos(reader: Reader, found: Explanation) -> Iterator[str]:
    if found.balance_loss >= LEAST:
        yield reader.translate(
            "Balance: with the same scores joined by a plain mean the index would be %(points)s points higher.",
            points=amount(found.balance_loss),
        )
    if found.evidence_loss >= LEAST:
        yield _evidence_memo(reader, found)
    if found.over_claim_loss >= LEAST:
        yield reader.translate(
            "Over-claim: without the correction after the audit the index would be %(points)s points higher.",
            points=amount(found.over_claim_loss),
        )
    if found.card.index <= reader.questionnaire.rules.floor:
        yield reader.translate(
            "The least possible index is %(floor)s; it stands at that.",
            floor=f"{reader.questionnaire.rules.floor:.10g}",
        )


def _evidence_memo(reader: Reader, found: Explanation) -> str:
    """What is waiting for evidence in total, and where the parts by question sum to another figure, that one too."""
    translate, index = reader.translate, found.card.index
    waits = [wait for wait in found.waits if wait.points >= LEAST] or found.waits[:1]
    names = [(amount(wait.points), reader.name("evidence", wait.grade)) for wait in waits]
    values = {
        "raw": amount(index + found.evidence_loss),
        "counted": amount(index),
        "points": amount(found.evidence_loss),
    }
    if len(names) == 1:
        memo = translate(
            "Evidence: declared %(raw)s, counted %(counted)s: %(points)s points of the index are waiting for "
            "“%(grade)s”.",
            grade=names[0][1],
            **values,
        )
    else:
        each = [translate("%(points)s for “%(grade)s”", points=own, grade=name) for own, name in names]
        memo = translate(
            "Evidence: declared %(raw)s, counted %(counted)s: %(points)s points of the index are waiting for evidence "
            "(%(grades)s).",
            grades=translate("; ").join(each),
            **values,
        )
    lost = amount(math.fsum(why.evidence for why in found.lines))
    if lost == amount(found.evidence_loss):
        return memo
    return translate(
        "%(memo)s As parts of the points lost, question by question, they are %(lost)s.", memo=memo, lost=lost
    )


def _gate(reader: Reader, found: WhyGate) -> WhyGateRow:
    how_many = ""
    if found.missing:
        how_many = reader.translate(
            "At least %(count)s of these answers must be lifted.", count=found.missing
        )
    return WhyGateRow(
        sentence=gate_sentence(reader.questionnaire, found.gate, reader.language, reader.translate),
        how_many=how_many,
        lifts=tuple(_lift(reader, lift) for lift in found.lifts[:MOST_LIFTS]),
        more=max(0, len(found.lifts) - MOST_LIFTS),
    )


def _lift(reader: Reader, lift: Lift) -> LiftRow:
    if lift.grade:
        sentence = reader.translate("needs “%(grade)s”", grade=reader.name("evidence", lift.grade))
    elif lift.brings > 0:
        sentence = reader.translate(
            "counts %(have)s, loses %(points)s points here",
            have=reader.score(lift.counted),
            points=amount(lift.brings),
        )
    else:
        sentence = reader.translate(
            "counts %(have)s, needs %(need)s", have=reader.score(lift.counted), need=reader.score(lift.need)
        )
    return LiftRow(lift.code, reader.question(lift.code), sentence)

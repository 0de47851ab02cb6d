"""Why one result: points lost by every answer and through what, weights as stated and as used, and each gate with what
lifts it. Everything is read from a scorecard; what is a part sums up exactly, memo figures are never summands."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from readiness.errors import InputError
from readiness.questionnaire.model import CoreRule, Questionnaire
from readiness.scoring.aggregate import aggregate, thinness, total_of, totals
from readiness.scoring.layout import Layout, layout_of
from readiness.scoring.makeup import Makeup, makeup_of
from readiness.scoring.once import once
from readiness.scoring.scorecard import FULL, Floats, Gate, QuestionLine, Scorecard


@dataclass(frozen=True)
class Wait:
    """Points of the index that a question gets back once its evidence has this grade, beyond the grade before."""

    grade: str
    points: float


class WhyLine(NamedTuple):
    """One question. lost = gap + evidence + over_claim, in points of the index: what is really missing, what the cap of
    its evidence keeps back, what the over-claim correction takes. `waits` are parts of `evidence`.

    `nominal`: the share of the index it would weigh if every question applied.
    """

    line: QuestionLine
    nominal: float
    gap: float
    evidence: float
    over_claim: float
    waits: tuple[Wait, ...]


@dataclass(frozen=True)
class WhyNode:
    """A dimension or pillar: `nominal` and `used` are shares of its parent; `thin` below 1 where too little of a
    dimension applies to weigh in full."""

    code: str
    score: float | None
    nominal: float
    used: float
    thin: float
    lost: float


class Lift(NamedTuple):
    """An answer that lifts a gate: what it counts now, what it must count (or its grade, in `grade`), and how much of
    the gate's own score it can bring at most (0 where the gate has no score)."""

    code: str
    counted: float
    need: float
    grade: str
    brings: float


class WhyGate(NamedTuple):
    """One gate; `short`: what is missing in its own unit, `missing`: how many answers at least where it counts them."""

    gate: Gate
    short: float
    missing: int
    lifts: tuple[Lift, ...]


@dataclass(frozen=True)
class Explanation:
    """Σ contribution = index, Σ lost = 100 − index.

    Memo figures, each the index as it would be − the index: `balance_loss` joined by a plain mean; `waits` with every
    answer's evidence at a grade, beyond the grade before; `over_claim_loss` then without the over-claim correction.
    """

    card: Scorecard
    lines: tuple[WhyLine, ...]
    dimensions: tuple[WhyNode, ...]
    pillars: tuple[WhyNode, ...]
    gates: tuple[WhyGate, ...]
    balance_loss: float
    waits: tuple[Wait, ...]
    over_claim_loss: float

    @property
    def evidence_loss(self) -> float:
        """What better evidence of the same answers would bring, all grades together."""
        return math.fsum(wait.points for wait in self.waits)


def explain(questionnaire: Questionnaire, card: Scorecard, shares: Mapping[str, float]) -> Explanation:
    """The explanation of a scorecard; `shares` by process, as they were scored.

    Raises InputError('result', 'nothing_applies') when no question weighs anything for the firm.
    """
    if not any(line.effective > 0 for line in card.questions):
        raise InputError("result", "nothing_applies")
    layout = layout_of(questionnaire)
    makeup = makeup_of(layout, np.repeat(_columns(layout, shares), len(questionnaire.grades) + 2, axis=1))
    waits, over_claim_loss = _memos(questionnaire, makeup, card)
    return Explanation(
        card=card,
        lines=tuple(_lines(questionnaire, card)),
        dimensions=tuple(_dimensions(makeup, card)),
        pillars=tuple(_pillars(questionnaire, card)),
        gates=tuple(why_gate(questionnaire, card, gate) for gate in card.gates),
        balance_loss=card.balance_loss,
        waits=waits,
        over_claim_loss=over_claim_loss,
    )


def _memos(asked: Questionnaire, makeup: Makeup, card: Scorecard) -> tuple[tuple[Wait, ...], float]:
    """What every grade of evidence would add to the index, and then the end of the over-claim correction."""
    raw, capped, counted = (
        np.array([[getattr(line, name)] for line in card.questions]) for name in ("raw", "capped", "counted")
    )
    caps = np.array([grade.cap for grade in asked.grades])
    released = counted + np.maximum(np.minimum(raw, caps) - capped, 0.0)
    every = np.concatenate([counted, released, raw], axis=1)
    applicable = np.repeat([[line.applicable] for line in card.questions], every.shape[1], axis=1)
    steps = np.diff(np.maximum.accumulate(aggregate(makeup, every, applicable).top.score)).tolist()
    grades = zip(asked.grades, steps[:-1], strict=True)
    return tuple(Wait(grade.code, points) for grade, points in grades if points > 0), steps[-1]


def split(line: QuestionLine) -> tuple[float, float, float]:
    """Real gap, evidence and over-claim of one question in points of the index; they add up to `line.lost`."""
    missing = FULL - line.counted
    if missing <= 0:
        return line.lost, 0.0, 0.0
    evidence = line.lost * min(1.0, max(0.0, line.raw - line.capped) / missing)
    over_claim = line.lost * min(1.0, max(0.0, line.capped - line.counted) / missing)
    return line.lost - evidence - over_claim, evidence, over_claim


def _columns(layout: Layout, shares: Mapping[str, float]) -> Floats:
    column = np.array([[shares.get(process.code, 0.0)] for process in layout.questionnaire.processes])
    return column / total_of(column)


def _lines(asked: Questionnaire, card: Scorecard) -> Iterator[WhyLine]:
    nominal = _nominal(asked)
    for line in card.questions:
        yield WhyLine(line, nominal[line.code], *split(line), waits=tuple(_waits(asked, line)))


def _waits(asked: Questionnaire, line: QuestionLine) -> Iterator[Wait]:
    """Grade by grade above the one it has, as far as the answer itself reaches."""
    reached = line.capped
    for grade in asked.grades[asked.grade_number[line.grade] + 1 :]:
        more = min(line.raw, grade.cap) - reached
        if more > 0:
            yield Wait(grade.code, line.lost * more / (FULL - line.counted))
            reached += more


@once
def _nominal(asked: Questionnaire) -> dict[str, float]:
    found: dict[str, float] = {}
    top = sum(pillar.weight for pillar in asked.pillars) or 1.0
    for pillar in asked.pillars:
        whole = sum(d.weight for d in pillar.dimensions) or 1.0
        for dimension in pillar.dimensions:
            own = pillar.weight / top * dimension.weight / whole
            weights = sum(q.weight for q in dimension.questions) or 1.0
            found |= {q.code: own * q.weight / weights for q in dimension.questions}
    return found


def _dimensions(makeup: Makeup, card: Scorecard) -> Iterator[WhyNode]:
    layout, applies = makeup.layout, np.array([line.applicable for line in card.questions])
    weights = makeup.sums[layout.weight_row, :1] * applies[:, np.newaxis]
    below = layout.questionnaire.rules.thin_below
    thin = iter(thinness(totals(weights, layout.spans), layout.full_weights, below)[:, 0].tolist())
    for pillar, found in zip(layout.questionnaire.pillars, card.pillars, strict=True):
        whole = sum(dimension.weight for dimension in pillar.dimensions) or 1.0
        for dimension, line in zip(pillar.dimensions, found.dimensions, strict=True):
            nominal = dimension.weight / whole
            yield WhyNode(line.code, line.score, nominal, line.weight, next(thin), line.lost)


def _pillars(asked: Questionnaire, card: Scorecard) -> Iterator[WhyNode]:
    whole = sum(pillar.weight for pillar in asked.pillars) or 1.0
    for pillar, line in zip(asked.pillars, card.pillars, strict=True):
        yield WhyNode(line.code, line.score, pillar.weight / whole, line.weight, 1.0, line.lost)


def why_gate(asked: Questionnaire, card: Scorecard, gate: Gate) -> WhyGate:
    """How far a gate is off and what each answer can do for it; nothing to lift where it is met."""
    if gate.met:
        return WhyGate(gate, 0.0, 0, ())
    lines, short = card.question, max(0.0, gate.need - gate.have)
    match gate.kind:
        case "points":
            losing = (Lift(q.code, q.counted, FULL, "", q.lost) for q in card.questions if q.lost > 0)
            return WhyGate(gate, short, 0, tuple(sorted(losing, key=lambda lift: -lift.brings)))
        case "pillar":
            pillar = next(pillar for pillar in card.pillars if pillar.code == gate.subject)
            scale = (FULL - pillar.score) / pillar.lost if pillar.lost > 0 else 0.0
            own = (lines[code] for code in gate.questions)
            return WhyGate(
                gate, short, 0, tuple(Lift(q.code, q.counted, FULL, "", q.lost * scale) for q in own)
            )
        case "core":
            rule = _rule(asked, gate)
            need = rule.level * asked.rules.question_step
            lifts = tuple(Lift(code, lines[code].counted, need, "", 0.0) for code in gate.questions)
            return WhyGate(gate, short, _missing(asked, card, rule), lifts)
        case _:
            grade = gate.subject if gate.kind == "evidence" else _by_consultant(asked)
            lifts = tuple(
                Lift(code, lines[code].counted, lines[code].counted, grade, 0.0) for code in gate.questions
            )
            return WhyGate(gate, 0.0, len(lifts), lifts)


def _rule(asked: Questionnaire, gate: Gate) -> CoreRule:
    level = next(level for level in asked.levels if level.number == gate.level)
    return next(rule for rule in level.core if rule.name == gate.subject)


def _missing(asked: Questionnaire, card: Scorecard, rule: CoreRule) -> int:
    """How many more core questions must stand at the rule's level."""
    members = _core_codes(asked)[rule.of]
    meant = [line for line in card.questions if line.code in members and line.applicable]
    need = rule.level * asked.rules.question_step
    reached = sum(1 for line in meant if line.counted >= need - 1e-9)
    asks = rule.count or math.ceil(rule.percent * len(meant) / FULL - 1e-9)
    return max(0, asks - reached)


@once
def _core_codes(asked: Questionnaire) -> dict[str, frozenset[str]]:
    """By group the codes of its core questions, all of them under no name."""
    groups = ["", *(group for question in asked.core for group in question.groups)]
    return {
        group: frozenset(q.code for q in asked.core if not group or group in q.groups) for group in groups
    }


def _by_consultant(asked: Questionnaire) -> str:
    return next((grade.code for grade in asked.grades if grade.by_consultant), "")

"""One firm's result as a readable tree: pillars, dimensions, questions, gates and reasons."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from readiness.questionnaire.model import Dimension, Pillar
from readiness.scoring.arrays import STATES
from readiness.scoring.evaluate import Evaluated
from readiness.scoring.layout import Layout
from readiness.scoring.levels import Condition
from readiness.scoring.parts import Parts
from readiness.scoring.scorecard import (
    Basis,
    DimensionLine,
    Floats,
    Gate,
    PillarLine,
    QuestionLine,
    Scorecard,
    Standing,
)
from readiness.scoring.standing import reasons


def scorecard_of(
    layout: Layout,
    found: Evaluated,
    parts: Parts,
    firm: int = 0,
    *,
    basis: Basis,
    answers_digest: str,
    engine: str,
) -> Scorecard:
    """The scorecard of one firm of an evaluation, by its place there."""
    reader = _Reader(layout, found, parts, firm)
    by_dimension = found.dimension_coverage[:, firm]
    coverage = float(found.coverage[firm])
    one = slice(firm, firm + 1)
    return Scorecard(
        basis=basis,
        standing=Standing(str(found.standing[firm])),
        reasons=tuple(
            reasons(
                layout,
                found.applicable[:, one],
                found.states[:, one],
                found.raw[:, one],
                found.sheet.statements[:, one],
                coverage,
                by_dimension,
            )
        ),
        index=float(found.index[firm]),
        arithmetic=float(found.arithmetic[firm]),
        level=int(found.level[firm]),
        level_by_points=int(found.level_by_points[firm]),
        pillars=tuple(reader.pillars()),
        gates=tuple(reader.gates()),
        coverage=coverage,
        balance_loss=max(0.0, float(found.arithmetic[firm] - found.index[firm])),
        over_claim=float(found.counted.over_claim[firm]),
        integrity=bool(found.counted.integrity[firm]),
        questionnaire_digest=layout.questionnaire.digest,
        answers_digest=answers_digest,
        engine=engine,
    )


class _Reader:
    """Reads one firm of an evaluation line by line."""

    def __init__(self, layout: Layout, found: Evaluated, parts: Parts, firm: int) -> None:
        self.firm = firm
        self.layout = layout
        self.found = found
        self.lost: list[float] = parts.lost[:, firm].tolist()
        counted = found.counted
        by_question = (
            found.states, found.raw, counted.capped, counted.counted, counted.grade, parts.effective, parts.lost,
            found.applicable, found.answered,
        )  # fmt: skip
        self.lines = list(zip(*(array[:, firm].tolist() for array in by_question), strict=True))

    def pillars(self) -> Iterator[PillarLine]:
        asked, top = self.layout.questionnaire, self.found.tree.top
        for number, (pillar, (first, end)) in enumerate(
            zip(asked.pillars, self.layout.pillar_spans, strict=True)
        ):
            dimensions = tuple(self.dimensions(pillar, number, first))
            yield PillarLine(
                code=pillar.code,
                score=_number(self.found.pillars[number, self.firm]),
                weight=_share(top.weights[number], top.weight, self.firm),
                lost=sum(line.lost for line in dimensions[: end - first]),
                dimensions=dimensions,
            )

    def dimensions(self, pillar: Pillar, number: int, first: int) -> Iterator[DimensionLine]:
        node = self.found.tree.pillars[number]
        for place, dimension in enumerate(pillar.dimensions):
            questions = tuple(self.questions(dimension, self.layout.spans[first + place][0]))
            score = float(self.found.dimensions[first + place, self.firm])
            covered = float(self.found.dimension_coverage[first + place, self.firm])
            yield DimensionLine(
                code=dimension.code,
                score=None if np.isnan(score) else score,
                weight=_share(node.weights[place], node.weight, self.firm),
                coverage=100.0 if np.isnan(covered) else covered,
                lost=sum(line.lost for line in questions),
                questions=questions,
            )

    def questions(self, dimension: Dimension, first: int) -> Iterator[QuestionLine]:
        grades = self.layout.questionnaire.grades
        for question, line in zip(dimension.questions, self.lines[first:], strict=False):
            state, raw, capped, counted, grade, effective, lost, applicable, answered = line
            yield QuestionLine(
                code=question.code,
                state=STATES[state],
                raw=raw,
                capped=capped,
                counted=counted,
                grade=grades[grade].code,
                effective=effective,
                contribution=100.0 * effective - lost,
                lost=lost,
                applicable=applicable,
                answered=answered,
            )

    def gates(self) -> Iterator[Gate]:
        for condition in self.found.gates:
            met = bool(condition.met[self.firm])
            yield Gate(
                kind=condition.kind,
                level=condition.level,
                met=met,
                have=_number(condition.have[self.firm]),
                need=condition.need,
                subject=condition.subject,
                questions=() if met else self.lifting(condition),
            )

    def lifting(self, condition: Condition) -> tuple[str, ...]:
        """The core questions short of a gate, or those that lose points in its pillar; most lost first."""
        lost = self.lost
        if condition.short is not None:
            short = condition.short[:, self.firm].tolist()
            rows = [row for row, is_short in zip(self.layout.core, short, strict=True) if is_short]
        elif condition.subject:
            rows = [row for row in self._of_pillar(condition.subject) if lost[row] > 0]
        else:
            rows = []
        return tuple(self.layout.questions[row].code for row in sorted(rows, key=lambda row: -lost[row]))

    def _of_pillar(self, code: str) -> Iterator[int]:
        pillars = [pillar.code for pillar in self.layout.questionnaire.pillars]
        first, end = self.layout.pillar_spans[pillars.index(code)]
        yield from range(self.layout.spans[first][0], self.layout.spans[end - 1][1])


def _number(value: float) -> float:
    """The value, 0 where nothing applies."""
    return 0.0 if np.isnan(value) else float(value)


def _share(part: Floats, whole: Floats, firm: int) -> float:
    return float(part[firm] / whole[firm]) if whole[firm] > 0 else 0.0

"""A questionnaire as positions and arrays, made once per questionnaire: what the vectorised steps look things up in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from readiness.questionnaire.model import Aggregation, Kind, Question, Questionnaire, Role, Variant
from readiness.scoring.curve import Curve, curve_of
from readiness.scoring.once import once
from readiness.scoring.scorecard import Bools, Floats, Ints

Pattern = tuple[tuple[int, float], ...]
Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Layout:
    """Positions of questions, processes and grades.

    patterns: places of processes with their weights; `Σ shares · pattern` is needed for question weights, which come
    first, and for variants, so each different one is summed once. patterns_of: those that a process is in.
    weight_row (Q): rows of `patterns` by question; variant_rows[q], curves[q]: by variant of q.
    meant, wet: places of the processes that a question is meant for, that are wet; meant_row (Q): rows of `meant`.
    na_never, na_when_dry (Q, 1): where "not applicable" is refused, always or from firms with a wet process.
    core_groups: by group, its members among the core questions.
    spans, pillar_spans: (first, last + 1) of the questions of each dimension, of the dimensions of each pillar.
    full_weights (D, 1): sums of question weights; dimension_weights (D, 1), pillar_weights (P, 1).
    """

    questionnaire: Questionnaire
    questions: tuple[Question, ...]
    position: Mapping[str, int]
    rows_of_kind: Mapping[Kind, list[int]]
    patterns: tuple[Pattern, ...]
    patterns_of: tuple[frozenset[int], ...]
    weight_row: Ints
    variant_rows: tuple[tuple[int, ...], ...]
    curves: tuple[tuple[Curve, ...], ...]
    meant: tuple[Ints, ...]
    meant_row: Ints
    wet: Ints
    na_never: Bools
    na_when_dry: Bools
    by_code: Ints
    sector_of: Ints
    sector_number: Mapping[str, int]
    caps: Floats
    by_consultant: Bools
    documented: int
    core: tuple[int, ...]
    core_groups: Mapping[str, Bools]
    holds: tuple[int, ...]
    spans: Spans
    pillar_spans: Spans
    dimension_rules: tuple[Aggregation, ...]
    pillar_rules: tuple[Aggregation, ...]
    full_weights: Floats
    dimension_weights: Floats
    pillar_weights: Floats

    @property
    def grade_of_site(self) -> int:
        """The most trusted grade: the one an on-site audit gives."""
        return len(self.caps) - 1


@once
def layout_of(asked: Questionnaire) -> Layout:
    """The layout, kept for the last few questionnaires used."""
    questions, codes = asked.questions, [process.code for process in asked.processes]
    rows: dict[Pattern, int] = {}

    def row(weights: Mapping[str, float]) -> int:
        shares = ((place, float(weights.get(code, 0.0))) for place, code in enumerate(codes))
        return rows.setdefault(tuple((place, weight) for place, weight in shares if weight), len(rows))

    sectors = {code: number for number, code in enumerate(asked.sub_sectors)}
    meant = list(dict.fromkeys(frozenset(question.weights) for question in questions))
    weight_row = np.array([row(q.weights) for q in questions])
    variant_rows = tuple(tuple(row(_own(question, v)) for v in question.variants) for question in questions)
    return Layout(
        questionnaire=asked,
        questions=questions,
        position={question.code: number for number, question in enumerate(questions)},
        rows_of_kind=_rows_of_kind(questions),
        patterns=tuple(rows),
        patterns_of=_patterns_of(rows, len(codes)),
        weight_row=weight_row,
        variant_rows=variant_rows,
        curves=tuple(tuple(curve_of(variant) for variant in question.variants) for question in questions),
        meant=tuple(_places([code in own for code in codes]) for own in meant),
        meant_row=np.array([meant.index(frozenset(question.weights)) for question in questions]),
        wet=_places([process.wet for process in asked.processes]),
        na_never=_column([not question.na_allowed for question in questions]) > 0,
        na_when_dry=_column([question.na_when_dry for question in questions]) > 0,
        by_code=np.array(sorted(range(len(codes)), key=codes.__getitem__), dtype=np.int64),
        sector_of=np.array([sectors[process.sub_sector] for process in asked.processes], dtype=np.int64),
        sector_number=sectors,
        caps=np.array([grade.cap for grade in asked.grades]),
        by_consultant=np.array([grade.by_consultant for grade in asked.grades]),
        documented=max(number for number, grade in enumerate(asked.grades) if not grade.by_consultant),
        core=tuple(n for n, question in enumerate(questions) if question.role is Role.CORE),
        core_groups=_core_groups(asked),
        holds=tuple(n for n, question in enumerate(questions) if question.role is Role.HOLD),
        spans=_spans([len(dimension.questions) for dimension in asked.dimensions]),
        pillar_spans=_spans([len(pillar.dimensions) for pillar in asked.pillars]),
        dimension_rules=tuple(dimension.aggregation for dimension in asked.dimensions),
        pillar_rules=tuple(pillar.aggregation for pillar in asked.pillars),
        full_weights=_column(sum(q.weight for q in dimension.questions) for dimension in asked.dimensions),
        dimension_weights=_column(dimension.weight for dimension in asked.dimensions),
        pillar_weights=_column(pillar.weight for pillar in asked.pillars),
    )


def _rows_of_kind(questions: Sequence[Question]) -> dict[Kind, list[int]]:
    return {kind: [row for row, question in enumerate(questions) if question.kind is kind] for kind in Kind}


def _patterns_of(rows: Mapping[Pattern, int], processes: int) -> tuple[frozenset[int], ...]:
    return tuple(
        frozenset(number for pattern, number in rows.items() if process in dict(pattern))
        for process in range(processes)
    )


def _core_groups(asked: Questionnaire) -> dict[str, Bools]:
    groups = dict.fromkeys(group for question in asked.core for group in question.groups)
    return {group: np.array([group in question.groups for question in asked.core]) for group in groups}


def _column(numbers: Iterable[float]) -> Floats:
    return np.array(list(numbers), dtype=np.float64)[:, np.newaxis]


def _places(chosen: Sequence[bool]) -> Ints:
    return np.flatnonzero(np.array(chosen))


def _own(question: Question, variant: Variant) -> dict[str, float]:
    """The averaging weights of a variant: the question's own by process, or plain shares where it weighs nothing."""
    weighs = any(question.weights.values())
    return {
        process: question.weights[process] if weighs else 1.0
        for process in variant.processes
        if process in question.weights
    }


def _spans(sizes: Sequence[int]) -> Spans:
    """(first, last + 1) of each group when groups of these sizes stand one after another."""
    ends = np.cumsum([0, *sizes]).tolist()
    return tuple(pairwise(ends))


def column_shape(question: Question) -> tuple[int, ...]:
    """Shape in front of the firms' axis of a question's values: options, variants, or nothing."""
    match question.kind:
        case Kind.MULTIPLE | Kind.GRADED_MULTIPLE:
            return (len(question.options),)
        case Kind.NUMBER:
            return (1,) if question.formula else (len(question.variants),)
        case _:
            return ()


def grade_codes(question: Question) -> list[str]:
    """Codes of a graded question's steps in the order in which sheets number them; the absent step comes last."""
    return [*question.grading.shares, question.grading.absent] if question.grading else []

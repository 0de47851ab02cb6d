"""A plan as a list of things to do, each with the points that it adds where it stands in the order of time."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from readiness.questionnaire.answers import Value
from readiness.scoring.effects import Change, Start, rescore, unchanged
from readiness.scoring.plan import Plan, PlannedDocument, PlannedStep, phase_of


class ItemKind(enum.StrEnum):
    """What is to be done: a step to another answer, a document behind the answer that stands, or the audit."""

    STEP = "step"
    DOCUMENT = "document"
    AUDIT = "audit"


@dataclass(frozen=True)
class PlanItem:
    """One thing to do by month `finish` (`phase` as for steps) for `yuan`; it adds `points` to the index once all
    before it are done, so that the points of a plan sum to what it gains.

    `action`, `value`: of a step; `question`: '' for the audit. `documented`: a document belongs to it.
    """

    kind: ItemKind
    action: str
    question: str
    value: Value
    documented: bool
    yuan: float
    finish: int
    phase: int
    points: float


@dataclass(frozen=True)
class _Doing:
    """An item before its points are known: the question's row (-1: the audit) and the raw score it leads to."""

    row: int
    raw: float | None
    item: PlanItem


def items_of(start: Start, plan: Plan, phases: Sequence[int]) -> tuple[PlanItem, ...]:
    """The plan's steps, documents and audit in order of time; a document joins the last step of its question."""
    doings = sorted(
        _doings(start, plan, phases), key=lambda doing: (doing.row < 0, doing.item.finish, doing.row)
    )
    index = [float(start.found.index[0]), *map(float, rescore(start, _states(start, doings)).index)]
    return tuple(
        _with_points(doing.item, after - before)
        for doing, before, after in zip(doings, index, index[1:], strict=False)
    )


def _with_points(item: PlanItem, points: float) -> PlanItem:
    return PlanItem(**{**vars(item), "points": points})


def _doings(start: Start, plan: Plan, phases: Sequence[int]) -> Iterator[_Doing]:
    documents = {document.question: document for document in plan.documents}
    last = {planned.question: planned for planned in plan.steps}
    for planned in plan.steps:
        document = documents.get(planned.question) if last[planned.question] is planned else None
        yield _Doing(planned.step.row, planned.step.raw, _of_step(planned, document))
    for question, document in documents.items():
        if question not in last:
            yield _Doing(start.layout.position[question], None, _of_document(document))
    if plan.audit is not None:
        phase = phase_of(plan.audit, phases)
        item = PlanItem(ItemKind.AUDIT, "", "", None, False, plan.audit_yuan, plan.audit, phase, 0.0)
        yield _Doing(-1, None, item)


def _of_step(planned: PlannedStep, document: PlannedDocument | None) -> PlanItem:
    step = planned.step
    return PlanItem(
        kind=ItemKind.STEP,
        action=step.action.code,
        question=planned.question,
        value=step.value,
        documented=document is not None,
        yuan=step.yuan + (document.yuan if document else 0.0),
        finish=document.finish if document else step.finish,
        phase=document.phase if document else planned.phase,
        points=0.0,
    )


def _of_document(document: PlannedDocument) -> PlanItem:
    return PlanItem(
        ItemKind.DOCUMENT,
        "",
        document.question,
        None,
        True,
        document.yuan,
        document.finish,
        document.phase,
        0.0,
    )


def _states(start: Start, doings: Sequence[_Doing]) -> Change:
    """The result after the first item, after the first two, and so on."""
    change = unchanged(start, len(doings))
    raw, grade = start.raw.copy(), start.grade.copy()
    touched: set[int] = set()
    for place, doing in enumerate(doings):
        if doing.row < 0:
            _audit(start, change, raw, place)
            continue
        touched.add(doing.row)
        raw[doing.row] = raw[doing.row] if doing.raw is None else doing.raw
        if doing.item.documented:
            grade[doing.row] = max(int(grade[doing.row]), start.layout.documented)
        for row in _moved(start, touched):
            counted = start.counted_of(_floored(start, raw, row, touched), int(grade[row]), audited=False)
            if counted >= change.counted[row, place]:
                change.counted[row, place:] = counted
                change.audited[row, place:] &= counted == start.counted[row]
            change.grade[row, place:] = grade[row]
    return change


def _moved(start: Start, touched: set[int]) -> Iterator[int]:
    """The questions of `touched`, and those that have one of them as the floor of their score."""
    position = start.layout.position
    for row, question in enumerate(start.layout.questions):
        floor = position.get(question.score_at_least, -1)
        if row in touched or (floor in touched and start.valued[row]):
            yield row


def _floored(
    start: Start, raw: np.ndarray[tuple[int], np.dtype[np.float64]], row: int, touched: set[int]
) -> float:
    """The raw score of a question, at least that of the question its data names."""
    other = start.layout.position.get(start.layout.questions[row].score_at_least, -1)
    if other >= 0 and start.applicable[other] and (row in touched or start.valued[row]):
        return max(float(raw[row]), float(raw[other]))
    return float(raw[row])


def _audit(
    start: Start, change: Change, raw: np.ndarray[tuple[int], np.dtype[np.float64]], place: int
) -> None:
    """From here on everything was seen on site."""
    site = start.layout.grade_of_site
    everything = set(range(len(start.layout.questions)))
    for row in np.flatnonzero(start.applicable).tolist():
        seen = _floored(start, raw, row, everything if start.valued[row] else set())
        change.counted[row, place:] = start.counted_of(seen, site, audited=True)
    change.audited[:, place:] = start.applicable[:, np.newaxis]
    change.grade[:, place:] = np.maximum(change.grade[:, place:], site)
    change.audit_valid[place:] = True

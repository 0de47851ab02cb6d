"""Points lost by question, split into the real gap and what better evidence alone would bring."""

from __future__ import annotations

import enum
from collections.abc import Callable

from readiness.document.model import LostPart, LostRow
from readiness.document.waterfall import Step, Waterfall, waterfall
from readiness.document.words import Reader, signed_amount
from readiness.questionnaire.answers import State
from readiness.questionnaire.model import Question
from readiness.scoring import explain
from readiness.scoring.scorecard import QuestionLine, Scorecard

NOTHING = 0.0005
MOST_STEPS = 12
WHOLE = 100.0


def split(line: QuestionLine) -> tuple[float, float]:
    """Real gap, and what evidence or a consultant would bring back, in points of the index; both sum to `line.lost`."""
    gap, evidence, over_claim = explain.split(line)
    return gap, evidence + over_claim


class LossOrder(enum.StrEnum):
    """What the rows can stand in order of; each begins at the end that asks for most attention."""

    LOST = "lost"
    CODE = "code"
    GRADE = "grade"
    SCORE = "score"
    EVIDENCE = "evidence"


def lost_part(
    reader: Reader, card: Scorecard, order: LossOrder = LossOrder.LOST, *, turned: bool = False
) -> LostPart:
    """The rows by falling loss or in another order (ties in the order of the questionnaire), `turned` the other way
    round, and the questions without one."""
    losing = sorted(
        (line for line in card.questions if line.lost >= NOTHING), key=_sorting(reader, order), reverse=turned
    )
    most = max((line.lost for line in losing), default=1.0)
    parts = [split(line) for line in card.questions]
    return LostPart(
        rows=tuple(_row(reader, line, most) for line in losing),
        total=points(reader, sum(line.lost for line in card.questions)),
        total_gap=points(reader, sum(gap for gap, _ in parts)),
        total_evidence=points(reader, sum(evidence for _, evidence in parts)),
        nothing_lost=tuple(
            q.code for q in card.questions if q.applicable and q.effective > 0 and q.lost < NOTHING
        ),
        not_applicable=tuple(q.code for q in card.questions if not q.applicable),
    )


def loss_chart(reader: Reader, card: Scorecard, *, width: float = 520, label: float = 260) -> Waterfall:
    """From 100 down to the index: the largest losses one by one, the rest as one step; `label` 0 for small screens."""
    losing = sorted((line for line in card.questions if line.lost >= NOTHING), key=lambda line: -line.lost)
    steps = [
        _step(line.code, f"{line.code} {reader.question(line.code)}", line.lost)
        for line in losing[:MOST_STEPS]
    ]
    if rest := losing[MOST_STEPS:]:
        name = reader.translate("%(count)s other questions", count=len(rest))
        steps.append(_step("", name, sum(line.lost for line in rest)))
    return waterfall(
        (reader.translate("Full points"), WHOLE, f"{WHOLE:.0f}"),
        (reader.translate("Index"), card.index, reader.index(card.index)),
        steps,
        title=reader.translate("Points lost by question"),
        width=width,
        label=label,
        broken=bool(rest),
    )


def _step(code: str, name: str, lost: float) -> Step:
    return Step(code, name, -lost, signed_amount(-lost))


def _sorting(reader: Reader, order: LossOrder) -> Callable[[QuestionLine], float]:
    """What rises from the first row to the last."""
    place = {code: number for number, code in enumerate(reader.questionnaire.question)}
    grades = reader.questionnaire.grade_number
    keys: dict[LossOrder, Callable[[QuestionLine], float]] = {
        LossOrder.LOST: lambda line: -line.lost,
        LossOrder.CODE: lambda line: place[line.code],
        LossOrder.GRADE: lambda line: grades[line.grade] if line.state == State.ANSWERED else -1,
        LossOrder.SCORE: lambda line: line.counted,
        LossOrder.EVIDENCE: lambda line: -split(line)[1],
    }
    return keys[order]


def points(reader: Reader, value: float) -> str:
    """Points of the index with one decimal; '< 0.1' for what would show as zero, '–' for nothing."""
    if value < NOTHING:
        return "–"
    shown = reader.score(value)
    return "< 0.1" if float(shown) == 0 else shown


def counted(reader: Reader, line: QuestionLine) -> str:
    """The counted score, after the answer's own where a cap or the verification lowered it."""
    own, shown = reader.score(line.raw), reader.score(line.counted)
    return shown if own == shown else f"{own} → {shown}"


def state_word(reader: Reader, line: QuestionLine) -> str:
    """How the answer stands: its grade of evidence when there is an answer, else its state."""
    match line.state:
        case State.NOT_MEASURED:
            return reader.translate("Not measured")
        case State.UNANSWERED:
            return reader.translate("Unanswered")
        case State.NOT_APPLICABLE:
            return reader.translate("Not applicable")
        case _:
            return reader.name("evidence", line.grade)


def _row(reader: Reader, line: QuestionLine, most: float) -> LostRow:
    gap, evidence = split(line)
    question = reader.questionnaire.question[line.code]
    return LostRow(
        code=line.code,
        text=reader.question(line.code),
        place=reader.name("dimensions", question.dimension),
        accent=_accent(reader, question),
        state=line.state,
        grade=state_word(reader, line),
        score=counted(reader, line),
        lost=points(reader, line.lost),
        gap=points(reader, gap),
        evidence=points(reader, evidence),
        width=round(100 * line.lost / most, 1),
    )


def _accent(reader: Reader, question: Question) -> str:
    return next(
        pillar.accent
        for pillar in reader.questionnaire.pillars
        for dimension in pillar.dimensions
        if dimension.code == question.dimension
    )

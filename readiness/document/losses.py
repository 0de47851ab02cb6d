"""Points lost by question, split into the real gap and what better evidence alone would bring."""

from __future__ import annotations

from readiness.document.model import LostPart, LostRow
from readiness.document.words import Reader
from readiness.questionnaire.answers import State
from readiness.questionnaire.model import Question
from readiness.scoring import explain
from readiness.scoring.scorecard import QuestionLine, Scorecard

NOTHING = 0.0005


def split(line: QuestionLine) -> tuple[float, float]:
    """Real gap, and what evidence or a consultant would bring back, in points of the index; both sum to `line.lost`."""
    gap, evidence, over_claim = explain.split(line)
    return gap, evidence + over_claim


def lost_part(reader: Reader, card: Scorecard) -> LostPart:
    """The rows by falling loss (ties in the order of the questionnaire), and the questions without one."""
    losing = sorted((line for line in card.questions if line.lost >= NOTHING), key=lambda line: -line.lost)
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

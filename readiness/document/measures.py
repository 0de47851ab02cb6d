"""Which of the action plan's measures a firm serves: the mean of its answers to the questions of each."""

from __future__ import annotations

from dataclasses import dataclass

from readiness.document.charts import Bars, Value, bars
from readiness.document.words import Reader, plain
from readiness.questionnaire.model import Measure
from readiness.scoring.scorecard import QuestionLine, Scorecard


@dataclass(frozen=True)
class MeasureRow:
    """One measure; `served` says whether its mean reaches what the questionnaire asks."""

    code: str
    name: str
    score: str
    served: bool
    questions: tuple[str, ...]


@dataclass(frozen=True)
class MeasurePart:
    """`sentence` says how many are served and what that means; `phone`: for small screens."""

    served: int
    total: int
    sentence: str
    rows: tuple[MeasureRow, ...]
    chart: Bars
    phone: Bars


def measure_part(reader: Reader, card: Scorecard, *, phone_width: float) -> MeasurePart | None:
    """None where the questionnaire does not say from which score on a measure is served, or names no measures.

    A measure's score is the mean of the counted scores of its questions that apply, by their weight in the index.
    """
    asked = reader.questionnaire
    least = asked.guidance.measure_served_from if asked.guidance else None
    if least is None or not asked.measures:
        return None
    lines = {line.code: line for line in card.questions}
    found = []
    for measure in asked.measures:
        own = [
            lines[q.code] for q in asked.questions if measure.code in q.measures and lines[q.code].applicable
        ]
        found.append((measure, _mean(own), tuple(line.code for line in own)))
    rows = tuple(
        MeasureRow(
            measure.code,
            reader.name("measures", measure.code),
            reader.score(score),
            score is not None and score >= least,
            codes,
        )
        for measure, score, codes in found
    )
    served, title = sum(row.served for row in rows), reader.translate("Measures of the action plan")
    values = [_value(reader, measure, score) for measure, score, _ in found]
    return MeasurePart(
        served=served,
        total=len(rows),
        sentence=reader.translate(
            "%(served)s of the %(total)s measures are served: their questions score %(least)s or more on average.",
            served=served,
            total=len(rows),
            least=plain(least),
        ),
        rows=rows,
        chart=bars(values, title=title, width=640, label=330),
        phone=bars(values, title=title, width=phone_width, label=0),
    )


def _mean(lines: list[QuestionLine]) -> float | None:
    """None where nothing of it applies or weighs anything."""
    whole = sum(line.effective for line in lines)
    return sum(line.effective * line.counted for line in lines) / whole if whole > 0 else None


def _value(reader: Reader, measure: Measure, score: float | None) -> Value:
    pillar = next(pillar for pillar in reader.questionnaire.pillars if pillar.code == measure.pillar)
    return Value(
        code=measure.code,
        name=f"{measure.code} {reader.name('measures', measure.code)}",
        score=score,
        shown=reader.score(score),
        accent=pillar.accent,
        group=reader.name("pillars", pillar.code),
    )

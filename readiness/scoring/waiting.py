"""Points of the index that wait for documents: answer by answer, and for all of them together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from readiness.questionnaire.answers import Answer, FirmAnswers
from readiness.questionnaire.model import EvidenceGrade, Questionnaire
from readiness.scoring.aggregate import aggregate, total_of
from readiness.scoring.engine import scorecard
from readiness.scoring.layout import layout_of
from readiness.scoring.makeup import makeup_of
from readiness.scoring.scenario import SUPPOSED
from readiness.scoring.scorecard import Floats, QuestionLine, Scorecard


@dataclass(frozen=True)
class WaitingAnswer:
    """An answer that counts `counted` and would count `cap` or what it states, the lesser of the two, with a document;
    `points`: what the index gains if this answer alone gets one."""

    code: str
    raw: float
    counted: float
    with_document: float
    points: float


@dataclass(frozen=True)
class Waiting:
    """Answers by falling gain, ties in the order of the questionnaire; `documented`: the result with documents behind
    all of them."""

    answers: tuple[WaitingAnswer, ...]
    documented: Scorecard


def waiting(
    questionnaire: Questionnaire, answers: FirmAnswers, card: Scorecard, *, on: dt.date
) -> Waiting | None:
    """`answers` as they were scored in `card`. None where no document would add anything."""
    best = _best_of_firm(questionnaire)
    lines = [line for line in card.questions if best is not None and _waits(questionnaire, line, best)]
    if not lines or best is None:
        return None
    gains = _gains(questionnaire, answers, card, lines, best)
    found = [
        WaitingAnswer(line.code, line.raw, line.counted, line.counted + _more(line, best), gain)
        for line, gain in zip(lines, gains, strict=True)
    ]
    supposed = {
        line.code: replace(answers.answers.get(line.code, Answer()), documents=SUPPOSED) for line in lines
    }
    documented = scorecard(
        questionnaire,
        replace(answers, answers={**answers.answers, **supposed}),
        basis=card.basis,
        on=on,
        answers_digest="-",
    )
    return Waiting(tuple(sorted(found, key=lambda one: -one.points)), documented)


def _best_of_firm(asked: Questionnaire) -> EvidenceGrade | None:
    """The highest grade that a firm can reach by itself, None where that is the lowest of all."""
    own = [grade for grade in asked.grades if not grade.by_consultant]
    return own[-1] if len(own) > 1 else None


def _waits(asked: Questionnaire, line: QuestionLine, best: EvidenceGrade) -> bool:
    below = asked.grade_number[line.grade] < asked.grade_number[best.code]
    return line.applicable and line.effective > 0 and below and _more(line, best) > 0


def _more(line: QuestionLine, best: EvidenceGrade) -> float:
    return min(line.raw, best.cap) - line.capped


def _gains(
    asked: Questionnaire,
    answers: FirmAnswers,
    card: Scorecard,
    lines: Sequence[QuestionLine],
    best: EvidenceGrade,
) -> list[float]:
    """One column for each answer with a document, scores joined as the engine joins them."""
    row = {line.code: number for number, line in enumerate(card.questions)}
    every: Floats = np.repeat([[line.counted] for line in card.questions], len(lines), axis=1)
    for column, line in enumerate(lines):
        every[row[line.code], column] += _more(line, best)
    applicable = np.repeat([[line.applicable] for line in card.questions], len(lines), axis=1)
    layout = layout_of(asked)
    shares = np.array([[answers.shares.get(process.code, 0.0)] for process in asked.processes])
    makeup = makeup_of(layout, np.repeat(shares / total_of(shares), len(lines), axis=1))
    index = aggregate(makeup, every, applicable).top.score
    return [float(found) - card.index for found in index]

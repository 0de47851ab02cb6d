"""How a firm is asked a question, as far as its processes and figures decide it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from readiness.questionnaire.answers import FirmAnswers, Value
from readiness.questionnaire.model import Question, Questionnaire


def basis_of(questionnaire: Questionnaire, question: Question, answers: FirmAnswers) -> tuple[object, ...]:
    """What of the profile decides how a question is asked: first if it is asked at all, then its variants and options,
    and the figures it is computed from."""
    own = [code for code in answers.shares if code in question.weights]
    principal = questionnaire.principal(answers.shares)
    named = question.formula if question.computed else None
    return (
        bool(own),
        {question.variant_of[code].code for code in own if code in question.variant_of},
        any(questionnaire.process[code].wet for code in answers.shares)
        if question.na_when_dry or any(option.wet_only for option in question.options)
        else None,
        questionnaire.process[principal].sub_sector
        if principal and any(option.sub_sector for option in question.options)
        else "",
        [answers.profile.get(name) for name in (*named.numerator, *named.denominator)] if named else [],
    )


def with_resting(question: Question, sent: Value, standing: Value, shares: Mapping[str, float]) -> Value:
    """The numbers sent, and those that stand on scales which no declared process uses now: they rest until one comes
    back."""
    if not isinstance(sent, Mapping) or not isinstance(standing, Mapping):
        return sent
    scale = {process: variant.code for process, variant in question.variant_of.items()}
    used = {scale.get(process) for process in (*shares, *sent)}
    resting = {
        process: number
        for process, number in standing.items()
        if process in scale and scale[process] not in used
    }
    return cast(Value, {**sent, **resting})

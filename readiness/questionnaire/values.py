"""One answer's value, read strictly by the kind of its question; every refusal says what was expected."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from readiness.questionnaire.answers import Value
from readiness.questionnaire.expected import UnfitError
from readiness.questionnaire.model import Kind, Question


def read_value(question: Question, raw: Any) -> Value:
    """The value as the model holds it; UnfitError when it does not fit the question."""
    return _READERS[question.kind](question, raw)


def number(raw: Any) -> float:
    """A finite number; truth values and text are none."""
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not math.isfinite(raw):
        raise UnfitError("number")
    return float(raw)


def _ladder(question: Question, raw: Any) -> Value:
    if isinstance(raw, bool) or not isinstance(raw, int) or not 0 <= raw <= question.levels:
        raise UnfitError("step", most=question.levels)
    return raw


def _yes_no(_question: Question, raw: Any) -> Value:
    if not isinstance(raw, bool):
        raise UnfitError("truth")
    return raw


def _single(question: Question, raw: Any) -> Value:
    codes = [option.code for option in question.options]
    if not isinstance(raw, str) or raw not in codes:
        raise UnfitError("one_of", codes=_row(codes))
    return raw


def _multiple(question: Question, raw: Any) -> Value:
    options = {option.code: option for option in question.options}
    if not isinstance(raw, list) or not all(isinstance(code, str) and code in options for code in raw):
        raise UnfitError("some_of", codes=_row(options))
    if len(set(raw)) < len(raw):
        raise UnfitError("each_once")
    alone = [code for code in raw if options[code].exclusive]
    if alone and len(raw) > 1:
        raise UnfitError("option_alone", option=alone[0])
    groups = [options[code].group for code in raw if options[code].group]
    if len(set(groups)) < len(groups):
        both = [code for code in raw if groups.count(options[code].group) > 1]
        raise UnfitError("one_of_group", codes=_row(both))
    return list(raw)


def _graded(question: Question, raw: Any) -> Value:
    codes = [option.code for option in question.options]
    grading = question.grading
    grades = [*grading.shares, grading.absent] if grading else []
    if not isinstance(raw, Mapping):
        raise UnfitError("grades")
    _keys(raw, codes, "options_among")
    for option, grade in raw.items():
        if grade not in grades:
            raise UnfitError("grade_of", option=option, codes=_row(grades))
    return dict(raw)


def _number(question: Question, raw: Any) -> Value:
    if question.parts:
        if not isinstance(raw, Mapping) or set(raw) != set(question.parts):
            raise UnfitError("number_of_parts", codes=_row(question.parts))
        return _numbers(raw)
    if not isinstance(raw, Mapping):
        return number(raw)
    if not raw:
        raise UnfitError("number_or_by_process")
    _keys(raw, question.variant_of, "processes_among")
    variants = [question.variant_of[process].code for process in raw]
    if len(set(variants)) < len(variants):
        shared = [process for process in raw if variants.count(question.variant_of[process].code) > 1]
        raise UnfitError("number_of_scale", codes=_row(shared))
    return _numbers(raw)


def _numbers(raw: Mapping[str, Any]) -> dict[str, float]:
    found: dict[str, float] = {}
    for key, entry in raw.items():
        try:
            found[key] = number(entry)
        except UnfitError:
            raise UnfitError("number_at", place=key) from None
    return found


def _keys(raw: Mapping[str, Any], known: Iterable[str], code: str) -> None:
    wrong = [str(key) for key in raw if key not in known]
    if wrong:
        raise UnfitError(code, wrong=_row(wrong), codes=_row(known))


def _row(codes: Iterable[str]) -> str:
    return ", ".join(codes)


_READERS: Mapping[Kind, Callable[[Question, Any], Value]] = {
    Kind.LADDER: _ladder,
    Kind.SINGLE: _single,
    Kind.MULTIPLE: _multiple,
    Kind.GRADED_MULTIPLE: _graded,
    Kind.NUMBER: _number,
    Kind.YES_NO: _yes_no,
}

"""Rates that are computed from the profile's figures, for its page: formula in words and result as typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from readiness.questionnaire.figures import ratio_value
from readiness.questionnaire.model import Question, Questionnaire, Ratio
from readiness.questionnaire.texts import path
from readiness.services.get_dimension import PartView
from readiness.web.fields import figure_text, is_asked, said
from readiness.web.filters import qt
from readiness.web.firm.profile_form import ProfileForm
from readiness.web.i18n import language


@dataclass(frozen=True)
class Rate:
    """One computed question; `numerator` and `denominator` name the fields whose sums are divided, `shown` is the
    result with its unit, '' while figures are missing."""

    code: str
    text: Any
    formula: str
    shown: str
    unit: str
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    factor: float
    least: float


def rates_of(form: ProfileForm, view: PartView, group: str) -> list[Rate]:
    """The rates whose first figure stands in this group of the profile, as far as the firm's processes ask them."""
    own = {entry.code for entry in view.questionnaire.profile if entry.group == group}
    figures = form.readable()
    return [
        _rate(view.questionnaire, question, question.formula, figures)
        for question in view.questionnaire.questions
        if question.computed and question.formula and question.formula.numerator[0] in own
        if not view.answers.shares or is_asked(question, view.answers.shares)
    ]


def _rate(
    questionnaire: Questionnaire, question: Question, ratio: Ratio, figures: Mapping[str, object]
) -> Rate:
    value = ratio_value(ratio, figures)
    unit = question.variants[0].unit if question.variants else ""
    place = f"units.{unit}"
    known = bool(unit) and questionnaire.texts.has(place, language())
    words = said(qt(place, questionnaire)) if known else unit
    return Rate(
        code=question.code,
        text=qt(f"questions.{path(question.code)}.text", questionnaire),
        formula=formula_words(questionnaire, ratio),
        shown="" if value is None else f"{figure_text(round(value, 4))} {words}".strip(),
        unit=words,
        numerator=tuple(f"profile-{path(code)}" for code in ratio.numerator),
        denominator=tuple(f"profile-{path(code)}" for code in ratio.denominator),
        factor=ratio.factor,
        least=ratio.least,
    )


def formula_words(questionnaire: Questionnaire, ratio: Ratio) -> str:
    """'100 × R&D spending ÷ Revenue' in the reader's words, sums in brackets."""

    def named(codes: tuple[str, ...]) -> str:
        words = [str(questionnaire.texts.get(f"profile.{path(code)}", language())) for code in codes]
        return words[0] if len(words) == 1 else f"({' + '.join(words)})"

    factor = "" if ratio.factor == 1 else f"{figure_text(ratio.factor)} × "
    return f"{factor}{named(ratio.numerator)} ÷ {named(ratio.denominator)}"

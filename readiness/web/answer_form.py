"""The form of one dimension: fields of its questions, what was seen, and answers read back from what was typed."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import BooleanField, HiddenField, StringField

from readiness.errors import InputError
from readiness.questionnaire.answers import Answer, State
from readiness.questionnaire.figures import ratio_value
from readiness.questionnaire.model import Kind
from readiness.services.get_dimension import AnswerSheet
from readiness.web.fields import HANDLERS, Ask, figure_text, said
from readiness.web.filters import qt
from readiness.web.i18n import translate
from readiness.web.revisions import RevisedForm, mark_of

REASON_FIELDS = {"reason_missing", "text_too_long"}
NA_FIELDS = {"na_not_allowed", "na_only_dry"}


class AnswerForm(RevisedForm):
    """Fields by question code; made by `make_form`, never alone."""

    asks: Sequence[Ask] = ()
    given_up: Mapping[str, Answer] = {}
    """What was typed and given up by choice for what somebody else saved."""

    def questions(self) -> Sequence[Ask]:
        """All of them."""
        return self.asks

    def typed(self, ask: Ask) -> dict[str, Any]:
        """What the fields of a question hold."""
        names = [name for name in self._fields if name == ask.name or name.startswith(f"{ask.name}-")]
        return {name: self._fields[name].data for name in names}

    def read(self) -> dict[str, Answer]:
        """The answers that differ from what the page showed; what cannot be read stands beside its field."""
        found = {}
        for ask in self.asks:
            typed = self.typed(ask)
            if not self.touched(ask):
                continue
            try:
                found[ask.question.code] = read_answer(ask, typed)
            except InputError as error:
                self.refuse(error)
        return found

    def place(self, error: InputError) -> str:
        """One of the several fields of its question."""
        ask = next((ask for ask in self.asks if ask.question.code == error.field), None)
        if ask is None:
            return error.field
        if error.code in REASON_FIELDS | NA_FIELDS:
            return f"{ask.name}-reason" if error.code in REASON_FIELDS else f"{ask.name}-na"
        inner = f"{ask.name}-{str(error.values.get('place') or '').replace('.', '_')}"
        return inner if inner in self._fields else next(iter(self.typed(ask)), ask.name)


def asks_of(view: AnswerSheet) -> dict[str, Ask]:
    """Code → the question as this firm is asked it."""
    questionnaire, shares = view.questionnaire, view.answers.shares
    return {
        shown.code: Ask(
            questionnaire.question[shown.code], questionnaire, shares, lambda place: qt(place, questionnaire)
        )
        for shown in view.questions
    }


def make_form(
    asks: Sequence[Ask], answers: Mapping[str, Answer], revisions: Mapping[str, int], **meta: Any
) -> AnswerForm:
    """The form with what stands; in a POST it holds what was sent instead."""
    fields: dict[str, Any] = {"asks": tuple(asks)}
    data: dict[str, Any] = {"client_id": secrets.token_urlsafe(16)}
    for ask in asks:
        fields |= fields_of(ask)
        filled = fill(ask, answers.get(ask.question.code, Answer()))
        data |= filled
        data[f"seen-{ask.name}"] = mark_of(filled)
        data[f"base-{ask.name}"] = str(revisions.get(ask.question.code, 0))
    return type("DimensionForm", (AnswerForm,), fields)(data=data, **meta)  # type: ignore[no-any-return]


def fields_of(ask: Ask) -> dict[str, Any]:
    """All fields of a question: its value, the ticks that replace it, and what was seen."""
    fields = HANDLERS[ask.question.kind].fields(ask)
    if ask.question.kind is Kind.NUMBER:
        fields[f"{ask.name}-not_measured"] = BooleanField(translate("Not measured"))
    if ask.na_possible:
        fields[f"{ask.name}-na"] = BooleanField(translate("Not applicable to us"))
        fields[f"{ask.name}-reason"] = StringField(translate("Why it does not apply"))
    return {**fields, f"base-{ask.name}": HiddenField(), f"seen-{ask.name}": HiddenField()}


def fill(ask: Ask, answer: Answer) -> dict[str, Any]:
    """What the fields of a question hold for an answer."""
    value = answer.value if answer.state is State.ANSWERED else None
    held = HANDLERS[ask.question.kind].fill(ask, value)
    if ask.question.kind is Kind.NUMBER:
        held[f"{ask.name}-not_measured"] = answer.state is State.NOT_MEASURED
    if ask.na_possible:
        held[f"{ask.name}-na"] = answer.state is State.NOT_APPLICABLE
        held[f"{ask.name}-reason"] = answer.reason
    return held


def read_answer(ask: Ask, typed: Mapping[str, Any]) -> Answer:
    """The answer of one question; InputError(s) named after its fields."""
    value = HANDLERS[ask.question.kind].read(ask, typed)
    for tick, state in (("na", State.NOT_APPLICABLE), ("not_measured", State.NOT_MEASURED)):
        name = f"{ask.name}-{tick}"
        if typed.get(name):
            if value is not None:
                raise InputError(name, "tick_or_value")
            reason = (typed.get(f"{ask.name}-reason") or "").strip() if tick == "na" else ""
            return Answer(state, None, reason)
    return Answer() if value is None else Answer(State.ANSWERED, value)


def computed_words(ask: Ask, profile: Mapping[str, object]) -> str:
    """The figure that the profile gives, with its unit; '' where it gives none or the question is asked."""
    question = ask.question
    value = ratio_value(question.formula, profile) if question.computed and question.formula else None
    unit = question.variants[0].unit if question.variants else ""
    return "" if value is None else f"{figure_text(round(value, 4))} {said(ask.unit(unit))}".strip()


def spoken(ask: Ask, answer: Answer) -> str:
    """An answer in words, for comparing two of them."""
    match answer.state:
        case State.ANSWERED:
            return HANDLERS[ask.question.kind].spoken(ask, answer.value)
        case State.NOT_MEASURED:
            return translate("Not measured")
        case State.NOT_APPLICABLE:
            return f"{translate('Not applicable to us')} ({answer.reason})"
        case _:
            return translate("Not answered yet")

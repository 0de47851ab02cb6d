"""The form of one dimension: fields of its questions, what was seen, and answers read back from what was typed."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import BooleanField, HiddenField, StringField

from readiness.errors import InputError
from readiness.questionnaire.answers import Answer, State
from readiness.questionnaire.model import Kind
from readiness.services.get_dimension import DimensionView
from readiness.web.fields import HANDLERS, Ask
from readiness.web.filters import qt
from readiness.web.forms import Form
from readiness.web.i18n import translate

REASON_FIELDS = {"reason_missing", "text_too_long"}
NA_FIELDS = {"na_not_allowed", "na_only_dry"}


class AnswerForm(Form):
    """Fields by question code; made by `make_form`, never alone."""

    asks: Sequence[Ask] = ()
    client_id = HiddenField()

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

    def base(self) -> dict[str, int]:
        """The revision of each question that the page showed."""
        return {ask.question.code: whole(self._fields[f"base-{ask.name}"].data) for ask in self.asks}

    def touched(self, ask: Ask) -> bool:
        """True when the fields of a question hold something else than the page showed."""
        return mark_of(self.typed(ask)) != str(self._fields[f"seen-{ask.name}"].data)

    def move(self, ask: Ask, standing: Mapping[str, Any], revision: int, *, keep_typed: bool = False) -> None:
        """Base a question on what stands now (`standing` by field), with what is typed or without."""
        if not keep_typed:
            for name, data in standing.items():
                self._fields[name].data = data
        self._fields[f"base-{ask.name}"].data = str(revision)
        self._fields[f"seen-{ask.name}"].data = mark_of(standing)

    def renew(self) -> None:
        """Name the next sending anew: this one was refused."""
        self.client_id.data = secrets.token_urlsafe(16)

    def place(self, error: InputError) -> str:
        """One of the several fields of its question."""
        ask = next((ask for ask in self.asks if ask.question.code == error.field), None)
        if ask is None:
            return error.field
        if error.code in REASON_FIELDS | NA_FIELDS:
            return f"{ask.name}-reason" if error.code in REASON_FIELDS else f"{ask.name}-na"
        inner = f"{ask.name}-{str(error.values.get('place') or '').replace('.', '_')}"
        return inner if inner in self._fields else next(iter(self.typed(ask)), ask.name)


def asks_of(view: DimensionView) -> dict[str, Ask]:
    """Code → the question as this firm is asked it."""
    questionnaire, shares = view.questionnaire, view.answers.shares
    return {
        question.code: Ask(question, questionnaire, shares, lambda place: qt(place, questionnaire))
        for question in view.dimension.questions
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


def mark_of(typed: Mapping[str, Any]) -> str:
    """A short mark of what fields hold, to tell whether they were touched."""
    plain = {
        name: sorted(map(str, data))
        if isinstance(data, list)
        else data
        if isinstance(data, bool)
        else data or ""
        for name, data in typed.items()
    }
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()[:16]


def whole(text: object) -> int:
    """A revision as a hidden field holds it, 0 for what is none."""
    return int(str(text)) if str(text).isascii() and str(text).isdigit() and len(str(text)) < 12 else 0

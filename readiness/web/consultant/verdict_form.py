"""The form of verdicts on one dimension: four fields a question, and verdicts read back from what was typed."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from typing import Any

from flask import request
from wtforms import Field, HiddenField, RadioField, SelectField, TextAreaField

from readiness.errors import InputError, InputErrors
from readiness.questionnaire.answers import State, Verdict, VerdictEntry
from readiness.questionnaire.model import Kind
from readiness.services.get_dimension import DimensionView, QuestionView
from readiness.services.record_verdicts import REASON_LENGTH
from readiness.web.answer_form import asks_of
from readiness.web.consultant.words import GRADE_CODES, REASON_CODES, VALUE_CODES, VERDICTS
from readiness.web.fields import FIGURES, HANDLERS, Ask
from readiness.web.filters import plain_text
from readiness.web.forms import Longest
from readiness.web.i18n import translate
from readiness.web.revisions import RevisedForm, mark_of

AUDITED = "audited-"


def has_verdict(entry: QuestionView) -> bool:
    """True where there is something to verify: the question applies and was answered."""
    return entry.line.applicable and entry.line.state != State.UNANSWERED


class VerdictForm(RevisedForm):
    """Fields by question; made by `make_form`, never alone."""

    asks: Mapping[str, Ask]
    lowest: str

    def questions(self) -> Collection[Ask]:
        """Those that there is something to verify of."""
        return self.asks.values()

    def typed(self, ask: Ask) -> dict[str, Any]:
        """Verdict, audited value, grade and reason by field."""
        return {str(field.name): field.data for field in self.of(ask.question.code)}

    def of(self, code: str) -> list[Field]:
        """The fields of a question in the order they are filled in."""
        name = self.asks[code].name
        return [self[f"verdict-{name}"], *self.audited(code), self[f"grade-{name}"], self[f"reason-{name}"]]

    def audited(self, code: str) -> list[Field]:
        """The fields of the audited value; none for what is computed from the profile."""
        name = AUDITED + self.asks[code].name
        return [field for key, field in self._fields.items() if key == name or key.startswith(f"{name}-")]

    def unit(self, code: str, field: Field) -> Any:
        """The unit of an audited figure; '' for what is no figure."""
        ask = self.asks[code]
        units = FIGURES.units(ask) if ask.question.kind is Kind.NUMBER else {}
        return units.get(field.name.removeprefix(AUDITED), "")

    def read(self) -> dict[str, VerdictEntry]:
        """Verdicts that differ from what the page showed; what cannot be read stands beside its field."""
        found = {}
        for code, ask in self.asks.items():
            if not self.touched(ask):
                continue
            try:
                found[code] = self.entry(code)
            except InputError as error:
                self.refuse(error)
        return found

    def entry(self, code: str) -> VerdictEntry:
        """The verdict as it is typed; InputError(s) named after its fields."""
        ask = self.asks[code]
        given = self[f"verdict-{ask.name}"].data
        if given not in set(Verdict):
            raise InputError(code, "verdict_missing")
        verdict = Verdict(given)
        typed = {field.name.removeprefix(AUDITED): field.data for field in self.audited(code)}
        try:
            value = HANDLERS[ask.question.kind].read(ask, typed) if typed else None
        except InputError as error:
            raise _prefixed(error) from error
        grade = self.lowest if verdict is Verdict.NOT_VERIFIABLE else self[f"grade-{ask.name}"].data or ""
        return VerdictEntry(verdict, grade, value, (self[f"reason-{ask.name}"].data or "").strip())

    def place(self, error: InputError) -> str:
        """One of the several fields of its question."""
        ask = self.asks.get(error.field)
        if ask is None:
            return error.field
        if error.code in REASON_CODES | GRADE_CODES:
            return f"{'reason' if error.code in REASON_CODES else 'grade'}-{ask.name}"
        audited = self.audited(error.field) if error.code in VALUE_CODES else []
        return str(audited[0].name) if audited else f"verdict-{ask.name}"


def make_form(view: DimensionView) -> VerdictForm:
    """The form with the verdicts that stand; in a POST it holds what was sent instead."""
    asks = asks_of(view)
    entries = [entry for entry in view.questions if has_verdict(entry)]
    fields: dict[str, Any] = {"asks": {entry.code: asks[entry.code] for entry in entries}}
    fields["lowest"] = view.questionnaire.grades[0].code
    data: dict[str, Any] = {"client_id": secrets.token_urlsafe(16)}
    for entry in entries:
        ask = asks[entry.code]
        fields |= _fields(ask)
        filled = fill(ask, entry.verdict)
        data |= filled | {
            f"base-{ask.name}": str(entry.verdict_revision),
            f"seen-{ask.name}": mark_of(filled),
        }
    shown = {} if request.method == "POST" else data  # what a browser leaves out must not count as sent
    return type("DimensionVerdicts", (VerdictForm,), fields)(data=shown)  # type: ignore[no-any-return]


def _fields(ask: Ask) -> dict[str, Any]:
    value = {} if ask.question.computed else HANDLERS[ask.question.kind].fields(ask)
    kept = [Verdict.CONFIRMED, Verdict.NOT_VERIFIABLE] if ask.question.computed else list(Verdict)
    verdicts = [(verdict.value, translate(VERDICTS[verdict])) for verdict in kept]
    verdicts.append(("", translate("No verdict yet")))
    codes = [grade.code for grade in ask.questionnaire.grades if grade.by_consultant]
    grades = [("", "–")]
    grades += [(code, plain_text(ask.words(f"evidence.{code}").striptags())) for code in codes]
    return {
        f"verdict-{ask.name}": RadioField(translate("Verdict"), choices=verdicts, validate_choice=False),
        **{AUDITED + name: field for name, field in value.items()},
        f"grade-{ask.name}": SelectField(
            translate("How it was checked"), choices=grades, validate_choice=False
        ),
        f"reason-{ask.name}": TextAreaField(translate("Reason for the verdict"), [Longest(REASON_LENGTH)]),
        f"base-{ask.name}": HiddenField(),
        f"seen-{ask.name}": HiddenField(),
    }


def fill(ask: Ask, entry: VerdictEntry | None) -> dict[str, Any]:
    """What the fields of a question hold for its verdict."""
    value = entry.value if entry else None
    held = {} if ask.question.computed else HANDLERS[ask.question.kind].fill(ask, value)
    return {
        f"verdict-{ask.name}": entry.verdict.value if entry else "",
        **{AUDITED + name: data for name, data in held.items()},
        f"grade-{ask.name}": entry.grade if entry and entry.verdict is not Verdict.NOT_VERIFIABLE else "",
        f"reason-{ask.name}": entry.reason if entry else "",
    }


def _prefixed(error: InputError) -> InputError:
    parts = error.errors if isinstance(error, InputErrors) else (error,)
    return InputErrors([InputError(AUDITED + part.field, part.code, **part.values) for part in parts])

"""The form of verdicts on one dimension: four fields a question, and verdicts read back from what was typed."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from flask import request
from wtforms import Field, HiddenField, RadioField, SelectField, TextAreaField

from readiness.errors import ConflictError, InputError, InputErrors
from readiness.questionnaire.answers import State, Verdict, VerdictEntry
from readiness.services.get_dimension import DimensionView, QuestionView
from readiness.services.record_verdicts import REASON_LENGTH
from readiness.web.answer_form import asks_of, mark_of, whole
from readiness.web.consultant.words import GRADE_CODES, REASON_CODES, VALUE_CODES, VERDICTS
from readiness.web.fields import HANDLERS, Ask
from readiness.web.filters import plain_text
from readiness.web.forms import Form, Longest
from readiness.web.i18n import translate

AUDITED = "audited-"


def has_verdict(entry: QuestionView) -> bool:
    """True where there is something to verify: the question applies and was answered."""
    return entry.line.applicable and entry.line.state != State.UNANSWERED


class VerdictForm(Form):
    """Fields by question; made by `make_form`, never alone."""

    asks: Mapping[str, Ask]
    lowest: str
    client_id = HiddenField()

    def of(self, code: str) -> list[Field]:
        """The fields of a question in the order they are filled in."""
        name = self.asks[code].name
        return [self[f"verdict-{name}"], *self.audited(code), self[f"grade-{name}"], self[f"reason-{name}"]]

    def audited(self, code: str) -> list[Field]:
        """The fields of the audited value; none for what is computed from the profile."""
        name = AUDITED + self.asks[code].name
        return [field for key, field in self._fields.items() if key == name or key.startswith(f"{name}-")]

    def read(self) -> dict[str, VerdictEntry]:
        """Verdicts that differ from what the page showed; what cannot be read stands beside its field."""
        found = {}
        for code, ask in self.asks.items():
            if mark_of(_typed(self, code)) == self[f"seen-{ask.name}"].data:
                continue
            try:
                found[code] = self._entry(code, ask)
            except InputError as error:
                self.refuse(error)
        return found

    def _entry(self, code: str, ask: Ask) -> VerdictEntry:
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

    def base(self) -> dict[str, int]:
        """The revision of each verdict that the page showed."""
        return {code: whole(self[f"base-{ask.name}"].data) for code, ask in self.asks.items()}

    def require_seen(self, sent: Mapping[str, VerdictEntry], entries: Sequence[QuestionView]) -> None:
        """ConflictError for verdicts that differ from what stands now and were given on an older view of it."""
        base = self.base()
        conflicts: dict[str, tuple[object, object]] = {
            entry.code: (entry.verdict, sent[entry.code])
            for entry in entries
            if entry.code in sent
            and base[entry.code] != entry.verdict_revision
            and sent[entry.code] != entry.verdict
        }
        if conflicts:
            raise ConflictError(conflicts)

    def rebase(self, entries: Sequence[QuestionView]) -> None:
        """Base the next save, under a name of its own, on what stands now; what is typed stays."""
        self.client_id.data = secrets.token_urlsafe(16)
        for entry in entries:
            if entry.code in self.asks:
                self[f"base-{self.asks[entry.code].name}"].data = str(entry.verdict_revision)

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
        filled = _fill(ask, entry.verdict)
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


def _fill(ask: Ask, entry: VerdictEntry | None) -> dict[str, Any]:
    value = entry.value if entry else None
    held = {} if ask.question.computed else HANDLERS[ask.question.kind].fill(ask, value)
    return {
        f"verdict-{ask.name}": entry.verdict.value if entry else "",
        **{AUDITED + name: data for name, data in held.items()},
        f"grade-{ask.name}": entry.grade if entry and entry.verdict is not Verdict.NOT_VERIFIABLE else "",
        f"reason-{ask.name}": entry.reason if entry else "",
    }


def _typed(form: VerdictForm, code: str) -> dict[str, Any]:
    return {str(field.name): field.data for field in form.of(code)}


def _prefixed(error: InputError) -> InputError:
    parts = error.errors if isinstance(error, InputErrors) else (error,)
    return InputErrors([InputError(AUDITED + part.field, part.code, **part.values) for part in parts])

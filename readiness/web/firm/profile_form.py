"""Forms of the parts that belong to no dimension: figures, process shares, statements."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any, TypeVar

from wtforms import (  # type: ignore[attr-defined]
    Field,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
)

from readiness.errors import InputError, InputErrors
from readiness.questionnaire.cells import read_figure
from readiness.questionnaire.model import ProfileField, Questionnaire
from readiness.questionnaire.texts import path
from readiness.services.append_changes import PROCESSES, PROFILE, STATEMENTS
from readiness.services.get_dimension import PartView
from readiness.web.answer_form import say
from readiness.web.fields import figure_text
from readiness.web.filters import plain_text, qt
from readiness.web.forms import Form
from readiness.web.i18n import language, lazy_gettext, translate

PERCENT = "%"


class PartForm(Form):
    """Hidden revisions and the name of the sending; fields are prefixed so that no code meets a name of WTForms."""

    client_id = HiddenField()
    prefixes: tuple[str, ...] = ()

    def base(self) -> dict[str, int]:
        """The revision of each part that the page showed."""
        held = {code: str(self._fields[f"base-{code[1:]}"].data) for code in self.codes}
        return {code: int(text) if text.isascii() and text.isdigit() else 0 for code, text in held.items()}

    codes: tuple[str, ...] = ()

    def rebase(self, revisions: Mapping[str, int]) -> None:
        """Base the next save on what stands; what is typed stays."""
        for code in self.codes:
            self._fields[f"base-{code[1:]}"].data = str(revisions.get(code, 0))
        self.client_id.data = secrets.token_urlsafe(16)

    def refuse(self, error: InputError) -> None:
        """Beside the field it belongs to, else above the form."""
        for single in error.errors if isinstance(error, InputErrors) else (error,):
            names = [single.field, *(f"{prefix}-{path(single.field)}" for prefix in self.prefixes)]
            field = next((self._fields[name] for name in names if name in self._fields), None)
            if field is None or isinstance(field, HiddenField):
                self.refusals.append(say(single))
            else:
                field.errors = [*field.errors, say(single)]


Made = TypeVar("Made", bound=PartForm)


class ProfileForm(PartForm):
    """Figures and shares; the field 'processes' only carries the message on their sum."""

    processes = StringField(lazy_gettext("Shares of the processes"))
    questionnaire: Questionnaire
    prefixes = ("profile",)
    codes = (PROFILE, PROCESSES)

    def figures(self) -> dict[str, object]:
        """Field code → value; what is no number stands beside its field."""
        found: dict[str, object] = {}
        for entry in self.questionnaire.profile:
            text = (self._fields[f"profile-{path(entry.code)}"].data or "").strip()
            found[entry.code] = (
                self._number(entry, text) if text and entry.kind in ("number", "integer") else text
            )
        return found

    def _number(self, entry: ProfileField, text: str) -> object:
        try:
            return read_figure(text, entry.unit)
        except ValueError:
            self.refuse(InputError(entry.code, "figure_unreadable"))
            return None

    def shares(self) -> dict[str, float]:
        """Process → percent of output, those that were typed."""
        found: dict[str, float] = {}
        for process in self.questionnaire.processes:
            field = self._fields[f"process-{path(process.code)}"]
            try:
                if (field.data or "").strip():
                    found[process.code] = read_figure(field.data, PERCENT)
            except ValueError:
                field.errors = [*field.errors, say(InputError(field.name, "percent_invalid"))]
        return found

    def groups(self) -> list[tuple[str, list[tuple[ProfileField, Field]]]]:
        """The figures by group, in the questionnaire's order."""
        found: dict[str, list[tuple[ProfileField, Field]]] = {}
        for entry in self.questionnaire.profile:
            found.setdefault(entry.group, []).append((entry, self._fields[f"profile-{path(entry.code)}"]))
        return list(found.items())

    def trades(self) -> list[tuple[str, list[Field]]]:
        """The share fields by sub-sector."""
        found: dict[str, list[Field]] = {trade: [] for trade in self.questionnaire.sub_sectors}
        for process in self.questionnaire.processes:
            found[process.sub_sector].append(self._fields[f"process-{path(process.code)}"])
        return list(found.items())


def profile_form(view: PartView) -> ProfileForm:
    """The form with what stands."""
    questionnaire, answers = view.questionnaire, view.answers
    fields: dict[str, Any] = {"questionnaire": questionnaire}
    data: dict[str, Any] = {}
    for entry in questionnaire.profile:
        name = f"profile-{path(entry.code)}"
        fields[name] = _profile_field(questionnaire, entry)
        value = answers.profile.get(entry.code)
        data[name] = value if isinstance(value, str) else figure_text(value)
    for process in questionnaire.processes:
        name = f"process-{path(process.code)}"
        fields[name] = _typed(qt(f"processes.{path(process.code)}", questionnaire))
        data[name] = (
            figure_text(round(100 * answers.shares[process.code], 6))
            if process.code in answers.shares
            else ""
        )
    return _made(ProfileForm, fields, data, view)


def _profile_field(questionnaire: Questionnaire, entry: ProfileField) -> Any:
    label = qt(f"profile.{path(entry.code)}", questionnaire)
    if entry.kind == "choice":
        words = [SelectChoice(code, _choice(questionnaire, entry, code)) for code in entry.choices]
        return SelectField(label, choices=[SelectChoice("", "–"), *words], validate_choice=False)
    return StringField(label) if entry.kind == "text" else _typed(label)


def _choice(questionnaire: Questionnaire, entry: ProfileField, code: str) -> str:
    return plain_text(questionnaire.texts.get(f"choices.{path(entry.code)}.{code}", language()))


def _typed(label: Any) -> Any:
    return StringField(label, render_kw={"inputmode": "decimal", "autocomplete": "off", "maxlength": "60"})


class StatementForm(PartForm):
    """One yes or no a statement."""

    questionnaire: Questionnaire
    prefixes = ("statement",)
    codes = (STATEMENTS,)

    def statements(self) -> dict[str, bool]:
        """Code → true or false; what was not said is left out."""
        sent = {s.code: self._fields[f"statement-{path(s.code)}"].data for s in self.questionnaire.statements}
        return {code: data == "yes" for code, data in sent.items() if data in ("yes", "no")}


def statement_form(view: PartView) -> StatementForm:
    """The form with what was said."""
    fields: dict[str, Any] = {"questionnaire": view.questionnaire}
    data: dict[str, Any] = {}
    words = {"yes": translate("Yes"), "no": translate("No"), "": translate("Not answered yet")}
    choices = [SelectChoice(value, word) for value, word in words.items()]
    for statement in view.questionnaire.statements:
        name = f"statement-{path(statement.code)}"
        label = qt(f"statements.{path(statement.code)}", view.questionnaire)
        fields[name] = RadioField(label, choices=choices, validate_choice=False)
        said = view.answers.statements.get(statement.code)
        data[name] = "" if said is None else "yes" if said else "no"
    return _made(StatementForm, fields, data, view)


def _made(kind: type[Made], fields: dict[str, Any], data: dict[str, Any], view: PartView) -> Made:
    for code in kind.codes:
        fields[f"base-{code[1:]}"] = HiddenField()
        data[f"base-{code[1:]}"] = str(view.revisions.get(code, 0))
    data["client_id"] = secrets.token_urlsafe(16)
    made: Made = type(kind.__name__, (kind,), fields)(data=data)
    return made

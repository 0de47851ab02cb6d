"""Forms of the parts that belong to no dimension: figures, process shares, statements."""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from markupsafe import Markup
from wtforms import (  # type: ignore[attr-defined]
    Field,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
)

from readiness.errors import InputError
from readiness.questionnaire.answer_checks import SHARE_TOLERANCE
from readiness.questionnaire.cells import read_figure
from readiness.questionnaire.model import ProfileField, Questionnaire
from readiness.questionnaire.texts import path
from readiness.services.append_changes import PROCESSES, PROFILE, STATEMENTS
from readiness.services.get_dimension import PartView
from readiness.web.fields import figure_text
from readiness.web.filters import plain_text, qt
from readiness.web.forms import Form
from readiness.web.i18n import language, lazy_gettext, mark, translate
from readiness.web.revisions import whole

PERCENT = "%"
SUMS = {
    "nothing": mark("No process is declared yet."),
    "missing": mark("Sum %(sum)s %%: %(rest)s %% missing"),
    "over": mark("Sum %(sum)s %%: over by %(rest)s %%"),
    "complete": mark("Sum %(sum)s %%: complete"),
}


class PartForm(Form):
    """Hidden revisions and what was seen; fields are prefixed so that no code meets a name of WTForms.

    `parts` maps each part to the prefix of its fields, `standing` each field to what it shows of what is stored.
    """

    client_id = HiddenField()
    parts: Mapping[str, str] = {}
    standing: Mapping[str, str] = {}

    def base(self) -> dict[str, int]:
        """The revision of each part that the page showed."""
        return {part: whole(self._fields[f"base-{part[1:]}"].data) for part in self.parts}

    def differing(self, part: str) -> list[str]:
        """The fields that were changed both on this page and in what stands, and not to the same."""
        seen = self._seen(part)
        return [
            name
            for name in self._touched(part)
            if self.standing[name] not in (self.text(name), seen.get(name, ""))
        ]

    def move(self, part: str, revision: int, *, give_up: Collection[str]) -> None:
        """Base a part on what stands now; what was typed stays but for the fields given up."""
        kept = set(self._touched(part)) - set(give_up)
        for name in self._names(part):
            if name not in kept:
                self._fields[name].data = self.standing[name]
        self._fields[f"base-{part[1:]}"].data = str(revision)
        self._fields[f"seen-{part[1:]}"].data = _write_seen(self.standing, self.parts[part])

    def take_back(self, part: str) -> None:
        """Put what stands in place of what was typed."""
        for name in self._names(part):
            self._fields[name].data = self.standing[name]

    def touched(self, part: str) -> bool:
        """True when a field of the part holds something else than the page showed."""
        return bool(self._touched(part))

    def shown_now(self, part: str) -> str:
        """What the fields of a part hold, as the hidden field of what was seen tells it."""
        return _write_seen(dict(self.shown(part)), self.parts[part])

    def shown(self, part: str) -> list[tuple[str, str]]:
        """Name and text of each field of a part."""
        return [(name, self.text(name)) for name in self._names(part)]

    def renew(self) -> None:
        """Name the next sending anew: this one was refused."""
        self.client_id.data = secrets.token_urlsafe(16)

    def said(self) -> list[str]:
        """What is wrong, each with the name of its field."""
        wrong = [(plain_label(field), " ".join(map(str, field.errors))) for field in self if field.errors]
        named = [
            translate("%(field)s: %(message)s") % {"field": label, "message": why} for label, why in wrong
        ]
        return [*self.refusals, *named]

    def place(self, error: InputError) -> str:
        """The field of a code, whatever its prefix."""
        names = [error.field, *(f"{prefix}{path(error.field)}" for prefix in self.parts.values())]
        return next((name for name in names if name in self._fields), error.field)

    def _names(self, part: str) -> list[str]:
        return [name for name in self.standing if name.startswith(self.parts[part])]

    def _touched(self, part: str) -> list[str]:
        seen = self._seen(part)
        return [name for name in self._names(part) if self.text(name) != seen.get(name, "")]

    def _seen(self, part: str) -> dict[str, str]:
        """What the page showed by field; nothing where the browser sends something else back."""
        try:
            found = json.loads(str(self._fields[f"seen-{part[1:]}"].data or "{}"))
        except (ValueError, RecursionError):
            return {}
        return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}


def plain_label(field: Field) -> str:
    """The words of a field's label without markup."""
    words = field.label.text
    return words.striptags() if isinstance(words, Markup) else str(words)


def _write_seen(standing: Mapping[str, str], prefix: str) -> str:
    return json.dumps({name: text for name, text in standing.items() if text and name.startswith(prefix)})


Made = TypeVar("Made", bound=PartForm)


@dataclass(frozen=True)
class ShareSum:
    """The sum of the shares in percent; `some`: at least one is given."""

    total: float
    some: bool
    tolerance: float = SHARE_TOLERANCE

    @property
    def state(self) -> str:
        """'nothing', 'missing', 'over' or 'complete'."""
        rest = self.total - 100
        if not self.some:
            return "nothing"
        return "complete" if abs(rest) <= self.tolerance else "over" if rest > 0 else "missing"

    @property
    def words(self) -> str:
        """The sum and what is wrong with it."""
        values = {"sum": figure_text(self.total), "rest": figure_text(round(abs(self.total - 100), 6))}
        return translate(SUMS[self.state], **values)


class ProfileForm(PartForm):
    """Figures and shares; the field 'processes' only carries the message on their sum."""

    processes = StringField(lazy_gettext("Shares of the processes"))
    questionnaire: Questionnaire
    parts = {PROFILE: "profile-", PROCESSES: "process-"}  # noqa: RUF012 - never changed

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
                self.refuse(InputError(field.name, "percent_invalid"))
        return found

    def readable(self) -> dict[str, float]:
        """The numbers among the figures as typed; what cannot be read is left out."""
        found: dict[str, float] = {}
        for entry in self.questionnaire.profile:
            text = (self._fields[f"profile-{path(entry.code)}"].data or "").strip()
            if text and entry.kind in ("number", "integer"):
                with suppress(ValueError):
                    found[entry.code] = read_figure(text, entry.unit)
        return found

    def sum(self) -> ShareSum:
        """What the shares that can be read add up to."""
        total, some = 0.0, False
        for process in self.questionnaire.processes:
            text = (self._fields[f"process-{path(process.code)}"].data or "").strip()
            with suppress(ValueError):
                total, some = total + (read_figure(text, PERCENT) if text else 0), some or bool(text)
        return ShareSum(round(total, 6), some)

    def process_code(self, control: Field) -> str:
        """The process of a share field."""
        names = {f"process-{path(process.code)}": process.code for process in self.questionnaire.processes}
        return names[control.name]

    def process_words(self, control: Field) -> str:
        """All that a process may be searched by: its code, and its names and its trade's in every language."""
        code = self.process_code(control)
        texts, trade = self.questionnaire.texts, self.questionnaire.process[code].sub_sector
        places = (f"processes.{path(code)}", f"sub_sectors.{trade}")
        names = [str(texts.get(place, each)) for place in places for each in self.questionnaire.languages]
        return " ".join((code, *names))

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
    data: dict[str, str] = {}
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
    parts = {STATEMENTS: "statement-"}  # noqa: RUF012 - never changed

    def statements(self) -> dict[str, bool]:
        """Code → true or false; what was not said is left out."""
        sent = {s.code: self._fields[f"statement-{path(s.code)}"].data for s in self.questionnaire.statements}
        return {code: data == "yes" for code, data in sent.items() if data in ("yes", "no")}


def statement_form(view: PartView) -> StatementForm:
    """The form with what was said."""
    fields: dict[str, Any] = {"questionnaire": view.questionnaire}
    data: dict[str, str] = {}
    words = {"yes": translate("Yes"), "no": translate("No"), "": translate("Not answered yet")}
    choices = [SelectChoice(value, word) for value, word in words.items()]
    for statement in view.questionnaire.statements:
        name = f"statement-{path(statement.code)}"
        label = qt(f"statements.{path(statement.code)}", view.questionnaire)
        fields[name] = RadioField(label, choices=choices, validate_choice=False)
        said = view.answers.statements.get(statement.code)
        data[name] = "" if said is None else "yes" if said else "no"
    return _made(StatementForm, fields, data, view)


def _made(kind: type[Made], fields: dict[str, Any], data: dict[str, str], view: PartView) -> Made:
    fields["standing"] = data
    hidden = {"client_id": secrets.token_urlsafe(16)}
    for part, prefix in kind.parts.items():
        fields |= {f"base-{part[1:]}": HiddenField(), f"seen-{part[1:]}": HiddenField()}
        hidden[f"base-{part[1:]}"] = str(view.revision(part))
        hidden[f"seen-{part[1:]}"] = _write_seen(data, prefix)
    made: Made = type(kind.__name__, (kind,), fields)(data=data | hidden)
    return made

"""The forms of the action plan: who, when, how much and how far; an own action; what a done one has reached."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_wtf.file import FileField, MultipleFileField
from wtforms import (  # type: ignore[attr-defined]
    BooleanField,
    DateField,
    Field,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional

from readiness.errors import InputError
from readiness.questionnaire.answers import Answer
from readiness.questionnaire.cells import read_figure
from readiness.services.change_action import REASON_LENGTH, TITLE_LENGTH, Doing
from readiness.services.list_actions import ActionPage
from readiness.web.answer_form import AnswerForm, fields_of, fill, read_answer
from readiness.web.fields import FIGURES, HANDLERS, Ask, figure_text
from readiness.web.firm.action_words import STATES
from readiness.web.firm.evidence_form import ACCEPTED, read_day
from readiness.web.forms import Form, Longest, line
from readiness.web.i18n import lazy_gettext, translate
from readiness.web.revisions import mark_of, whole

MONEY = {"inputmode": "decimal", "autocomplete": "off", "maxlength": "20"}


class MoneyForm(Form):
    """A form with amounts, typed as people write numbers."""

    def yuan(self, name: str) -> float | None:
        """The amount; None for nothing typed, and with a word beside the field for what is no number."""
        typed = self.text(name)
        try:
            return read_figure(typed) if typed else None
        except ValueError:
            self.refuse(InputError(name, "figure_unreadable"))
            return None


class ActionForm(MoneyForm):
    """Who does it, by when, for how much; for an own action also what."""

    client_id = HiddenField()
    title = line(lazy_gettext("What is to be done"), TITLE_LENGTH, autocomplete="off")
    owner = SelectField(lazy_gettext("Who does it"), validate_choice=False)
    due_on = DateField(lazy_gettext("To be done by"), [Optional(), read_day])
    yuan_planned = StringField(lazy_gettext("Cost planned"), render_kw=MONEY)

    def offer(self, people: Mapping[str, str]) -> None:
        """The members to choose from."""
        nobody = SelectChoice("", translate("nobody yet"))
        self.owner.choices = [nobody, *(SelectChoice(key, name) for key, name in people.items())]


class DoingForm(ActionForm):
    """The same with how far it is; `base`: the revision that the page showed."""

    base = HiddenField()
    yuan_spent = StringField(lazy_gettext("Cost so far"), render_kw=MONEY)
    state = RadioField(lazy_gettext("Status"), validate_choice=False)
    reason = TextAreaField(
        lazy_gettext("Why it is dropped"), [Longest(REASON_LENGTH)], render_kw={"rows": 2},
        description=lazy_gettext("Only for a dropped action: it stays in the plan with this reason."),
    )  # fmt: skip

    def doing(self) -> Doing:
        """What was decided."""
        return Doing(
            owner=self.text("owner"),
            due_on=self.due_on.data,
            yuan_planned=self.yuan("yuan_planned"),
            yuan_spent=self.yuan("yuan_spent"),
            state=self.text("state"),
            reason=self.text("reason"),
            title=self.text("title") if "title" in self else "",
        )

    def show_revision(self, revision: int) -> None:
        """Base the next sending on what stands now."""
        self.base.data = str(revision)

    def seen(self) -> int:
        """The revision that the page showed."""
        return whole(self.base.data)


def doing_form(page: ActionPage) -> DoingForm:
    """The form of one action, filled with what stands."""
    row = page.line.row
    held = {
        "title": row.title, "owner": row.owner.key if row.owner else "", "due_on": row.due_on, "state": row.state,
        "yuan_planned": figure_text(row.yuan_planned), "yuan_spent": figure_text(row.yuan_spent),
        "reason": row.reason, "base": str(row.revision),
    }  # fmt: skip
    form = DoingForm(data=held)
    form.offer(page.people)
    if row.kind != "own":
        del form.title
    shown = [state for state in STATES if state != "done" or row.state == "done"]
    form.state.choices = [SelectChoice(state, translate(STATES[state][0])) for state in shown]
    return form


class DoneForm(AnswerForm, MoneyForm):
    """The answer reached (the fields of one question), its evidence, and what it cost."""

    yuan_spent = StringField(lazy_gettext("What it cost"), render_kw=MONEY)
    file = MultipleFileField(lazy_gettext("Files"), render_kw={"accept": ACCEPTED, "multiple": True})
    photo = FileField(lazy_gettext("Take a photo"), render_kw={"accept": "image/*", "capture": "environment"})
    bare = BooleanField(lazy_gettext("There is no evidence yet; the answer counts with less until there is"))

    def place(self, error: InputError) -> str:
        """Whatever is wrong with files stands beside them."""
        return "file" if error.field in {"photo", "name", "size", "files"} else super().place(error)

    def answer(self) -> Answer | None:
        """What is stated; None where nothing is asked, or with a word beside the field for what cannot be read."""
        for ask in self.asks:
            try:
                return read_answer(ask, self.typed(ask))
            except InputError as error:
                self.refuse(error)
        return None


class OwnForm(AnswerForm, ActionForm):
    """An action of the firm's own with the answer that it shall lead to."""

    def target(self) -> Answer | None:
        """The answer to reach; None for nothing chosen."""
        return self.read().get(self.asks[0].question.code) if self.asks else None


@dataclass(frozen=True)
class AskedBlock:
    """One question as the macro `controls` shows it."""

    ask: Ask
    fields: tuple[Field, ...]
    units: Mapping[str, Any]
    form: AnswerForm
    computed: str = ""
    formula: str = ""

    @property
    def grouped(self) -> bool:
        """True when several fields stand under one legend."""
        return len(self.fields) > 1 or (bool(self.fields) and self.fields[0].name != self.ask.name)

    def extra(self, part: str) -> Field | None:
        """The tick or reason beside the answer, where the question has it."""
        return self.form[name] if (name := f"{self.ask.name}-{part}") in self.form else None


def done_form(ask: Ask | None, standing: Answer, revision: int, held: Mapping[str, Any]) -> DoneForm:
    """The form of a done action: on the answer that stands, without a question where none can be answered."""
    found: DoneForm = _with_question(DoneForm, ask, standing, revision, held)
    return found


def own_form(ask: Ask, held: Mapping[str, Any]) -> OwnForm:
    """The form of an own action for a question."""
    found: OwnForm = _with_question(OwnForm, ask, Answer(), 0, held)
    return found


def offer_answer(form: AnswerForm, answer: Answer | None) -> None:
    """Fill the fields with another answer than the one that stands; it counts as typed."""
    for ask in form.asks if answer else ():
        for name, data in fill(ask, answer or Answer()).items():
            form[name].data = data


def blocks_of(form: AnswerForm) -> Sequence[AskedBlock]:
    """The form's question for the page."""
    return [
        AskedBlock(
            ask,
            tuple(form[name] for name in HANDLERS[ask.question.kind].fields(ask)),
            FIGURES.units(ask) if ask.question.variants else {},
            form,
        )
        for ask in form.asks
    ]


def _with_question(
    kind: type[Any], ask: Ask | None, standing: Answer, revision: int, held: Mapping[str, Any]
) -> Any:
    fields: dict[str, Any] = {"asks": (ask,) if ask else ()}
    data: dict[str, Any] = {"client_id": secrets.token_urlsafe(16), **held}
    if ask is not None:
        filled = fill(ask, standing)
        fields |= fields_of(ask)
        data |= filled | {f"seen-{ask.name}": mark_of(filled), f"base-{ask.name}": str(revision)}
    return type(kind.__name__, (kind,), fields)(data=data)

"""Form fields for the kinds of questions: one handler a kind builds them, fills them and reads them back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from markupsafe import Markup
from wtforms import (  # type: ignore[attr-defined]
    RadioField,
    SelectChoice,
    SelectMultipleField,
    StringField,
)
from wtforms.widgets import CheckboxInput, ListWidget

from readiness.errors import InputError, InputErrors
from readiness.questionnaire.answers import Value
from readiness.questionnaire.cells import read_figure
from readiness.questionnaire.model import Kind, Option, Question, Questionnaire
from readiness.questionnaire.texts import path
from readiness.web.i18n import translate

NONE_OF_THESE = "none-of-these"
LONGEST_FIGURE = 60


@dataclass(frozen=True)
class Ask:
    """A question as one firm is asked it; `shares` are its processes, `words` gives the text of a path."""

    question: Question
    questionnaire: Questionnaire
    shares: Mapping[str, float]
    words: Callable[[str], Any]

    @property
    def name(self) -> str:
        """The name of its fields: the code without dots."""
        return path(self.question.code)

    @property
    def text(self) -> Any:
        """The question itself."""
        return self.word("text")

    def word(self, leaf: str) -> Any:
        """Words that belong to the question."""
        return self.words(f"questions.{self.name}.{leaf}")

    def has(self, leaf: str) -> bool:
        """True where such words exist at all."""
        found = f"questions.{self.name}.{leaf}"
        return any(self.questionnaire.texts.has(found, code) for code in self.questionnaire.languages)

    def unit(self, unit: str) -> Any:
        """A unit in words, as it stands where there are none."""
        place = f"units.{unit}"
        known = any(self.questionnaire.texts.has(place, code) for code in self.questionnaire.languages)
        return self.words(place) if unit and known else unit

    @property
    def wet(self) -> bool:
        """True with a wet process."""
        return any(self.questionnaire.process[code].wet for code in self.shares)

    @property
    def options(self) -> tuple[Option, ...]:
        """The options that this firm can choose from."""
        principal = self.questionnaire.principal(self.shares)
        trade = self.questionnaire.process[principal].sub_sector if principal else ""
        return tuple(o for o in self.question.options_for(trade) if self.wet or not o.wet_only)

    @property
    def na_possible(self) -> bool:
        """True where 'not applicable' can be said."""
        return self.question.na_allowed and not (self.question.na_when_dry and self.wet)


def is_asked(question: Question, shares: Mapping[str, float]) -> bool:
    """True when the question applies to one of the firm's processes."""
    return any(code in question.weights for code in shares)


class Entry(NamedTuple):
    """One typed figure: its field, the key it has in the value ('' for a plain number), its words and unit."""

    field: str
    key: str
    label: Any
    unit: str


class Handler(Protocol):
    """What each kind can do; `typed` maps field names to what was typed."""

    def fields(self, ask: Ask) -> dict[str, Any]:
        """Unbound fields by name."""

    def fill(self, ask: Ask, value: Value) -> dict[str, Any]:
        """What the fields hold for a value."""

    def read(self, ask: Ask, typed: Mapping[str, Any]) -> Value:
        """The value, None for nothing typed; InputError(s) named after fields."""

    def spoken(self, ask: Ask, value: Value) -> str:
        """The value in words."""


class Choice(NamedTuple):
    """A radio button: what the form sends, what the model holds, what is read."""

    sent: str
    value: Value
    label: Any


def _steps(ask: Ask) -> Iterator[Choice]:
    for level in range(ask.question.levels + 1):
        yield Choice(str(level), level, ask.word(f"ladder.{level}"))


def _singles(ask: Ask) -> Iterator[Choice]:
    for option in ask.options:
        yield Choice(option.code, option.code, ask.word(f"options.{option.code}"))


def _truths(_ask: Ask) -> Iterator[Choice]:
    yield Choice("yes", True, translate("Yes"))
    yield Choice("no", False, translate("No"))


def _radio(label: Any, choices: list[tuple[str, Any]]) -> Any:
    """Radio buttons; the last one takes an answer back without a script."""
    buttons = [SelectChoice(value, words) for value, words in [*choices, ("", translate("Not answered yet"))]]
    return RadioField(label, choices=buttons, validate_choice=False)


@dataclass(frozen=True)
class OneOf:
    """Ladder, single choice, yes or no: one radio button each, with its whole text."""

    choices: Callable[[Ask], Iterator[Choice]]

    def fields(self, ask: Ask) -> dict[str, Any]:
        """One group of radio buttons."""
        return {ask.name: _radio(ask.text, [(choice.sent, choice.label) for choice in self.choices(ask)])}

    def fill(self, ask: Ask, value: Value) -> dict[str, Any]:
        """The button of the value."""
        found = (c.sent for c in self.choices(ask) if c.value == value and type(c.value) is type(value))
        return {ask.name: next(found, "")}

    def read(self, ask: Ask, typed: Mapping[str, Any]) -> Value:
        """The value of the button."""
        sent = typed.get(ask.name) or ""
        found = next((choice for choice in self.choices(ask) if choice.sent == sent), None)
        if sent and found is None:
            raise InputError(ask.name, "choice_unknown")
        return found.value if found else None

    def spoken(self, ask: Ask, value: Value) -> str:
        """The text of the button."""
        return next((said(choice.label) for choice in self.choices(ask) if choice.value == value), str(value))


class ManyOf:
    """Checkboxes; 'none of these' is an answer, an empty form is none."""

    def fields(self, ask: Ask) -> dict[str, Any]:
        """One group of checkboxes, closed by 'none of these' where the questionnaire has no such option."""
        choices = [SelectChoice(option.code, ask.word(f"options.{option.code}")) for option in ask.options]
        if not any(option.exclusive for option in ask.options):
            choices.append(SelectChoice(NONE_OF_THESE, translate("None of these")))
        field = SelectMultipleField(
            ask.text, choices=choices, validate_choice=False,
            widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(),
        )  # fmt: skip
        return {ask.name: field}

    def fill(self, ask: Ask, value: Value) -> dict[str, Any]:
        """The ticked boxes."""
        return {ask.name: (list(value) or [NONE_OF_THESE]) if isinstance(value, list) else []}

    def read(self, ask: Ask, typed: Mapping[str, Any]) -> Value:
        """The codes in the questionnaire's order."""
        sent = set(typed.get(ask.name) or ())
        if not sent:
            return None
        chosen = [option for option in ask.options if option.code in sent]
        if len(chosen) + (NONE_OF_THESE in sent) < len(sent):
            raise InputError(ask.name, "choice_unknown")
        if len(sent) > 1 and (NONE_OF_THESE in sent or any(option.exclusive for option in chosen)):
            raise InputError(ask.name, "choice_alone")
        groups = [option.group for option in chosen if option.group]
        both = [option.code for option in chosen if groups.count(option.group) > 1]
        if both:
            named = translate("; ").join(said(ask.word(f"options.{code}")) for code in both)
            raise InputError(ask.name, "choice_group", options=named)
        return [option.code for option in chosen]

    def spoken(self, ask: Ask, value: Value) -> str:
        """The ticked texts in a row."""
        codes = value if isinstance(value, list) else []
        named = translate("; ").join(said(ask.word(f"options.{code}")) for code in codes)
        return named or translate("None of these")


class Graded:
    """Steps with a grade each: one row of radio buttons a step."""

    def fields(self, ask: Ask) -> dict[str, Any]:
        """A group of radio buttons for each step."""
        grades = [(code, ask.words(f"grading.{code}")) for code in self._grades(ask)]
        return {self._field(ask, o): _radio(ask.word(f"options.{o.code}"), grades) for o in ask.options}

    def fill(self, ask: Ask, value: Value) -> dict[str, Any]:
        """The grade of each step."""
        held = value if isinstance(value, dict) else {}
        return {self._field(ask, option): held.get(option.code, "") for option in ask.options}

    def read(self, ask: Ask, typed: Mapping[str, Any]) -> Value:
        """Grades by step; steps that were left out are left out here."""
        found: dict[str, str] = {}
        for option in ask.options:
            grade = typed.get(self._field(ask, option)) or ""
            if grade and grade not in self._grades(ask):
                raise InputError(self._field(ask, option), "choice_unknown")
            if grade:
                found[option.code] = grade
        return found or None

    def spoken(self, ask: Ask, value: Value) -> str:
        """Steps with their grades in a row."""
        pairs = value.items() if isinstance(value, dict) else ()
        return translate("; ").join(
            f"{said(ask.word(f'options.{code}'))}: {said(ask.words(f'grading.{grade}'))}"
            for code, grade in pairs
        )

    def _field(self, ask: Ask, option: Option) -> str:
        return f"{ask.name}-{path(option.code)}"

    def _grades(self, ask: Ask) -> list[str]:
        grading = ask.question.grading
        return [*grading.shares, grading.absent] if grading else []


class Figures:
    """Numbers: one for each scale that the firm's processes are read on, or one for each part of a formula."""

    def entries(self, ask: Ask) -> list[Entry]:
        """The figures to type; none for what is computed from the profile."""
        question = ask.question
        if question.computed:
            return []
        if question.parts:
            return [
                Entry(f"{ask.name}-{part}", part, ask.word(f"parts.{part}"), "") for part in question.parts
            ]
        if len(question.variants) == 1:
            return [Entry(ask.name, "", ask.text, question.variants[0].unit)]
        serving: dict[str, str] = {}
        for process in sorted(ask.shares, key=lambda code: (-ask.shares[code], code)):
            if process in question.variant_of:
                serving.setdefault(question.variant_of[process].code, process)
        return [self._scale(ask, code, process) for code, process in serving.items()]

    def _scale(self, ask: Ask, code: str, process: str) -> Entry:
        leaf = f"variants.{code}"
        label = ask.word(leaf) if ask.has(leaf) else ask.words(f"processes.{path(process)}")
        return Entry(f"{ask.name}-{path(process)}", process, label, ask.question.variant_of[process].unit)

    def units(self, ask: Ask) -> dict[str, Any]:
        """Field → its unit in words; '' where it has none."""
        return {entry.field: ask.unit(entry.unit) for entry in self.entries(ask)}

    def fields(self, ask: Ask) -> dict[str, Any]:
        """One line each, typed as people write numbers."""
        look = {"inputmode": "decimal", "autocomplete": "off", "maxlength": str(LONGEST_FIGURE)}
        return {entry.field: StringField(entry.label, render_kw=look) for entry in self.entries(ask)}

    def fill(self, ask: Ask, value: Value) -> dict[str, Any]:
        """The numbers that stand; a plain one stands for every scale."""
        return {entry.field: figure_text(self._part(ask, entry, value)) for entry in self.entries(ask)}

    def _part(self, ask: Ask, entry: Entry, value: Value) -> object:
        """The number of an entry: its own, else that of another process on the same scale."""
        if not isinstance(value, dict):
            return value
        if ask.question.parts or entry.key in value:
            return value.get(entry.key)
        scales = ask.question.variant_of
        wanted = scales[entry.key] if entry.key else None
        return next((n for code, n in value.items() if wanted is None or scales.get(code) == wanted), None)

    def read(self, ask: Ask, typed: Mapping[str, Any]) -> Value:
        """A number or numbers by key; InputErrors names each line that is no number or is missing."""
        found: dict[str, float] = {}
        errors: list[InputError] = []
        for entry in self.entries(ask):
            text = (typed.get(entry.field) or "").strip()
            try:
                if text:
                    found[entry.key] = read_figure(text[: LONGEST_FIGURE + 1], entry.unit)
            except ValueError:
                errors.append(InputError(entry.field, "figure_unreadable"))
        if ask.question.parts and found and not errors:
            errors = [InputError(e.field, "required") for e in self.entries(ask) if e.key not in found]
        if errors:
            raise InputErrors(errors)
        return found.get("", found) if found else None

    def spoken(self, ask: Ask, value: Value) -> str:
        """Numbers with their units in a row."""
        parts = [(entry, self._part(ask, entry, value)) for entry in self.entries(ask)]
        lone = len(parts) == 1
        return translate("; ").join(
            f"{'' if lone else f'{said(entry.label)}: '}{figure_text(number)} {said(ask.unit(entry.unit))}".strip()
            for entry, number in parts
            if number is not None
        )


def said(label: Any) -> str:
    """A label as plain text."""
    return str(label.striptags()) if isinstance(label, Markup) else str(label)


def figure_text(value: object) -> str:
    """A number as the field shows it, without needless decimals; '' for nothing."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    return repr(int(value)) if float(value).is_integer() and abs(value) < 10**15 else repr(value)


FIGURES = Figures()
HANDLERS: Mapping[Kind, Handler] = {
    Kind.LADDER: OneOf(_steps),
    Kind.SINGLE: OneOf(_singles),
    Kind.YES_NO: OneOf(_truths),
    Kind.MULTIPLE: ManyOf(),
    Kind.GRADED_MULTIPLE: Graded(),
    Kind.NUMBER: FIGURES,
}

"""An answer in words, as it stands in a table."""

from __future__ import annotations

from readiness.document.method_questions import option_text
from readiness.document.method_words import figure_word, listed, part, unit_word
from readiness.document.words import Reader, plain
from readiness.questionnaire.answers import Answer, FirmAnswers, State, Value
from readiness.questionnaire.model import Kind, Question


def answer_words(reader: Reader, question: Question, answers: FirmAnswers) -> str:
    """What a firm answered, with units; a computed figure from its profile."""
    translate = reader.translate
    answer = answers.answers.get(question.code, Answer())
    states = {
        State.NOT_MEASURED: translate("Not measured"),
        State.NOT_APPLICABLE: translate("Not applicable"),
    }
    if answer.state in states:
        return states[answer.state]
    if question.computed:
        return _computed(reader, question, answers)
    if answer.value is None:
        return translate("Unanswered")
    return _spoken(reader, question, answer.value, answers)


def value_words(reader: Reader, question: Question, value: Value, answers: FirmAnswers) -> str:
    """A value that could be an answer of this firm, with units."""
    return _spoken(reader, question, value, answers)


def _figure(reader: Reader, question: Question, value: float, answers: FirmAnswers) -> str:
    """A plain figure with its unit, where all of the firm's variants have the same."""
    units = {v.unit for v in question.variants if set(v.processes) & set(answers.shares)}
    unit = unit_word(reader, units.pop()) if len(units) == 1 else ""
    return f"{plain(value)} {unit}".strip()


def _spoken(reader: Reader, question: Question, value: Value, answers: FirmAnswers) -> str:
    translate = reader.translate
    if isinstance(value, bool):
        return translate("Yes") if value else translate("No")
    if isinstance(value, int | float) and question.kind is Kind.NUMBER:
        return _figure(reader, question, value, answers)
    texts = {option.code: option_text(reader, question, option) for option in question.options}
    if isinstance(value, dict):
        return listed(
            reader,
            (
                translate(
                    "%(name)s: %(value)s",
                    name=_name(reader, question, key, texts),
                    value=_cell(reader, question, key, found),
                )
                for key, found in value.items()
            ),
        )
    if isinstance(value, list):
        return listed(reader, (texts.get(code, code) for code in value)) or translate("none of these")
    if isinstance(value, str):
        return texts.get(value, value)
    return translate("step %(step)s", step=value)


def _name(reader: Reader, question: Question, key: str, texts: dict[str, str]) -> str:
    """A key of an answer: an option, a part, or a process."""
    if key in texts:
        return texts[key]
    return figure_word(reader, question, key) if key in question.parts else reader.name("processes", key)


def _cell(reader: Reader, question: Question, key: str, value: str | float) -> str:
    if isinstance(value, str):
        return reader.name("grading", value)
    variant = question.variant_of.get(key)
    return f"{plain(value)} {unit_word(reader, variant.unit) if variant else ''}".strip()


def _computed(reader: Reader, question: Question, answers: FirmAnswers) -> str:
    """The arithmetic over the profile's figures."""
    ratio = question.formula
    figures = [part(answers.profile, name) for name in (ratio.numerator + ratio.denominator if ratio else ())]
    if ratio is None or None in figures:
        return reader.translate("figures are missing")
    shown = [plain(figure) for figure in figures if figure is not None]
    top = " + ".join(shown[: len(ratio.numerator)])
    below = " + ".join(shown[len(ratio.numerator) :])
    words = f"({top})" if len(ratio.numerator) > 1 else top
    words += f" ÷ ({below})" if len(ratio.denominator) > 1 else f" ÷ {below}"
    return f"{words} × {plain(ratio.factor)}" if ratio.factor != 1 else words

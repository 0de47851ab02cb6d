"""The quality of a round as tables of words, for the page of the office and for the command line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from readiness.document.words import Reader
from readiness.scoring.quality import Agreement, DimensionQuality, Quality, QuestionQuality
from readiness.scoring.reliability import Why

NOTHING = "–"
Row = tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """`columns` are (words, 'text' or 'number'); the first one names the row. `notes` are sentences below it."""

    title: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()


def quality_tables(reader: Reader, found: Quality, consultants: Mapping[str, str]) -> tuple[Table, ...]:
    """Dimensions, questions and, where audits are signed, agreement by consultant and by question."""
    tables = [_dimensions(reader, found.dimensions), _questions(reader, found.dimensions)]
    if found.agreement is not None:
        tables += [_consultants(reader, found, consultants), _audited_questions(reader, found.by_question)]
    return tuple(tables)


def _dimensions(reader: Reader, found: Sequence[DimensionQuality]) -> Table:
    say = reader.translate
    rows = [
        (
            reader.name("dimensions", line.reliability.code),
            f"{line.reliability.firms}",
            _two(line.reliability.alpha),
            _two(line.reliability.standardised),
            _one(line.weight.nominal),
            _one(line.weight.importance),
        )
        for line in found
    ]
    numbers = (
        say("Firms"),
        say("Alpha"),
        say("Standardised alpha"),
        say("Weight, %"),
        say("Actual importance, %"),
    )
    return Table(
        say("Dimensions"), _columns(say("Dimension"), numbers), tuple(rows), tuple(_notes(reader, found))
    )


def _notes(reader: Reader, found: Sequence[DimensionQuality]) -> Iterator[str]:
    """Why a number is missing, and what one below zero says."""
    for line in found:
        name, alpha = reader.name("dimensions", line.reliability.code), line.reliability.alpha
        if line.reliability.why is not Why.NOTHING:
            yield reader.translate(
                "%(name)s: %(value)s", name=name, value=why_sentence(reader, line.reliability.why)
            )
        elif alpha is not None and alpha < 0:
            yield reader.translate(
                "%(name)s: %(value)s",
                name=name,
                value=reader.translate("Alpha is below zero: the questions contradict each other."),
            )


def why_sentence(reader: Reader, why: Why) -> str:
    """What keeps a dimension from having an alpha; '' for nothing."""
    say = reader.translate
    return {
        Why.NOTHING: "",
        Why.FEW_QUESTIONS: say(
            "No alpha: it takes at least two questions that weigh something and are answered."
        ),
        Why.FEW_FIRMS: say("No alpha: fewer than two firms answered the same two questions."),
        Why.CONSTANT: say("No alpha: all firms stand alike."),
        Why.CANCELLED: say("No alpha: the questions cancel each other out, so that their sum hardly varies."),
        Why.GAPS: say(
            "No alpha: with the answers that are missing, firms differ too much from question to question."
        ),
    }[why]


def _questions(reader: Reader, found: Sequence[DimensionQuality]) -> Table:
    say = reader.translate
    numbers = (
        say("Firms"), say("Mean"), say("At 0, %"), say("At 100, %"), say("Does not apply, %"), say("N/A claimed, %"),
        say("Unanswered, %"), say("Item–rest correlation"), say("Alpha without it"), say("Weight, %"),
        say("Actual importance, %"),
    )  # fmt: skip
    rows = tuple(_question(reader, line) for dimension in found for line in dimension.questions)
    return Table(say("Questions"), _columns(say("Question"), numbers), rows)


def _question(reader: Reader, line: QuestionQuality) -> Row:
    item = line.item
    shares = (item.mean, item.floor, item.ceiling, line.not_applicable, line.claimed_na, line.unanswered)
    return (
        f"{item.code} {reader.question(item.code)}".strip(),
        f"{item.firms}",
        *(_one(share) for share in shares),
        _two(item.item_rest),
        _two(item.alpha_without),
        _one(line.weight.nominal),
        _one(line.weight.importance),
    )


def _consultants(reader: Reader, found: Quality, names: Mapping[str, str]) -> Table:
    say = reader.translate
    lines = [(say("All audits"), found.agreement)] if found.agreement else []
    lines += [(names.get(line.code, line.code), line) for line in found.by_consultant]
    return Table(
        say("Declared against audited, by consultant"),
        _columns(say("Consultant"), _agreement_columns(reader)),
        tuple((name, *_agreement(line)) for name, line in lines),
        (
            say("A bias above zero: firms claimed more than was found, in points of a question."),
            say("No kappa or alpha where declared and audited levels are all one and the same."),
        ),
    )


def _audited_questions(reader: Reader, lines: Sequence[Agreement]) -> Table:
    say = reader.translate
    return Table(
        say("Declared against audited, by question"),
        _columns(say("Question"), _agreement_columns(reader)),
        tuple((f"{line.code} {reader.question(line.code)}".strip(), *_agreement(line)) for line in lines),
    )


def _agreement_columns(reader: Reader) -> tuple[str, ...]:
    say = reader.translate
    return (
        say("Answers"), say("Weighted kappa"), say("Krippendorff's alpha"), say("Bias"), say("Bias, 95 % from"),
        say("Bias, 95 % to"),
    )  # fmt: skip


def _agreement(line: Agreement) -> Row:
    bias = line.bias
    numbers = (_one(bias.mean), _one(bias.lower), _one(bias.upper))
    return (f"{line.kappa.count}", _two(line.kappa.value), _two(line.alpha), *numbers)


def _columns(first: str, numbers: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return ((first, "text"), *((words, "number") for words in numbers))


def _one(value: float | None) -> str:
    return NOTHING if value is None else f"{value + 0.0:.1f}".replace("-0.0", "0.0").replace("-", "−")


def _two(value: float | None) -> str:
    return NOTHING if value is None else f"{value:.2f}".replace("-", "−")

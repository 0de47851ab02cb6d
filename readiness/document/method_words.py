"""Words that the method, the worked example and the blank questionnaire share."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from readiness.document.words import Reader, plain, safe_text
from readiness.questionnaire.model import Aggregation, Question, Ratio, Role, Source, Variant

PRODUCT, OVER = " × ", " ÷ "


def kind_word(reader: Reader, question: Question) -> str:
    """What kind of answer a question takes."""
    translate = reader.translate
    return {
        "ladder": translate("Ladder of steps"),
        "single": translate("One of a list"),
        "multiple": translate("Several of a list"),
        "graded_multiple": translate("List with grades"),
        "number": translate("Number"),
        "yes_no": translate("Yes or no"),
    }[question.kind.value]


def role_word(reader: Reader, question: Question) -> str:
    """Core or hold; '' for every other question."""
    if question.role is Role.CORE:
        return reader.translate("Core question")
    return reader.translate("Hold question") if question.role is Role.HOLD else ""


def aggregation_word(reader: Reader, aggregation: Aggregation) -> str:
    """How a node joins its children."""
    if aggregation is Aggregation.WEIGHTED_MEAN:
        return reader.translate("weighted mean")
    return reader.translate("weighted geometric mean")


def listed(reader: Reader, words: Iterable[str]) -> str:
    """Words in a row."""
    return reader.translate("; ").join(words)


def process_words(reader: Reader, codes: Collection[str]) -> str:
    """Processes by name, whole sub-sectors by the sub-sector's; 'all processes' for all."""
    asked = reader.questionnaire
    if {p.code for p in asked.processes} <= set(codes):
        return reader.translate("all processes")
    found: list[str] = []
    for sector in asked.sub_sectors:
        own = [p.code for p in asked.processes if p.sub_sector == sector]
        mine = [code for code in own if code in codes]
        if mine == own and mine:
            found.append(reader.name("sub_sectors", sector))
        else:
            found += [reader.name("processes", code) for code in mine]
    return listed(reader, found)


def weight_words(reader: Reader, question: Question) -> str:
    """The weight, or each weight with the processes it holds for."""
    by_weight: dict[float, list[str]] = {}
    for process, weight in question.weights.items():
        by_weight.setdefault(weight, []).append(process)
    if len(by_weight) == 1:
        return plain(next(iter(by_weight)))
    return listed(
        reader,
        (
            reader.translate("%(name)s: %(value)s", name=process_words(reader, codes), value=plain(weight))
            for weight, codes in by_weight.items()
        ),
    )


def variant_name(reader: Reader, question: Question, variant: Variant) -> str:
    """The name of a variant, else the processes it is for."""
    name = reader.text("questions", question.code, f".variants.{variant.code}")
    return name or process_words(reader, variant.processes)


def unit_word(reader: Reader, unit: str) -> str:
    """A unit in the reader's language."""
    return reader.text("units", unit) or unit


def source_text(reader: Reader, source: Source) -> str:
    """Where a number comes from, in the reader's words; as its author wrote it where there are none."""
    place = f"sources.{source.text}"
    found = reader.questionnaire.texts.get(place, reader.language).value
    return safe_text(source.text if found == place else found)


def source_cells(reader: Reader, source: Source) -> tuple[str, str, str, str]:
    """Source, grade, year and whether it is settled, as a table shows them."""
    unsure = reader.translate("unsure") if source.unsure else "–"
    return (
        source_text(reader, source) or "–",
        source.grade or "–",
        str(source.year or "–"),
        unsure,
    )


def ratio_words(reader: Reader, question: Question) -> str:
    """A formula over figures by their names: 'A + B ÷ C × 100, divided by at least 10'; '' without one."""
    if question.formula is None:
        return ""
    return _ratio(reader, question, question.formula)


def _ratio(reader: Reader, question: Question, ratio: Ratio) -> str:
    top = " + ".join(figure_word(reader, question, name) for name in ratio.numerator)
    below = " + ".join(figure_word(reader, question, name) for name in ratio.denominator)
    words = f"({top})" if len(ratio.numerator) > 1 else top
    words += OVER + (f"({below})" if len(ratio.denominator) > 1 else below)
    if ratio.factor != 1:
        words += f"{PRODUCT}{plain(ratio.factor)}"
    if ratio.least:
        words = reader.translate(
            "%(formula)s, dividing by at least %(least)s", formula=words, least=plain(ratio.least)
        )
    return words


def figure_word(reader: Reader, question: Question, name: str) -> str:
    """A figure of a formula: a part of the answer, or a field of the profile."""
    if name in question.parts:
        return reader.text("questions", question.code, f".parts.{name}") or name
    return reader.name("profile", name)


def part(values: Mapping[str, object], name: str) -> float | None:
    """A figure by its name, None where it is missing."""
    found = values.get(name)
    return float(found) if isinstance(found, int | float) and not isinstance(found, bool) else None

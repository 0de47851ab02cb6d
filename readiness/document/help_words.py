"""The help of a question in order: what a firm is told beside it, and what a consultant is told besides."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from readiness.document.method_words import listed, ratio_words, variant_name
from readiness.document.words import Reader
from readiness.questionnaire.model import Question

Pairs = tuple[tuple[str, str], ...]


def help_pairs(
    reader: Reader, question: Question, processes: Collection[str], *, audit: bool = False
) -> Pairs:
    """Pairs of a name and words; examples only of the variants that these processes use. `audit` adds where and at
    what the auditor looks."""
    return tuple((name, words) for name, words in _pairs(reader, question, processes, audit=audit) if words)


def _pairs(
    reader: Reader, question: Question, processes: Collection[str], *, audit: bool
) -> Iterator[tuple[str, str]]:
    translate = reader.translate
    yield from own_lists(reader, question, processes)
    formula = _word(reader, question, "formula")
    if not formula and question.formula:
        formula = ratio_words(reader, question)
    yield translate("Formula"), formula
    yield translate("Period"), _word(reader, question, "period")
    yield translate("What counts"), _word(reader, question, "counts")
    yield translate("What does not count"), _word(reader, question, "excluded")
    yield from examples(reader, question, processes)
    yield translate("Note"), _word(reader, question, "note")
    yield translate("Evidence"), _word(reader, question, "evidence")
    kinds = (reader.name("evidence_kinds", code) for code in question.evidence_kinds)
    yield translate("Kinds of evidence"), listed(reader, kinds)
    yield translate("Who usually knows"), known_by(reader, question)
    if audit:
        yield translate("What the auditor looks at"), _word(reader, question, "audit")
        yield translate("Where"), reader.name("places", question.place) if question.place else ""


def own_lists(reader: Reader, question: Question, processes: Collection[str]) -> Iterator[tuple[str, str]]:
    """What the question's list names for each sub-sector; of firms with shares only for the largest process."""
    asked = reader.questionnaire
    ruling = (asked.principal(processes),) if isinstance(processes, Mapping) and processes else processes
    for code in _trades(reader, ruling):
        name = reader.name("sub_sectors", code)
        yield (
            reader.translate("List for %(sub_sector)s", sub_sector=name),
            _word(reader, question, f"list.{code}"),
        )


def examples(reader: Reader, question: Question, processes: Collection[str]) -> Iterator[tuple[str, str]]:
    """The example of each variant in use, with a name before it where there are several. A variant of several
    sub-sectors has examples of its trades; the firm's trades without one read the variant's."""
    translate = reader.translate
    found: list[tuple[str, str]] = []
    for variant in question.variants:
        used = set(variant.processes) & set(processes)
        wide = len(_trades(reader, variant.processes)) > 1
        trades = {code: reader.name("sub_sectors", code) for code in _trades(reader, used)}
        own = {code: _word(reader, question, f"examples.{code}") for code in trades} if wide else {}
        rest = [name for code, name in trades.items() if not own.get(code)]
        if rest:
            name = listed(reader, rest) if any(own.values()) else variant_name(reader, question, variant)
            found.append((name, _word(reader, question, f"examples.{variant.code}")))
        found += [(trades[code], words) for code, words in own.items() if words]
    for name, words in found:
        yield (
            translate("Example"),
            translate("%(name)s: %(value)s", name=name, value=words) if words and len(found) > 1 else words,
        )


def _trades(reader: Reader, processes: Collection[str]) -> tuple[str, ...]:
    """The sub-sectors of these processes, in the questionnaire's order."""
    asked = reader.questionnaire
    own = {process.sub_sector for process in asked.processes if process.code in processes}
    return tuple(code for code in asked.sub_sectors if code in own)


def known_by(reader: Reader, question: Question) -> str:
    """Who in a firm usually knows, most likely first."""
    return listed(reader, (reader.name("roles", code) for code in question.known_by))


def _word(reader: Reader, question: Question, leaf: str) -> str:
    return reader.text("questions", question.code, f".{leaf}")

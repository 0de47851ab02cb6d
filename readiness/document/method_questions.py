"""Every question of a pillar as the method shows it: what it asks, whom, how it is scored and from which source."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.document.blocks import Block, Chapter, Facts, Section, Table
from readiness.document.help_words import own_lists
from readiness.document.method import band_sign
from readiness.document.method_words import (
    aggregation_word,
    kind_word,
    listed,
    process_words,
    ratio_words,
    role_word,
    source_cells,
    unit_word,
    variant_name,
    weight_words,
)
from readiness.document.words import Reader, plain
from readiness.questionnaire.model import Dimension, Kind, Option, Pillar, Question
from readiness.questionnaire.texts import path


def chapter(reader: Reader, pillar: Pillar) -> Chapter:
    """One pillar with its dimensions and questions."""
    return Chapter(
        code=pillar.code,
        name=reader.name("pillars", pillar.code),
        accent=pillar.accent,
        sections=tuple(_dimension(reader, pillar, dimension) for dimension in pillar.dimensions),
    )


def _dimension(reader: Reader, pillar: Pillar, dimension: Dimension) -> Section:
    translate = reader.translate
    whole = sum(own.weight for own in pillar.dimensions)
    facts = (
        (
            translate("Weight in the pillar"),
            translate("%(part)s of %(whole)s", part=plain(dimension.weight), whole=plain(whole)),
        ),
        (translate("Joined by"), aggregation_word(reader, dimension.aggregation)),
        (translate("Full weight of its questions"), plain(sum(q.weight for q in dimension.questions))),
    )
    return Section(
        title=f"{dimension.code} {reader.name('dimensions', dimension.code)}",
        anchor=path(dimension.code),
        blocks=(Facts(facts),),
        sections=tuple(_question(reader, question) for question in dimension.questions),
    )


def _question(reader: Reader, question: Question) -> Section:
    facts = tuple((name, words) for name, words in _facts(reader, question) if words)
    return Section(
        title=f"{question.code} {reader.question(question.code)}",
        anchor=path(question.code),
        blocks=(Facts(facts), *_scale(reader, question)),
    )


def _facts(reader: Reader, question: Question) -> Iterator[tuple[str, str]]:
    translate = reader.translate
    yield translate("Kind of answer"), kind_word(reader, question)
    yield translate("Weight"), weight_words(reader, question)
    yield translate("Role"), role_word(reader, question)
    yield translate("Counted among"), listed(reader, (reader.name("groups", g) for g in question.groups))
    yield translate("Applies to"), process_words(reader, tuple(question.weights))
    yield translate("Formula"), ratio_words(reader, question) if question.formula else ""
    yield translate("Remarks"), listed(reader, _remarks(reader, question))
    yield from own_lists(reader, question, [process.code for process in reader.questionnaire.processes])
    yield translate("Note"), reader.text("questions", question.code, ".note")
    yield translate("Measures"), translate(", ").join(question.measures)


def _remarks(reader: Reader, question: Question) -> Iterator[str]:
    translate = reader.translate
    if question.computed:
        yield translate("computed from the profile")
    if question.score_at_least:
        yield translate("scores at least as much as %(code)s", code=question.score_at_least)
    if question.na_allowed:
        if question.na_when_dry:
            yield translate("may be not applicable for firms without a wet process")
        else:
            yield translate("may be not applicable, with a reason")
    if question.scale_to_applicable:
        yield translate("points in percent of what a firm of this kind can reach")
    if question.grading:
        yield translate("divided by at least %(least)s points", least=plain(question.grading.least))
        yield listed(
            reader,
            (
                translate("%(name)s: %(value)s", name=reader.name("grading", code), value=plain(share))
                for code, share in question.grading.shares.items()
            ),
        )


def _scale(reader: Reader, question: Question) -> Iterator[Block]:
    translate = reader.translate
    if question.kind is Kind.LADDER:
        rows = tuple(
            (
                str(step),
                reader.text("questions", question.code, f".ladder.{step}"),
                plain(round(100 * step / question.levels, 4)),
            )
            for step in range(question.levels + 1)
        )
        yield Table(
            (translate("Step"), translate("What can be seen"), translate("Score")), rows, frozenset({2})
        )
    elif question.options:
        heads = (translate("Option"), translate("Points"), translate("Condition"))
        rows = tuple(_option(reader, question, option) for option in question.options)
        yield Table(heads, rows, frozenset({1}))
    elif question.kind is Kind.NUMBER:
        yield _variants(reader, question)


def _option(reader: Reader, question: Question, option: Option) -> tuple[str, str, str]:
    translate = reader.translate
    conditions = []
    if option.sub_sector:
        conditions.append(reader.name("sub_sectors", option.sub_sector))
    if option.wet_only:
        conditions.append(translate("only with a wet process"))
    if option.group:
        others = (
            option_text(reader, question, o)
            for o in question.options
            if o.group == option.group and o != option
        )
        conditions.append(
            translate("only the best of this and “%(others)s” counts", others=listed(reader, others))
        )
    if option.exclusive:
        conditions.append(translate("stands alone"))
    text = option_text(reader, question, option)
    return text, plain(option.points), listed(reader, conditions) or "–"


def option_text(reader: Reader, question: Question, option: Option) -> str:
    """The words of an option; its code where there are none."""
    return reader.text("questions", question.code, f".options.{option.code}") or option.code


def _variants(reader: Reader, question: Question) -> Table:
    """One row for each set of knots."""
    translate = reader.translate
    rows = []
    for variant in question.variants:
        knots = " · ".join(
            f"{band_sign(variant)}{plain(value)}\N{NO-BREAK SPACE}→\N{NO-BREAK SPACE}{plain(score)}"
            for value, score in variant.knots
        )
        name = variant_name(reader, question, variant)
        only = len(variant.processes) == 1
        processes = variant.processes[0] if only else process_words(reader, variant.processes)
        rows.append(
            (
                name if name == processes else translate("%(name)s (%(more)s)", name=name, more=processes),
                unit_word(reader, variant.unit),
                knots,
                *source_cells(reader, variant.source),
            )
        )
    heads = (
        translate("Variant"), translate("Unit"), translate("Value → score"), translate("Source"), translate("Grade"),
        translate("Year"), translate("Settled?"),
    )  # fmt: skip
    return Table(heads, tuple(rows))

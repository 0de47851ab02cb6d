"""One firm worked through from its answers to its level; every figure is the engine's, rounded to four places."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.document.answer_words import answer_words
from readiness.document.blocks import Block, Formula, Items, Paragraph, Section, Table
from readiness.document.method_words import listed
from readiness.document.sentences import gate_sentence, level_sentence
from readiness.document.words import Reader, plain
from readiness.questionnaire.answers import FirmAnswers
from readiness.questionnaire.model import Aggregation, Dimension, Pillar, Question
from readiness.questionnaire.texts import path
from readiness.scoring.scorecard import DimensionLine, PillarLine, QuestionLine, Scorecard

PLACES = 4


def example(reader: Reader, answers: FirmAnswers, card: Scorecard, name: str) -> Section:
    """The worked example; `name` is how the firm is called."""
    translate, asked = reader.translate, reader.questionnaire
    shares = listed(
        reader,
        (
            translate(
                "%(name)s: %(value)s",
                name=reader.name("processes", code),
                value=f"{plain(round(100 * share, 2))} %",
            )
            for code, share in answers.shares.items()
        ),
    )
    lead = translate(
        "%(name)s, an invented firm, with these shares of output value: %(shares)s. Its own answers are scored; each "
        "counts up to the cap of its evidence.",
        name=name,
        shares=shares,
    )
    return Section(
        title=translate("A worked example"),
        anchor="example",
        blocks=(Paragraph(lead),),
        sections=(
            *(
                _pillar(reader, pillar, line, answers)
                for pillar, line in zip(asked.pillars, card.pillars, strict=True)
            ),
            Section(translate("Index and level"), "example-index", tuple(_result(reader, card))),
        ),
    )


def rounded(value: float) -> str:
    """A figure of the example with at most four places."""
    return plain(round(value, PLACES))


def _pillar(reader: Reader, pillar: Pillar, line: PillarLine, answers: FirmAnswers) -> Section:
    blocks: list[Block] = []
    weights, scores = [], []
    for dimension, found in zip(pillar.dimensions, line.dimensions, strict=True):
        blocks += _dimension(reader, dimension, found, answers)
        if found.score is not None and found.weight:
            weights.append(_thinned(reader, dimension, found, answers))
            scores.append(found.score)
    blocks.append(Formula(join_words(pillar.code, weights, scores, pillar.aggregation, line.score)))
    return Section(
        f"{pillar.code} {reader.name('pillars', pillar.code)}", f"example-{path(pillar.code)}", tuple(blocks)
    )


def _dimension(
    reader: Reader, dimension: Dimension, line: DimensionLine, answers: FirmAnswers
) -> Iterator[Block]:
    translate = reader.translate
    heads = (
        translate("Question"), translate("Answer"), translate("Score"), translate("Evidence"), translate("Cap"),
        translate("Counted"), translate("Weight"),
    )  # fmt: skip
    rows: list[tuple[str, ...]] = []
    weights: list[float] = []
    scores: list[float] = []
    for question, found in zip(dimension.questions, line.questions, strict=True):
        if found.applicable:
            weight = weight_of(question, answers)
            rows.append(_row(reader, question, found, answers, weight))
            weights.append(weight)
            scores.append(found.counted)
    yield Table(heads, tuple(rows), frozenset({2, 4, 5, 6}))
    if line.score is not None and sum(weights) > 0:
        yield Formula(join_words(dimension.code, weights, scores, dimension.aggregation, line.score))


def _row(
    reader: Reader, question: Question, line: QuestionLine, answers: FirmAnswers, weight: float
) -> tuple[str, ...]:
    caps = {grade.code: grade.cap for grade in reader.questionnaire.grades}
    return (
        question.code,
        answer_words(reader, question, answers),
        rounded(line.raw),
        reader.name("evidence", line.grade),
        plain(caps[line.grade]),
        rounded(line.counted),
        rounded(weight),
    )


def weight_of(question: Question, answers: FirmAnswers) -> float:
    """The question's weight times the share of output value it applies to."""
    return sum(share * question.weights.get(code, 0.0) for code, share in answers.shares.items())


def _thinned(reader: Reader, dimension: Dimension, line: DimensionLine, answers: FirmAnswers) -> float:
    """The weight of a dimension, less where little of it applies."""
    applicable = sum(
        weight_of(question, answers)
        for question, found in zip(dimension.questions, line.questions, strict=True)
        if found.applicable
    )
    full = sum(question.weight for question in dimension.questions)
    if full <= 0:
        return 0.0
    return dimension.weight * min(1.0, applicable / full / reader.questionnaire.rules.thin_below)


def join_words(
    code: str, weights: list[float], scores: list[float], aggregation: Aggregation, result: float
) -> str:
    """'NAME = (3 × 60 + 2 × 40) ÷ 5 = 52', or powers for a geometric mean."""
    whole = sum(weights)
    if aggregation is Aggregation.WEIGHTED_MEAN:
        parts = " + ".join(f"{rounded(w)} × {rounded(s)}" for w, s in zip(weights, scores, strict=True))
        return f"{code} = ({parts}) ÷ {rounded(whole)} = {rounded(result)}"
    powers = " × ".join(
        f"{rounded(s)}^({rounded(w)} ÷ {rounded(whole)})" for w, s in zip(weights, scores, strict=True)
    )
    return f"{code} = {powers} = {rounded(result)}"


def _result(reader: Reader, card: Scorecard) -> Iterator[Block]:
    translate, asked = reader.translate, reader.questionnaire
    applied = [
        (pillar.weight, max(line.score, asked.rules.floor))
        for pillar, line in zip(asked.pillars, card.pillars, strict=True)
        if line.weight
    ]
    weights, scores = [weight for weight, _ in applied], [score for _, score in applied]
    yield Formula(join_words(translate("Index"), weights, scores, asked.rules.aggregation, card.index))
    yield Paragraph(level_sentence(asked, card, reader.language, translate))
    gates = [gate for gate in card.gates if 0 < gate.level <= card.level + 1]
    yield Items(tuple(gate_sentence(asked, gate, reader.language, translate) for gate in gates))

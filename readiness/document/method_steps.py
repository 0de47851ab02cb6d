"""How a score comes about, in sentences and formulae for a calculator; every number is the questionnaire's."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.document.blocks import Block, Formula, Items, Paragraph, Section
from readiness.document.method_tables import caps_table, grading_words, levels_table
from readiness.document.method_words import listed
from readiness.document.words import Reader, plain
from readiness.questionnaire.model import Aggregation, Kind, Role


def steps(reader: Reader) -> Section:
    """From an answer to the level, one step after the other."""
    translate = reader.translate
    return Section(
        title=translate("How a score is computed"),
        anchor="steps",
        blocks=(
            Paragraph(
                translate(
                    "Every step can be followed with a calculator. Nothing is rounded between the steps; what is "
                    "published or compared with a threshold is rounded to 0.0001, halves to the even digit. Who "
                    "stands exactly on a threshold has reached it."
                )
            ),
        ),
        sections=(
            Section(translate("1. The score of an answer"), "step-score", tuple(_answers(reader))),
            Section(translate("2. What evidence lets it count"), "step-evidence", tuple(_evidence(reader))),
            Section(translate("3. The weight of a question"), "step-weight", tuple(_weights(reader))),
            Section(translate("4. From questions to the index"), "step-index", tuple(_index(reader))),
            Section(translate("5. The level and its gates"), "step-level", tuple(_levels(reader))),
            Section(translate("6. When a result is official"), "step-official", tuple(_official(reader))),
        ),
    )


def _answers(reader: Reader) -> Iterator[Block]:
    translate = reader.translate
    asked = {question.kind for question in reader.questionnaire.questions}
    yield Paragraph(translate("Every answer scores from 0 to 100."))
    words = {
        Kind.LADDER: translate(
            "Ladder of steps: 100 × step ÷ highest step. A step is reached when it and all steps below it are met."
        ),
        Kind.SINGLE: translate("One of a list: the points beside the chosen option."),
        Kind.YES_NO: translate("Yes or no: yes scores 100, no scores 0."),
        Kind.MULTIPLE: translate(
            "Several of a list: the points of all ticked options added up, at most 100. Of a group only its best "
            "option counts; an option that stands alone replaces the sum."
        ),
        Kind.GRADED_MULTIPLE: translate(
            "List with grades: 100 × the sum of points × share of the grade, divided by the sum of points of the steps "
            "that the firm has, or by the least divisor of the question where that is more. Shares: %(shares)s.",
            shares=grading_words(reader),
        ),
        Kind.NUMBER: translate(
            "Number: between two values of its table the score runs in a straight line; beyond the first and the last "
            "value it stays flat. A sign such as ≥ before the values makes steps of them: the best one met counts."
        ),
    }
    yield Items(tuple(text for kind, text in words.items() if kind in asked))
    yield Formula(
        translate(
            "score = lower score + (value − lower value) ÷ (upper value − lower value) × (upper score − lower score)"
        )
    )
    yield Items(
        (
            translate(
                "A number with several variants is scored for each of the firm's processes with the variant of that "
                "process; the scores are averaged with the processes' shares of output value as weights."
            ),
            translate("Not measured counts as answered and scores 0."),
            translate(
                "Not applicable, where the question allows it, takes the question away; its weight goes to the others."
            ),
        )
    )


def _evidence(reader: Reader) -> Iterator[Block]:
    translate, rules = reader.translate, reader.questionnaire.rules
    yield Paragraph(translate("An answer counts at most the cap of its evidence."))
    yield Formula(translate("counted score = the smaller of score and cap"))
    yield caps_table(reader)
    yield Paragraph(
        translate(
            "After a check on site the value found takes the place of the stated one, with the evidence found. "
            "Over-claiming is then the mean, over the audited questions, of what they counted as declared minus what "
            "they count as audited, at least 0. From every other answer that no consultant has checked it takes"
        )
    )
    yield Formula(
        translate(
            "audited questions ÷ (audited questions + %(shrink)s) × over-claiming", shrink=plain(rules.shrink)
        )
    )
    yield Paragraph(
        translate(
            "and no answer falls below 0. A result carries a remark on integrity when, over at least %(questions)s "
            "audited questions, the stated scores lie more than %(points)s points above the found ones on average, or "
            "when a hold question was stated that was not so.",
            questions=rules.integrity_questions,
            points=plain(rules.integrity_points),
        )
    )


def _weights(reader: Reader) -> Iterator[Block]:
    translate, rules = reader.translate, reader.questionnaire.rules
    yield Paragraph(
        translate(
            "A question weighs its own weight times the share of output value of the processes it applies to, from 0 "
            "to 1. What does not apply has no weight, so that the others share it."
        )
    )
    yield Formula(translate("weight of a question = weight × share of output value it applies to"))
    yield Paragraph(
        translate(
            "A dimension of which little applies weighs less: below %(percent)s of the full weight of its questions "
            "its own weight falls in proportion, down to 0.",
            percent=reader.in_percent(plain(100 * rules.thin_below)),
        )
    )
    yield Formula(
        translate(
            "weight of a dimension = weight × the smaller of 1 and (weight of its questions ÷ their full weight ÷ "
            "%(share)s)",
            share=plain(rules.thin_below),
        )
    )


def _index(reader: Reader) -> Iterator[Block]:
    translate, asked = reader.translate, reader.questionnaire
    means = {asked.rules.aggregation}
    means |= {pillar.aggregation for pillar in asked.pillars}
    means |= {dimension.aggregation for dimension in asked.dimensions}
    yield Paragraph(
        translate(
            "Questions are joined to dimensions, dimensions to pillars and pillars to the index. How each is joined "
            "stands beside it; the index is a %(mean)s.",
            mean=_mean(reader, asked.rules.aggregation),
        )
    )
    if Aggregation.WEIGHTED_MEAN in means:
        yield Formula(translate("weighted mean = sum of (weight × score) ÷ sum of weights"))
    if Aggregation.WEIGHTED_GEOMETRIC_MEAN in means:
        yield Formula(
            translate(
                "weighted geometric mean = product of all scores, each raised to the power of (its weight ÷ sum of "
                "weights)"
            )
        )
        yield Paragraph(
            translate(
                "In a geometric mean a score below %(floor)s stands as %(floor)s. A weak part costs more there than a "
                "strong one brings.",
                floor=plain(asked.rules.floor),
            )
        )
    yield Formula(index_formula(reader))


def index_formula(reader: Reader) -> str:
    """The index of this questionnaire over its pillars' codes."""
    asked = reader.questionnaire
    whole = sum(pillar.weight for pillar in asked.pillars)
    shares = [(pillar.code, plain(pillar.weight / whole)) for pillar in asked.pillars]
    geometric = asked.rules.aggregation is Aggregation.WEIGHTED_GEOMETRIC_MEAN
    parts = [f"{code}^{share}" if geometric else f"{share} × {code}" for code, share in shares]
    joined = (" × " if geometric else " + ").join(parts)
    return reader.translate("index = %(parts)s", parts=joined)


def _mean(reader: Reader, aggregation: Aggregation) -> str:
    if aggregation is Aggregation.WEIGHTED_MEAN:
        return reader.translate("weighted mean")
    return reader.translate("weighted geometric mean")


def _levels(reader: Reader) -> Iterator[Block]:
    translate, rules = reader.translate, reader.questionnaire.rules
    yield Paragraph(
        translate(
            "A level is reached when every condition of it and of all levels below is met: the index, the floor of "
            "every pillar that applies, the core questions and their evidence. Points alone do not lift a firm over "
            "a gate."
        )
    )
    yield Formula(
        translate("question level = counted score ÷ %(step)s, rounded down", step=plain(rules.question_step))
    )
    yield Paragraph(
        translate(
            "Percents are of the core questions that apply to the firm; "
            "their evidence is asked only of those that score."
        )
    )
    yield levels_table(reader)


def _official(reader: Reader) -> Iterator[Block]:
    translate, rules = reader.translate, reader.questionnaire.rules
    lost = translate("Points lost by question add up to 100 minus the index.")
    if rules.aggregation is Aggregation.WEIGHTED_GEOMETRIC_MEAN:
        lost = translate(
            "Points lost by question add up to 100 minus the index. In a geometric mean each loses in proportion to "
            "weight × ln(100 ÷ score)."
        )
    yield Items(
        (
            translate(
                "Coverage is the answered weight divided by the weight that applies. A result is a draft below "
                "%(overall)s overall or below %(dimension)s in a dimension.",
                overall=reader.in_percent(plain(rules.coverage_overall)),
                dimension=reader.in_percent(plain(rules.coverage_dimension)),
            ),
            *_holds(reader),
            translate(
                "A self-declared result is valid for %(declared)s months, a verified one for %(verified)s; an audit "
                "counts for %(audit)s months from its signature.",
                declared=rules.declared_months,
                verified=rules.verified_months,
                audit=rules.audit_months,
            ),
            lost,
        )
    )


def _holds(reader: Reader) -> Iterator[str]:
    """Hold questions and entry statements, as far as the questionnaire has them."""
    translate, asked = reader.translate, reader.questionnaire
    holds = [question.code for question in asked.questions if question.role is Role.HOLD]
    if holds:
        yield translate(
            "A hold question answered with no or not measured puts the result on hold: it is scored, not ranked. "
            "Hold questions: %(codes)s.",
            codes=translate(", ").join(holds),
        )
    words = {
        "required": mark("Without these statements nothing can be submitted: %(codes)s."),
        "hold": mark("Without these statements the result is on hold: %(codes)s."),
        "unranked": mark("Without these statements the firm is not ranked: %(codes)s."),
    }
    for effect, sentence in words.items():
        codes = [statement.code for statement in asked.statements if statement.effect == effect]
        if codes:
            yield translate(sentence, codes=listed(reader, codes))


def mark(message: str) -> str:
    """The message itself, marked as a word of the catalogue that is translated later."""
    return message

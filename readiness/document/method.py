"""The method in brief, and the numeric indicators with the values that earn points."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.document.model import IndicatorRow, LevelRow, Method
from readiness.document.sentences import core_words, evidence_words
from readiness.document.words import Reader, plain, safe_text
from readiness.questionnaire.answers import Answer, FirmAnswers
from readiness.questionnaire.model import Aggregation, Kind, Level, Question, Ratio, Variant
from readiness.scoring.scorecard import Scorecard

DIGEST_LETTERS = 16


def method(reader: Reader, card: Scorecard) -> Method:
    """Paragraphs and tables, all numbers from the questionnaire."""
    asked, translate = reader.questionnaire, reader.translate
    whole = sum(pillar.weight for pillar in asked.pillars)
    return Method(
        paragraphs=tuple(_paragraphs(reader)),
        weights=tuple(
            (
                reader.name("pillars", pillar.code),
                reader.in_percent(plain(100 * pillar.weight / whole)),
                pillar.accent,
            )
            for pillar in asked.pillars
        ),
        levels=tuple(_level_row(reader, level) for level in asked.levels),
        caps=tuple((reader.name("evidence", grade.code), plain(grade.cap)) for grade in asked.grades),
        notice=translate(
            "Indication only. This result is not a CMMM, SIRI or Higg grade, not a smart-factory title and no "
            "certificate of any standard; it does not replace an assessment under one."
        ),
        traces=(
            (translate("Questionnaire"), f"{asked.code} {asked.version}"),
            (translate("Digest of the questionnaire"), card.questionnaire_digest[:DIGEST_LETTERS] or "–"),
            (translate("Digest of the answers"), card.answers_digest[:DIGEST_LETTERS] or "–"),
            (translate("Scoring engine"), card.engine),
        ),
    )


def _paragraphs(reader: Reader) -> Iterator[str]:
    asked, translate = reader.questionnaire, reader.translate
    rules = asked.rules
    yield translate(
        "%(questions)s questions in %(dimensions)s dimensions and %(pillars)s pillars are scored from 0 to 100. "
        "Each score is joined to the next by weights; questions that do not apply leave their weight to the others.",
        questions=len(asked.questions),
        dimensions=len(asked.dimensions),
        pillars=len(asked.pillars),
    )
    if rules.aggregation is Aggregation.WEIGHTED_GEOMETRIC_MEAN:
        yield translate(
            "The index is the weighted geometric mean of the pillars: "
            "a weak pillar costs more than a strong one brings. "
            "A pillar counts at least %(floor)s, so the least index is %(floor)s.",
            floor=plain(rules.floor),
        )
    else:
        yield translate("The index is the weighted mean of the pillars.")
    yield translate(
        "An answer counts up to the cap of its evidence. A level is reached when every condition of it and of all "
        "levels below is met: the index, the floor of each pillar, the core questions and their evidence."
    )
    yield translate(
        "A result is a draft below %(overall)s of the weight answered overall or %(dimension)s in a dimension. "
        "Not measured counts as answered and scores 0.",
        overall=reader.in_percent(plain(rules.coverage_overall)),
        dimension=reader.in_percent(plain(rules.coverage_dimension)),
    )
    yield translate(
        "Points lost by question add up to 100 minus the index. Their evidence part is what better evidence alone "
        "would bring; the rest is the real gap."
    )


def _level_row(reader: Reader, level: Level) -> LevelRow:
    first = level.number == 0
    return LevelRow(
        number=str(level.number),
        name=reader.text("levels", level.number),
        threshold=plain(level.threshold),
        pillar_floor=plain(level.pillar_floor) if level.pillar_floor > 0 else "–",
        core=core_words(reader, level.core) or "–",
        evidence="–" if first else evidence_words(reader, level.evidence),
    )


def indicators(reader: Reader, answers: FirmAnswers) -> tuple[IndicatorRow, ...]:
    """One row for each numeric question and variant that concerns the firm's processes."""
    rows: list[IndicatorRow] = []
    for question in reader.questionnaire.questions:
        if question.kind is Kind.NUMBER:
            fitting = [
                v for v in question.variants if not answers.shares or set(v.processes) & set(answers.shares)
            ]
            rows += [_indicator(reader, question, variant, answers) for variant in fitting]
    return tuple(rows)


def _indicator(reader: Reader, question: Question, variant: Variant, answers: FirmAnswers) -> IndicatorRow:
    name = reader.text("questions", question.code, f".variants.{variant.code}")
    text = reader.question(question.code)
    value = _own(question, variant, answers)
    return IndicatorRow(
        code=question.code,
        text=f"{text} ({name})" if name and len(question.variants) > 1 else text,
        unit=reader.text("units", variant.unit) or variant.unit,
        own="–" if value is None else f"{value:.4g}" if abs(value) < 1e4 else f"{value:.0f}",
        knots=tuple((f"{band_sign(variant)}{plain(at)}", plain(score)) for at, score in variant.knots),
        source=_source(reader, variant.source.text),
        unsure=variant.source.unsure,
    )


def band_sign(variant: Variant) -> str:
    """What stands before a figure from which a band begins; '' where the score runs on between the knots."""
    if not variant.bands:
        return ""
    closes, opens = ("< ", "≤ ") if variant.lower_is_better else ("> ", "≥ ")
    return closes if variant.edge_closes else opens


def _source(reader: Reader, text: str) -> str:
    """The source in the reader's words; as the questionnaire's author wrote it where there are none."""
    place = f"sources.{text}"
    found = reader.questionnaire.texts.get(place, reader.language).value
    return safe_text(text if found == place else found)


def _own(question: Question, variant: Variant, answers: FirmAnswers) -> float | None:
    """The firm's own figure for a variant: from the profile, from parts, or as stated; None without one."""
    if question.computed and question.formula:
        return _ratio(question.formula, answers.profile)
    value = answers.answers.get(question.code, Answer()).value
    if isinstance(value, dict):
        if question.parts and question.formula:
            return _ratio(question.formula, value)
        return next((float(value[p]) for p in variant.processes if p in value), None)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    return None


def _ratio(formula: Ratio, figures: object) -> float | None:
    """The ratio over named figures; None where one is missing or the divisor is zero."""
    known = dict(figures) if hasattr(figures, "keys") else {}  # type: ignore[call-overload]
    names = (*formula.numerator, *formula.denominator)
    if not all(isinstance(known.get(name), (int, float)) for name in names):
        return None
    divisor = max(sum(float(known[name]) for name in formula.denominator), formula.least)
    return (
        formula.factor * sum(float(known[name]) for name in formula.numerator) / divisor if divisor else None
    )

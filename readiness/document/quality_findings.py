"""What stands out in the quality of a round: the few of its many numbers that an office should look at first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from readiness.document.words import Reader, signed
from readiness.questionnaire.peer_rules import QualityRules
from readiness.scoring.quality import Agreement, DimensionQuality, Quality
from readiness.scoring.reliability import ItemStatistics


def quality_findings(reader: Reader, found: Quality) -> tuple[str, ...]:
    """One sentence for each number beyond the bounds of `rules: quality`: dimensions, then questions, then audits."""
    rules = reader.questionnaire.rules.quality
    dimensions = [line for line in found.dimensions if line.reliability.firms >= rules.findings_from]
    items = [
        question.item
        for line in found.dimensions
        for question in line.questions
        if question.weight.nominal > 0  # a gate that weighs nothing is meant to be passed by all
    ]
    return (
        *_dimensions(reader, rules, dimensions),
        *(word for item in items if item.firms >= rules.findings_from for word in _item(reader, rules, item)),
        *_audits(reader, rules, found.by_question),
    )


def _dimensions(reader: Reader, rules: QualityRules, lines: Sequence[DimensionQuality]) -> Iterator[str]:
    for line in lines:
        alpha = line.reliability.alpha
        if alpha is not None and alpha < rules.alpha_from:
            yield reader.translate(
                "%(name)s: alpha %(value)s, below %(limit)s. Its questions hardly measure one thing.",
                name=reader.name("dimensions", line.reliability.code), value=_two(alpha), limit=_two(rules.alpha_from),
            )  # fmt: skip


def _item(reader: Reader, rules: QualityRules, item: ItemStatistics) -> Iterator[str]:
    say, name = reader.translate, _question(reader, item.code)
    if item.item_rest is not None and item.item_rest < rules.item_rest_from:
        yield say(
            "%(name)s: item–rest correlation %(value)s, below %(limit)s. It goes another way than its dimension.",
            name=name, value=_two(item.item_rest), limit=_two(rules.item_rest_from),
        )  # fmt: skip
    if item.floor is not None and item.floor > rules.ends_percent:
        yield say("%(name)s: %(share)s of the firms stand at 0.", name=name, share=reader.percent(item.floor))
    if item.ceiling is not None and item.ceiling > rules.ends_percent:
        yield say(
            "%(name)s: %(share)s of the firms stand at 100.", name=name, share=reader.percent(item.ceiling)
        )


def _audits(reader: Reader, rules: QualityRules, lines: Sequence[Agreement]) -> Iterator[str]:
    for line in lines:
        if line.kappa.count < rules.findings_from:
            continue
        name, kappa, bias = _question(reader, line.code), line.kappa.value, line.bias.mean
        if kappa is not None and kappa < rules.kappa_from:
            yield reader.translate(
                "%(name)s: weighted kappa %(value)s, below %(limit)s. Firms and consultants read it in different ways.",
                name=name, value=_two(kappa), limit=_two(rules.kappa_from),
            )  # fmt: skip
        if abs(bias) > rules.bias_points:
            yield reader.translate(
                "%(name)s: firms declare %(points)s points against what is audited.",
                name=name, points=signed(f"{abs(bias):.1f}", bias),
            )  # fmt: skip


def _question(reader: Reader, code: str) -> str:
    """Code and wording, without the mark at its end, as more follows."""
    return f"{code} {reader.question(code)}".rstrip(" ?？")


def _two(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")

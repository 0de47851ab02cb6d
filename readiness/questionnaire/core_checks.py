"""Core questions and the levels that count them: rules that ask one thing, groups that exist, counts within reach."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from readiness.questionnaire import schema
from readiness.questionnaire.question_checks import Finding, repeated, unknown

FULL, TINY = 100.0, 1e-9


def rules(
    head: schema.QuestionnaireFile, dimensions: Mapping[str, schema.DimensionFile]
) -> Iterator[Finding]:
    """Every core rule that asks nothing, two things, or what cannot be reached."""
    core = [q for file in dimensions.values() for q in file.questions if q.role == "core"]
    highest = math.floor(FULL / head.rules.question_step + TINY)
    for i, level in enumerate(head.levels):
        for j, name in repeated(f"{rule.level} {rule.of}".strip() for rule in level.core):
            yield (
                ("levels", i, "core", j),
                f"level {i}: two core rules for question level {name}; expected one",
            )
        for j, rule in enumerate(level.core):
            for key, message in _rule(rule, core, highest):
                yield ("levels", i, "core", j, *key), f"level {i}: {message}"


def _rule(rule: schema.CoreRuleFile, core: list[schema.QuestionFile], highest: int) -> Iterator[Finding]:
    if (rule.percent is None) is (rule.count is None):
        yield (), "a core rule asks for either 'percent' or 'count' of the core questions"
    if rule.level > highest:
        yield ("level",), f"question level {rule.level} is never reached; the highest is {highest}"
    groups = sorted({group for question in core for group in question.groups})
    if rule.of and rule.of not in groups:
        yield ("of",), unknown("group", rule.of, groups)
        return
    meant = [question for question in core if not rule.of or rule.of in question.groups]
    if rule.count is not None and rule.count > len(meant):
        yield ("count",), f"count {rule.count} is never reached; there are {len(meant)} such core questions"


def dimension(file: schema.DimensionFile) -> Iterator[Finding]:
    """A dimension weighs nothing exactly where none of its questions weighs anything."""
    weighs = any(weight > 0 for q in file.questions for weight in (q.weight, *(w.weight for w in q.weights)))
    if weighs and file.weight <= 0:
        yield ("weight",), f"weight {file.weight:g} must be above 0, as some of its questions weigh something"
    if not weighs and file.weight > 0:
        yield (
            ("weight",),
            f"weight {file.weight:g} counts for nothing, as none of its questions weighs; expected 0",
        )

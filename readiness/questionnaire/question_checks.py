"""What a schema cannot say about one question: its kind's keys, known codes, rising knots, figures that exist."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from readiness.questionnaire import schema
from readiness.questionnaire.build import process_weights, selects
from readiness.questionnaire.yaml_reader import Place

Finding = tuple[Place, str]
NOT_MEASURED = "not_measured"

KEYS_BY_KIND: Mapping[str, set[str]] = {
    "ladder": {"levels"},
    "single": {"options"},
    "multiple": {"options"},
    "graded_multiple": {"options", "grading"},
    "number": {"variants"},
    "yes_no": set(),
}
OPTIONAL_BY_KIND: Mapping[str, set[str]] = {
    "multiple": {"scale_to_applicable"},
    "number": {"parts", "formula", "computed", "score_at_least"},
}


@dataclass(frozen=True)
class Known:
    """The codes a question may name."""

    head: schema.QuestionnaireFile
    measures: Sequence[str]
    questions: Sequence[str]

    @property
    def processes(self) -> list[str]:
        """Codes of all processes."""
        return [process.code for process in self.head.processes]


def unknown(what: str, name: str, known: Iterable[str]) -> str:
    """The sentence for a name that does not exist."""
    return f"unknown {what} {name!r}; expected one of: {', '.join(known) or 'none'}"


def repeated(codes: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Position and code of every later mention of a code."""
    seen: set[str] = set()
    for i, code in enumerate(codes):
        if code in seen:
            yield i, code
        seen.add(code)


def question(known: Known, found: schema.QuestionFile) -> Iterator[Finding]:
    """Every rule one question breaks, with the place inside its block."""
    yield from _kind_keys(found)
    selectors = [*_selector(known, found.applies, ("applies",))]
    for i, weight in enumerate(found.weights):
        selectors += _selector(known, weight, ("weights", i))
    for i, variant in enumerate(found.variants):
        selectors += _selector(known, variant, ("variants", i))
    yield from selectors
    for i, measure in enumerate(found.measures):
        if measure not in known.measures:
            yield ("measures", i), unknown("measure", measure, known.measures)
    if found.score_at_least and found.score_at_least not in known.questions:
        yield ("score_at_least",), unknown("question", found.score_at_least, known.questions)
    if found.score_at_least == found.code:
        yield ("score_at_least",), "names the question itself; expected another one"
    yield from _weight(found)
    yield from _groups(known, found)
    yield from _options(known, found)
    yield from _grading(found)
    yield from _figures(known, found)
    yield from _variants(known, found)
    if not selectors and not process_weights(known.head, found):
        yield ("applies",), "applies to no process that it has knots for; nobody would be asked"


def _kind_keys(found: schema.QuestionFile) -> Iterator[Finding]:
    """A kind's own keys must be there, other kinds' keys must not."""
    own = KEYS_BY_KIND[found.kind]
    special = set().union(*KEYS_BY_KIND.values(), *OPTIONAL_BY_KIND.values())
    given = {key for key in special if getattr(found, key)}
    for key in sorted(own - given):
        yield ("kind",), f"a question of kind {found.kind!r} needs {key!r}"
    for key in sorted(given - own - OPTIONAL_BY_KIND.get(found.kind, set())):
        yield (key,), f"a question of kind {found.kind!r} has no {key!r}"


def _weight(found: schema.QuestionFile) -> Iterator[Finding]:
    if found.role == "hold" and found.weight != 0:
        yield ("weight",), "a hold question is a gate only; its weight is 0"
    if found.role == "none" and found.weight <= 0:
        message = f"weight {found.weight:g} must be above 0; only core and hold questions may weigh nothing"
        yield ("weight",), message
    if found.role == "hold" and found.weights:
        yield ("weights",), "a hold question weighs nothing for any process"


def _groups(known: Known, found: schema.QuestionFile) -> Iterator[Finding]:
    """Groups narrow the core rules of levels; one that no rule names would do nothing."""
    asked = {rule.of for level in known.head.levels for rule in level.core if rule.of}
    for i, code in repeated(found.groups):
        yield ("groups", i), f"group {code!r} stands twice"
    for i, code in enumerate(found.groups):
        if found.role != "core":
            yield ("groups", i), "groups are for core questions: levels count them"
        elif code not in asked:
            yield (
                ("groups", i),
                unknown("group", code, sorted(asked)) + " (those that a level's core rule names)",
            )


def _selector(
    known: Known, selector: schema.SelectorFile | schema.VariantFile, place: Place
) -> Iterator[Finding]:
    for i, code in enumerate(selector.sub_sectors):
        if code not in known.head.sub_sectors:
            yield (*place, "sub_sectors", i), unknown("sub-sector", code, known.head.sub_sectors)
    for i, code in enumerate(selector.processes):
        if code not in known.processes:
            yield (*place, "processes", i), unknown("process", code, known.processes)


def _options(known: Known, found: schema.QuestionFile) -> Iterator[Finding]:
    for i, code in repeated(option.code for option in found.options):
        yield ("options", i, "code"), f"option {code!r} stands twice; codes are unique in a question"
    groups = [option.group for option in found.options if option.group]
    for i, option in enumerate(found.options):
        if option.code == NOT_MEASURED:
            yield ("options", i, "code"), f"{NOT_MEASURED!r} is a state of its own; expected another code"
        if option.sub_sector and option.sub_sector not in known.head.sub_sectors:
            yield (
                ("options", i, "sub_sector"),
                unknown("sub-sector", option.sub_sector, known.head.sub_sectors),
            )
        if groups.count(option.group) == 1:
            message = (
                f"group {option.group!r} has one option only; expected two or more that exclude each other"
            )
            yield ("options", i, "group"), message
        if found.kind != "multiple" and (option.group or option.exclusive):
            yield ("options", i), "'group' and 'exclusive' are for kind 'multiple' only"


def _grading(found: schema.QuestionFile) -> Iterator[Finding]:
    if found.grading is None:
        return
    shares = list(found.grading.shares.values())
    if found.grading.absent in found.grading.shares:
        yield (
            ("grading", "absent"),
            "the grade for a step that does not exist earns no share; take it out of 'shares'",
        )
    if shares != sorted(set(shares)) or shares[0] != 0 or shares[-1] != 1:
        yield ("grading", "shares"), f"shares {_list(shares)} must rise from 0 to 1"


def _figures(known: Known, found: schema.QuestionFile) -> Iterator[Finding]:
    if found.computed and found.formula:
        yield ("formula",), "either 'computed' (from the profile) or 'formula' (from parts), not both"
    if bool(found.parts) is not bool(found.formula):
        yield ("parts" if found.parts else "formula",), "'parts' and 'formula' go together"
        return
    profile = [entry.code for entry in known.head.profile if entry.kind in ("number", "integer")]
    for key, ratio, names in (("computed", found.computed, profile), ("formula", found.formula, found.parts)):
        for side in ("numerator", "denominator"):
            for i, figure in enumerate(getattr(ratio, side, ())):
                if figure not in names:
                    yield (key, side, i), unknown("figure", figure, names)


def _variants(known: Known, found: schema.QuestionFile) -> Iterator[Finding]:
    for i, code in repeated(variant.code for variant in found.variants):
        yield ("variants", i, "code"), f"variant {code!r} stands twice; codes are unique in a question"
    owners: dict[str, str] = {}
    for i, variant in enumerate(found.variants):
        yield from ((("variants", i, *place), message) for place, message in _knots(variant))
        if variant.edge == "closes" and not variant.bands:
            yield ("variants", i, "edge"), "an edge belongs to bands; write 'bands: true' too"
        for process in known.head.processes:
            if not selects(variant, process):
                continue
            if process.code in owners:
                message = f"process {process.code!r} has knots already in variant {owners[process.code]!r}"
                yield ("variants", i, "code"), message
            owners[process.code] = variant.code


def _knots(variant: schema.VariantFile) -> Iterator[Finding]:
    values = [knot[0] for knot in variant.knots]
    scores = [knot[1] for knot in variant.knots]
    steps = [b - a for a, b in itertools.pairwise(values)]
    if not (all(step > 0 for step in steps) or all(step < 0 for step in steps)):
        yield ("knots",), f"values {_list(values)} must rise all the way or fall all the way"
    if scores != sorted(set(scores)) or scores[0] < 0 or scores[-1] > 100:
        yield ("knots",), f"scores {_list(scores)} must rise within 0 to 100"
    if variant.minimum >= variant.maximum:
        yield ("minimum",), f"minimum {variant.minimum:g} must lie below maximum {variant.maximum:g}"
    elif not all(variant.minimum <= value <= variant.maximum for value in values):
        bounds = f"between minimum {variant.minimum:g} and maximum {variant.maximum:g}"
        yield ("knots",), f"values {_list(values)} must lie {bounds}"


def _list(numbers: Sequence[float]) -> str:
    return ", ".join(f"{number:g}" for number in numbers)

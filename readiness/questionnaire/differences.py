"""What changed between two versions of a questionnaire, in words: scores first, then advice, then wording."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from readiness.questionnaire.model import Question, Questionnaire, Variant

SILENT = ("texts", "digest", "version")  # told in their own way, or not a change of content
WORDED = ("source",)  # where a number comes from never moves a score


@dataclass(frozen=True)
class Difference:
    """One change. `kind`: scoring, guidance or words; `place` names what it concerns; the sides are '' where there is
    nothing on that side."""

    kind: str
    place: str
    before: str
    after: str

    def __str__(self) -> str:
        if not self.before:
            return f"{self.place}: new: {self.after}"
        if not self.after:
            return f"{self.place}: dropped: {self.before}"
        return f"{self.place}: {self.before} → {self.after}"


def differences(before: Questionnaire, after: Questionnaire) -> list[Difference]:
    """Every change from one version to the other; empty when nothing but the version's name differs."""
    found = [*_fields("questionnaire", before, after)]
    found += _by_code("pillar", before.pillars, after.pillars, skip=("dimensions",))
    found += _by_code("dimension", before.dimensions, after.dimensions, skip=("questions",))
    found += _by_code("question", before.questions, after.questions, skip=("options", "variants", "weights"))
    for code in before.question.keys() & after.question.keys():
        found += _inside(before.question[code], after.question[code])
    order = {"scoring": 0, "guidance": 1, "words": 2}
    found += _words(before.texts.words, after.texts.words)
    return sorted(found, key=lambda difference: order[difference.kind])


GUIDANCE = (
    "actions",
    "plausibility",
    "guidance",
    "benchmarks",
    "evidence_kinds",
    "known_by",
    "place",
    *WORDED,
)
LISTED = (
    "pillars",
    "levels",
    "grades",
    "processes",
    "statements",
    "profile",
    "sizes",
    "measures",
    "actions",
    "benchmarks",
    "plausibility",
)


def _fields(place: str, before: Any, after: Any, skip: Sequence[str] = ()) -> Iterator[Difference]:
    """Changed fields of one object; lists of things with a code are told one by one."""
    for field in dataclasses.fields(before):
        name = field.name
        if name in skip or name in SILENT:
            continue
        old, new = getattr(before, name), getattr(after, name)
        if old == new:
            continue
        if name in LISTED:
            if name != "pillars":
                yield from _by_code(name.removesuffix("s"), old, new)
        elif dataclasses.is_dataclass(old) and dataclasses.is_dataclass(new):
            changes = _fields(f"{place} {name}", old, new)
            yield from (dataclasses.replace(c, kind="guidance") if name in GUIDANCE else c for c in changes)
        else:
            kind = "guidance" if name in GUIDANCE else "scoring"
            yield from _mapping(f"{place} {name}", kind, old, new)


def _mapping(place: str, kind: str, old: Any, new: Any) -> Iterator[Difference]:
    """Two values; for mappings only the keys that differ."""
    if not (isinstance(old, Mapping) and isinstance(new, Mapping)):
        yield Difference(kind, place, _said(old), _said(new))
        return
    for key in dict.fromkeys([*old, *new]):
        if old.get(key) != new.get(key):
            sides = (_said(side[key]) if key in side else "" for side in (old, new))
            yield Difference(kind, f"{place} {key}", *sides)


def _by_code(
    what: str, before: Sequence[Any], after: Sequence[Any], skip: Sequence[str] = ()
) -> Iterator[Difference]:
    old, new = ({str(_code(item)): item for item in side} for side in (before, after))
    kind = "guidance" if {what, f"{what}s"} & {*GUIDANCE} else "scoring"
    for code in dict.fromkeys([*old, *new]):
        if code not in new:
            yield Difference(kind, f"{what} {code}", _summary(old[code]), "")
        elif code not in old:
            yield Difference(kind, f"{what} {code}", "", _summary(new[code]))
        else:
            changes = _fields(f"{what} {code}", old[code], new[code], skip)
            yield from (dataclasses.replace(c, kind=kind if kind == "guidance" else c.kind) for c in changes)


def _inside(before: Question, after: Question) -> Iterator[Difference]:
    yield from _by_code(f"question {before.code} option", before.options, after.options)
    yield from _by_code(f"question {before.code} scale", before.variants, after.variants)
    follows = {
        code: after.weight if weight == before.weight else weight for code, weight in before.weights.items()
    }
    if dict(after.weights) != follows:  # else the question's own weight tells it
        yield from _mapping(f"question {before.code} weights", "scoring", before.weights, after.weights)


def _code(item: Any) -> object:
    return getattr(item, "code", None) or getattr(item, "number", "")


def _summary(item: Any) -> str:
    """The few words that tell a new or dropped thing."""
    if isinstance(item, Question):
        return f"{item.kind.value}, weight {item.weight:g}"
    if isinstance(item, Variant):
        return f"{_said(item.knots)} {item.unit}"
    for name in ("points", "weight", "threshold", "value"):
        if hasattr(item, name):
            return f"{name} {_said(getattr(item, name))}"
    return _said(getattr(item, "sub_sector", "") or getattr(item, "effect", "") or _code(item))


def _said(value: Any) -> str:
    """A value as an author would write it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, tuple | list):
        return "[" + ", ".join(_said(entry) for entry in value) + "]"
    return str(value) if value not in ("", None) else "nothing"


def _words(
    before: Mapping[str, Mapping[str, str]], after: Mapping[str, Mapping[str, str]]
) -> Iterator[Difference]:
    for language in dict.fromkeys([*before, *after]):
        old, new = before.get(language, {}), after.get(language, {})
        for path in dict.fromkeys([*old, *new]):
            if old.get(path) != new.get(path):
                yield Difference("words", f"{language} {path}", old.get(path, ""), new.get(path, ""))

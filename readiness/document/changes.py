"""What changed between two results, in words and as a waterfall."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from readiness.document.charts import PHONE_WIDTH
from readiness.document.explanation import amount
from readiness.document.version_changes import VersionPart, match_name, match_word, version_part
from readiness.document.waterfall import Step, Waterfall, waterfall
from readiness.document.words import Reader, signed_amount
from readiness.questionnaire.matching import Match
from readiness.scoring.change import CAUSES, Cause, Change, ChangePart

LEAST = 0.005
MOST_STEPS = 12


@dataclass(frozen=True)
class ChangeRow:
    """One question through one cause; `match` in words where the versions differ in it, else ''."""

    code: str
    text: str
    cause: str
    match: str
    points: str


@dataclass(frozen=True)
class ChangeReport:
    """The two results, the causes as a picture (`phone`: for small screens), and the questions by the size of their
    part.

    `more`: how many parts below a hundredth of a point are not listed; `versions`: None where both stand on one.
    """

    sentences: tuple[str, ...]
    chart: Waterfall
    phone: Waterfall
    rows: tuple[ChangeRow, ...]
    more: int
    total: str
    versions: VersionPart | None = None


def change_report(
    before: Reader,
    after: Reader,
    found: Change,
    names: tuple[str, str],
    *,
    by_question: bool = False,
) -> ChangeReport:
    """`before` and `after` read the two questionnaires, `names` tell the two results apart.

    The picture steps by cause, or `by_question` with the largest first.
    """
    every = _question_steps(after, found) if by_question else _steps(after, found)
    steps = [step for step in every if abs(step.points) >= LEAST]
    parts = sorted(found.parts, key=lambda part: -abs(part.points))
    listed = [part for part in parts if abs(part.points) >= LEAST]
    first = (names[0], found.before.index, before.index(found.before.index))
    second = (names[1], found.after.index, after.index(found.after.index))
    title = after.translate("From one index to the other")
    return ChangeReport(
        sentences=tuple(_sentences(after, found, names)),
        chart=waterfall(first, second, steps, title=title),
        phone=waterfall(first, second, steps, title=title, width=PHONE_WIDTH, label=0),
        rows=tuple(_row(before, after, part) for part in listed),
        more=len(parts) - len(listed),
        total=signed_amount(found.points),
        versions=version_part(before, after, found),
    )


def cause_words(reader: Reader) -> Mapping[Cause, str]:
    """The six causes as people call them."""
    translate = reader.translate
    return {
        Cause.ANSWERS: translate("Answers"),
        Cause.EVIDENCE: translate("Evidence"),
        Cause.VERIFICATION: translate("Verification"),
        Cause.APPLICABILITY: translate("What applies to the firm"),
        Cause.WEIGHTS: translate("Weights and thresholds"),
        Cause.AGGREGATION: translate("How scores are joined"),
    }


def _steps(reader: Reader, found: Change) -> Iterator[Step]:
    """The causes in their order; of weights and thresholds, questions that the versions have otherwise on their own."""
    words = cause_words(reader)
    for cause in CAUSES:
        own = [part for part in found.parts if part.cause is cause]
        if cause is not Cause.WEIGHTS:
            yield _step(cause.value, words[cause], own)
            continue
        for match in Match:
            name = words[cause] if match is Match.SAME else match_name(reader, match)
            parts = [part for part in own if part.match is match]
            if parts:
                yield _step(cause.value, name, parts)


def _question_steps(reader: Reader, found: Change) -> Iterator[Step]:
    """Each question with all its causes together; what moves least is one step at the end."""
    by_code: dict[str, list[ChangePart]] = {}
    for part in found.parts:
        by_code.setdefault(part.code, []).append(part)
    steps = [_step(code, f"{code} {reader.question(code)}", parts) for code, parts in by_code.items()]
    steps.sort(key=lambda step: -abs(step.points))
    yield from steps[:MOST_STEPS]
    rest = [part for step in steps[MOST_STEPS:] for part in by_code[step.code]]
    if rest:
        yield _step("", reader.translate("All other questions"), rest)


def _step(code: str, name: str, parts: list[ChangePart]) -> Step:
    points = sum(part.points for part in parts)
    return Step(code, name, points, signed_amount(points))


def _sentences(reader: Reader, found: Change, names: tuple[str, str]) -> Iterator[str]:
    yield reader.translate(
        "%(before)s: index %(first)s, level %(old)s. %(after)s: index %(second)s, level %(new)s.",
        before=names[0],
        first=amount(found.before.index),
        old=found.before.level,
        after=names[1],
        second=amount(found.after.index),
        new=found.after.level,
    )
    if not found.parts:
        yield reader.translate("Nothing that counts differs between the two.")


def _row(before: Reader, after: Reader, part: ChangePart) -> ChangeRow:
    reader = before if part.match is Match.DROPPED else after
    return ChangeRow(
        code=part.code,
        text=reader.question(part.code),
        cause=cause_words(after)[part.cause],
        match=match_word(after, part.match),
        points=signed_amount(part.points),
    )

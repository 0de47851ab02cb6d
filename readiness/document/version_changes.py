"""How two versions of a questionnaire have their questions, and what each way adds to the change of an index."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from readiness.document.words import Reader, signed_amount
from readiness.questionnaire.matching import Match
from readiness.scoring.change import Change


@dataclass(frozen=True)
class MatchedQuestion:
    """A question in the words of the newest version that has it; `earlier`: its older words where they differ."""

    code: str
    text: str
    earlier: str


@dataclass(frozen=True)
class MatchRow:
    """One way in which questions of the two versions stand to each other: how many, their points, and which; those
    asked and scored alike are only counted."""

    match: Match
    name: str
    meaning: str
    count: int
    points: str
    questions: tuple[MatchedQuestion, ...]


@dataclass(frozen=True)
class VersionPart:
    """The two versions by name, in the order of the results, and a row for each way; the points sum to the change."""

    sentence: str
    rows: tuple[MatchRow, ...]


def version_part(before: Reader, after: Reader, found: Change) -> VersionPart | None:
    """None where both results stand on the same version."""
    if before.questionnaire is after.questionnaire:
        return None
    return VersionPart(
        sentence=after.translate(
            "The first result stands on %(before)s, the second on %(after)s.",
            before=_version(before),
            after=_version(after),
        ),
        rows=tuple(_rows(before, after, found)),
    )


def match_word(reader: Reader, match: Match) -> str:
    """How a question differs between the versions; '' for one that is the same."""
    translate = reader.translate
    return {
        Match.SAME: "",
        Match.CHANGED: translate("changed question"),
        Match.REPLACED: translate("replaced question"),
        Match.NEW: translate("new question"),
        Match.DROPPED: translate("dropped question"),
    }[match]


def match_name(reader: Reader, match: Match) -> str:
    """All questions that the versions have in this way, as people call them."""
    return _words(reader)[match][0]


def _version(reader: Reader) -> str:
    asked = reader.questionnaire
    return reader.translate(
        "%(name)s %(version)s", name=reader.text("questionnaire", "name") or asked.code, version=asked.version
    )


def _rows(before: Reader, after: Reader, found: Change) -> Iterator[MatchRow]:
    points = found.matched
    for match, (name, meaning) in _words(after).items():
        codes = [code for code, own in found.match.items() if own is match]
        listed = () if match is Match.SAME else tuple(_question(before, after, code) for code in codes)
        if codes:
            yield MatchRow(match, name, meaning, len(codes), signed_amount(points[match]), listed)


def _question(before: Reader, after: Reader, code: str) -> MatchedQuestion:
    if code not in after.questionnaire.question:
        return MatchedQuestion(code, before.question(code), "")
    text = after.question(code)
    earlier = before.question(code) if code in before.questionnaire.question else text
    return MatchedQuestion(code, text, "" if earlier == text else earlier)


def _words(reader: Reader) -> dict[Match, tuple[str, str]]:
    translate = reader.translate
    return {
        Match.SAME: (
            translate("Unchanged questions"),
            translate("Asked and scored in the same way in both."),
        ),
        Match.CHANGED: (
            translate("Changed questions"),
            translate("Asked in the same way, but scored with another weight, other thresholds or points."),
        ),
        Match.REPLACED: (
            translate("Replaced questions"),
            translate(
                "The same code, but another type, other steps, options, formula or unit: the answers cannot be set "
                "against each other, so each counts on its own version only."
            ),
        ),
        Match.NEW: (translate("New questions"), translate("Asked in the second version only.")),
        Match.DROPPED: (translate("Dropped questions"), translate("Asked in the first version only.")),
    }

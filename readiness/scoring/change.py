"""What changed between two results: exact parts by cause and question, whatever the order of telling.

Shapley values over six causes, so that no cause is favoured by coming first; inside each step the parts by question
are log-mean parts (`logmean`). A question that only one side has, or that applies on one side only, brings its answer
along.
"""

from __future__ import annotations

import datetime as dt
import enum
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from readiness.errors import InputError
from readiness.questionnaire.answers import FirmAnswers, State
from readiness.questionnaire.matching import Match, joined_as, joins_alike, matching
from readiness.questionnaire.model import Questionnaire
from readiness.scoring.aggregate import Tree
from readiness.scoring.edges import parts_between
from readiness.scoring.engine import evaluated, scorecard
from readiness.scoring.evaluate import evaluate
from readiness.scoring.layout import layout_of
from readiness.scoring.mixing import AFTER, BEFORE, BOTH, Picks, Ties, both_sides, mixed
from readiness.scoring.scorecard import Basis, Floats, Ints, Scorecard
from readiness.scoring.union import States, Union, states_of, union_of


class Cause(enum.StrEnum):
    """Why an index can differ; the order is that of telling and changes nothing."""

    ANSWERS = "answers"
    EVIDENCE = "evidence"
    VERIFICATION = "verification"
    APPLICABILITY = "applicability"
    WEIGHTS = "weights"
    AGGREGATION = "aggregation"


CAUSES = tuple(Cause)
SHOWN_FROM = 1e-12


@dataclass(frozen=True)
class Side:
    """One result: what was asked, what was stated, on which basis, and the closing day."""

    questionnaire: Questionnaire
    answers: FirmAnswers
    basis: Basis
    on: dt.date

    @property
    def counted(self) -> FirmAnswers:
        """The statements that this basis looks at."""
        return self.answers if self.basis is Basis.VERIFIED else replace(self.answers, verification=None)


@dataclass(frozen=True)
class ChangePart:
    """Points of the index that one question adds through one cause."""

    code: str
    cause: Cause
    match: Match
    points: float


@dataclass(frozen=True)
class Change:
    """Two results and the parts between them: before.index + Σ parts = after.index. `causes` sum up the parts, those
    that play no role are 0; `match` tells of every code how the two versions have it."""

    before: Scorecard
    after: Scorecard
    causes: Mapping[Cause, float]
    parts: tuple[ChangePart, ...]
    match: Mapping[str, Match]

    @property
    def points(self) -> float:
        """The difference of the two indices."""
        return self.after.index - self.before.index

    @property
    def matched(self) -> Mapping[Match, float]:
        """The same points by how the two versions have their questions; sums to `points` as well."""
        return {
            match: math.fsum(part.points for part in self.parts if part.match is match) for match in Match
        }


def change(before: Side, after: Side) -> Change:
    """Raises InputError('result', 'nothing_applies') when one side has nothing that applies to the firm."""
    cards, tree = _results(before, after)
    matches = matching(before.questionnaire, after.questionnaire)
    union = union_of(before.questionnaire, after.questionnaire)
    amounts = _amounts(union, before, after, matches, _tied(cards[0], cards[1], matches), tree)
    parts = tuple(
        ChangePart(place[-1], cause, matches[place[-1]], float(amounts[row, column]))
        for column, cause in enumerate(CAUSES)
        for row, place in enumerate(union.questions)
        if abs(amounts[row, column]) > SHOWN_FROM
    )
    causes = {cause: float(amounts[:, column].sum()) for column, cause in enumerate(CAUSES)}
    return Change(cards[0], cards[1], causes, parts, matches)


def _results(before: Side, after: Side) -> tuple[list[Scorecard], Tree | None]:
    """Both results; scored together where they are of one kind, then with the tree that has both."""
    kinds = [(id(side.questionnaire), side.basis, side.on) for side in (before, after)]
    if kinds[0] == kinds[1]:
        both = [before.counted, after.counted]
        found, cards = evaluated(before.questionnaire, both, basis=before.basis, on=before.on)
        return cards, found.tree
    return [
        scorecard(side.questionnaire, side.counted, basis=side.basis, on=side.on) for side in (before, after)
    ], None


def _tied(before: Scorecard, after: Scorecard, matches: Mapping[str, Match]) -> dict[str, int]:
    """The side whose answer a question keeps in every mixture: the only one on which it applies, else `BOTH`."""
    applies = [{line.code: line.applicable for line in card.questions} for card in (before, after)]
    tied = {}
    for code in matches:
        first, second = (own.get(code, False) for own in applies)
        tied[code] = BOTH if first is second else BEFORE if first else AFTER
    return tied


def _amounts(
    union: Union,
    before: Side,
    after: Side,
    matches: Mapping[str, Match],
    tied: Mapping[str, int],
    tree: Tree | None,
) -> Floats:
    """Points by question and cause (Q, 6); `tree` holds both results where they were scored together."""
    moving = _moving(before, after)
    columns = [number for number, moves in enumerate(moving) if moves]
    mixtures = np.array(
        [picks for picks in product((BEFORE, AFTER), repeat=len(CAUSES)) if _possible(picks, moving)]
    )
    if tree is not None and len(columns) <= 1:  # nothing is mixed: there are the two results only
        states = _checked(states_of(union, before.questionnaire, tree), tree)
    else:
        states = _states(union, before, after, matches, tied, mixtures)
    amounts = np.zeros((len(union.questions), len(CAUSES)))
    first, second, cause, weight = _steps(mixtures, columns)
    if len(first):
        parts = parts_between(union, states.take(first), states.take(second)) * weight
        for column in columns:
            amounts[:, column] = parts[:, cause == column].sum(axis=1)
    return amounts


def _possible(picks: tuple[int, ...], moving: Sequence[bool]) -> bool:
    """True for a mixture in which no cause that stands still has turned."""
    return not any(pick and not moves for pick, moves in zip(picks, moving, strict=True))


def _checked(states: States, tree: Tree) -> States:
    if not (tree.top.weight > 0).all():
        raise InputError("result", "nothing_applies")
    return states


def _moving(before: Side, after: Side) -> list[bool]:
    """Which causes can play a role at all, in the order of `CAUSES`."""
    old, new = before.counted, after.counted
    same = before.questionnaire is after.questionnaire
    return [
        _stated(old) != _stated(new) or old.profile != new.profile,
        _documented(old) != _documented(new),
        old.verification != new.verification,
        old.shares != new.shares or _absent(old) != _absent(new),
        not same,
        not same and not joins_alike(before.questionnaire, after.questionnaire),
    ]


def _stated(firm: FirmAnswers) -> dict[str, object]:
    return {
        code: (answer.state, answer.value)
        for code, answer in firm.answers.items()
        if answer.state is not State.UNANSWERED
    }


def _documented(firm: FirmAnswers) -> set[str]:
    return {code for code, answer in firm.answers.items() if answer.documents}


def _absent(firm: FirmAnswers) -> set[tuple[str, bool]]:
    return {
        (code, answer.na_refused)
        for code, answer in firm.answers.items()
        if answer.state is State.NOT_APPLICABLE
    }


def _states(
    union: Union,
    before: Side,
    after: Side,
    matches: Mapping[str, Match],
    tied: Mapping[str, int],
    mixtures: Ints,
) -> States:
    """The results of all mixtures (M, 6), in their order."""
    sides = (before, after)
    found: list[States] = []
    columns: list[Ints] = []
    for weights, joining in product((BEFORE, AFTER), repeat=2):
        chosen = np.flatnonzero((mixtures[:, 4] == weights) & (mixtures[:, 5] == joining))
        if not len(chosen):
            continue
        own = sides[weights].questionnaire
        asked = own if weights == joining else joined_as(own, sides[joining].questionnaire)
        is_own = (own is before.questionnaire, own is after.questionnaire)
        sheet = both_sides(asked, (before.counted, after.counted), is_own, matches)
        versioned = [matches[code] not in (Match.SAME, Match.CHANGED) for code in asked.question]
        ends = [weights if own else tied[code] for code, own in zip(asked.question, versioned, strict=True)]
        sheet = mixed(sheet, Picks(*mixtures[chosen, :4].T), Ties(np.array(ends), np.array(versioned)))
        tree = evaluate(layout_of(asked), sheet, Basis.VERIFIED, after.on).tree
        found.append(_checked(states_of(union, asked, tree), tree))
        columns.append(chosen)
    order = np.argsort(np.concatenate(columns))
    joined = {
        name: np.concatenate([getattr(one, name) for one in found], axis=-1)[..., order]
        for name in vars(found[0])
    }
    return States(**joined)


def _steps(mixtures: Ints, moving: list[int]) -> tuple[Ints, Ints, Ints, Floats]:
    """All steps in which one cause turns from before to after: columns before and after, cause, Shapley weight."""
    place = {tuple(picks): number for number, picks in enumerate(mixtures.tolist())}
    size = len(moving)
    turns = [(picks, cause) for picks in place for cause in moving if not picks[cause]]
    first = [place[picks] for picks, _ in turns]
    second = [place[(*picks[:cause], AFTER, *picks[cause + 1 :])] for picks, cause in turns]
    orders = [math.factorial(sum(picks)) * math.factorial(size - sum(picks) - 1) for picks, _ in turns]
    whole = np.int64
    return (
        np.array(first, dtype=whole),
        np.array(second, dtype=whole),
        np.array([cause for _, cause in turns], dtype=whole),
        np.array(orders, dtype=np.float64) / math.factorial(size),
    )

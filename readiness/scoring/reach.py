"""How an answer gets to a score: the value to reach by kind of question, and the raw score it then really has."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from readiness.questionnaire.answers import Value
from readiness.questionnaire.model import Kind, Option, Question
from readiness.scoring.arrays import EMPTY
from readiness.scoring.curve import Curve
from readiness.scoring.kinds import Cells, scores_of
from readiness.scoring.layout import grade_codes
from readiness.scoring.makeup import Makeup
from readiness.scoring.scorecard import FULL

DIGITS = 4  # of a figure to aim at
NEAR = 1e-9


class Rung(NamedTuple):
    """A place to climb to: raw score and the value that has it; `band` the score of the knots aimed at, for numbers."""

    raw: float
    value: Value
    band: float = 0.0


def rungs(
    makeup: Makeup, row: int, cells: Cells, raw: float, shares: Mapping[str, float], *, valued: bool
) -> tuple[Rung, ...]:
    """The rungs above today's raw score: steps of a ladder, knots of a number, else question levels."""
    question = makeup.layout.questions[row]
    if not valued:
        cells = np.full_like(cells, EMPTY[question.kind][1])
    step = makeup.layout.questionnaire.rules.question_step
    return tuple(_CLIMBS[question.kind](_Place(makeup, row, question, cells, raw, shares, step)))


class _Place(NamedTuple):
    """Where a climb starts: the cells of the one firm (…, 1), its raw score and output shares."""

    makeup: Makeup
    row: int
    question: Question
    cells: Cells
    raw: float
    shares: Mapping[str, float]
    step: float

    def next_bound(self, raw: float) -> float:
        """The lower end of the next question level above a score."""
        return min(self.step * (math.floor(raw / self.step + NEAR) + 1), FULL)

    def exists(self, option: Option) -> bool:
        """Whether the option exists for this firm."""
        firms = self.makeup.firms(option)
        return isinstance(firms, slice) or bool(firms.size)


def _thinned(at: _Place, found: Iterator[Rung]) -> Iterator[Rung]:
    """Of rungs in rising order the first of every question level above today's."""
    bound = at.next_bound(at.raw)
    for rung in found:
        if at.raw + NEAR < FULL and rung.raw > at.raw + NEAR and rung.raw >= bound - NEAR:
            yield rung
            bound = at.next_bound(rung.raw) if rung.raw < FULL - NEAR else math.inf


def _ladder(at: _Place) -> Iterator[Rung]:
    levels = at.question.levels
    for level in range(math.floor(at.raw * levels / FULL + NEAR) + 1, levels + 1):
        yield Rung(level * FULL / levels, level)


def _yes_no(at: _Place) -> Iterator[Rung]:
    if at.raw < FULL:
        yield Rung(FULL, True)


def _single(at: _Place) -> Iterator[Rung]:
    options = sorted(
        (min(o.points, FULL), n, o.code) for n, o in enumerate(at.question.options) if at.exists(o)
    )
    return _thinned(at, (Rung(points, code) for points, _, code in options))


def _multiple(at: _Place) -> Iterator[Rung]:
    """Ticks added one after another, most points first; of an exclusive group the best one only."""
    options = at.question.options
    ticked = [n for n, option in enumerate(options) if at.cells[n, 0] and not option.exclusive]
    best: dict[str, int] = {}
    for n, option in enumerate(options):
        if not option.exclusive and at.exists(option):
            name = option.group or f" {n}"
            if name not in best or option.points > options[best[name]].points:
                best[name] = n
    sets = [ticked]
    for n in sorted(best.values(), key=lambda n: (-options[n].points, n)):
        if n not in sets[-1]:
            group = options[n].group
            sets.append([*(m for m in sets[-1] if not group or options[m].group != group), n])
    columns = np.zeros((len(options), len(sets)), dtype=np.bool_)
    for place, chosen in enumerate(sets):
        columns[chosen, place] = True
    scores = scores_of(at.makeup, at.row, columns)
    codes = [[options[n].code for n in sorted(chosen)] for chosen in sets]
    return _thinned(at, (Rung(float(s), c) for s, c in zip(scores, codes, strict=True)))


def _graded(at: _Place) -> Iterator[Rung]:
    """Steps raised one grade after another, most points first; a step that does not exist stays so."""
    question = at.question
    if question.grading is None:
        return iter(())
    names, shares = grade_codes(question), list(question.grading.shares.values())
    absent, full = len(shares), max(range(len(shares)), key=shares.__getitem__)
    rising = sorted(range(len(shares)), key=shares.__getitem__)
    places = [
        n for n, option in enumerate(question.options) if at.exists(option) and at.cells[n, 0] != absent
    ]
    now = at.cells[:, 0].copy()
    columns = [now.copy()]
    for n in sorted(places, key=lambda n: (-question.options[n].points, n)):
        held = shares[now[n]] if now[n] >= 0 else -1.0
        for grade in rising:
            if shares[grade] > max(held, 0.0) and now[n] != full:
                now[n] = grade
                columns.append(now.copy())
    scores = scores_of(at.makeup, at.row, np.array(columns).T)
    values: list[Value] = [
        {question.options[n].code: names[column[n]] for n in range(len(column)) if column[n] >= 0}
        for column in columns
    ]
    return _thinned(at, (Rung(float(s), v) for s, v in zip(scores, values, strict=True)))


def _number(at: _Place) -> Iterator[Rung]:
    """Every set of knots the firm uses brought to the score of the next knots, where it is not there yet."""
    last = at.raw
    for rung in _Numbers(at).rungs():
        if rung.raw > last + NEAR:
            yield rung
            last = rung.raw


class _Numbers:
    """The figures of one question of one firm, one for each set of knots in use, and their scores."""

    def __init__(self, at: _Place) -> None:
        self.at = at
        layout, own = at.makeup.layout, at.cells[:, 0].tolist()
        curves = layout.curves[at.row]
        if len(curves) == 1:
            used = [(0, 1.0)]
        else:
            rows = layout.variant_rows[at.row]
            used = [(n, float(at.makeup.variant(r)[1][0])) for n, r in enumerate(rows) if r in at.makeup.made]
        self.numbers = [n for n, _ in used]
        self.weights = [weight for _, weight in used]
        self.curves = [curves[n] for n in self.numbers]
        self.own = [own[min(n, len(own) - 1)] for n in self.numbers]
        self.shared = len(own) == 1
        if len(curves) == 1:
            self.scores = [at.raw]
        else:
            self.scores = [_score(curve, value) for curve, value in zip(self.curves, self.own, strict=True)]

    def rungs(self) -> Iterator[Rung]:
        """For each score above 0 at which knots in use stand, rising: the figures that bring every set of knots there,
        and what they score together."""
        for bound in sorted({score for curve in self.curves for score in curve.knots[0] if score > 0}):
            goals = self._goals(bound)
            found = [weight * score for weight, (_, score) in zip(self.weights, goals, strict=True)]
            yield Rung(sum(found) / sum(self.weights), self._value([goal for goal, _ in goals]), bound)

    def _goals(self, bound: float) -> list[tuple[float, float]]:
        """Figures and their scores: where a set of knots is there already the firm's own."""
        goals = [
            (value, score) if score >= bound - NEAR else _aimed(curve, bound)
            for curve, value, score in zip(self.curves, self.own, self.scores, strict=True)
        ]
        if self.shared and len(goals) > 1:
            paired = zip(goals, self.curves, strict=True)
            worst = max(paired, key=lambda pair: pair[1].sign * pair[0][0])[0][0]
            goals = [(worst, _score(curve, worst)) for curve in self.curves]
        return goals

    def _value(self, goals: list[float]) -> Value:
        question, shares = self.at.question, self.at.shares
        if len(question.variants) == 1 or self.shared:
            return goals[0]
        return {
            max(question.variants[n].processes, key=lambda code: (shares[code], code)): goal
            for n, goal in zip(self.numbers, goals, strict=True)
        }


def _score(curve: Curve, value: float) -> float:
    return float(curve.scores_of(np.array([value]))[0])


@lru_cache(maxsize=4096)
def _aimed(curve: Curve, score: float) -> tuple[float, float]:
    """`aim` and what it really scores, kept: it is the same for every firm."""
    figure = aim(curve, score)
    return figure, _score(curve, figure)


def aim(curve: Curve, score: float) -> float:
    """A figure of few digits that scores at least so much, or the best knot's where none does."""
    points, places = curve.knots
    reachable = min(score, points[-1])
    first = bisect_left(points, reachable - NEAR)
    if curve.bands or first == 0:
        place = places[first]
        if curve.bands and curve.edge_closes and first + 1 < len(places):
            place += (places[first + 1] - place) / 100
        elif curve.bands and curve.edge_closes:
            place += abs(place) / 100
    else:
        (low, high), (start, end) = points[first - 1 : first + 1], places[first - 1 : first + 1]
        place = start + (end - start) * (reachable - low) / (high - low)
    return curve.sign * _rounded_up(place)


def _rounded_up(place: float) -> float:
    """The next number of few digits that is not smaller."""
    if not place:
        return 0.0
    unit = 10.0 ** (math.floor(math.log10(abs(place))) + 1 - DIGITS)
    shown = math.ceil(round(place / unit, 6)) * unit
    return float(f"{shown:.12g}")


_CLIMBS: dict[Kind, Callable[[_Place], Iterator[Rung]]] = {
    Kind.LADDER: _ladder,
    Kind.SINGLE: _single,
    Kind.YES_NO: _yes_no,
    Kind.MULTIPLE: _multiple,
    Kind.GRADED_MULTIPLE: _graded,
    Kind.NUMBER: _number,
}

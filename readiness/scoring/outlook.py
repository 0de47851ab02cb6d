"""What a result may come to once everything is answered: a range of index and level, from what is open."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, replace

import numpy as np

from readiness.questionnaire.answers import FirmAnswers
from readiness.questionnaire.model import Questionnaire, Role
from readiness.scoring import levels, verification
from readiness.scoring.aggregate import aggregate
from readiness.scoring.arrays import ANSWERED, AnswerSheet, Codes
from readiness.scoring.evaluate import Evaluated, evaluate
from readiness.scoring.expected import expected_scores
from readiness.scoring.grid import on_grid
from readiness.scoring.layout import Layout, layout_of
from readiness.scoring.makeup import makeup_of
from readiness.scoring.normalise import Raw, with_floors
from readiness.scoring.scorecard import FULL, Basis, Bools, Floats
from readiness.scoring.sheet import sheet_of

WHOLE = 1 - 1e-9


@dataclass(frozen=True)
class Range:
    """Where index and level lie in so many percent of the draws. The index is in whole points, rounded outwards; where
    no draw moves it, both ends are the index on the grid."""

    lowest: float
    highest: float
    lowest_level: int
    highest_level: int

    @property
    def width(self) -> float:
        """Points between the ends."""
        return self.highest - self.lowest

    @property
    def settled(self) -> bool:
        """True when nothing open moves the result."""
        return self.lowest == self.highest and self.lowest_level == self.highest_level


@dataclass(frozen=True)
class Outlook:
    """`standing`: the evidence stays as it is; `documented`: every answer gets a document. `percent`: of the draws that
    a range holds."""

    percent: float
    standing: Range
    documented: Range


def outlook(questionnaire: Questionnaire, answers: FirmAnswers, *, on: dt.date) -> Outlook | None:
    """Of the firm's own answers, whatever a consultant has said about them. None before the first answer that tells
    something, and where the questionnaire does not say what to expect."""
    layout, rules = layout_of(questionnaire), questionnaire.outlook
    if rules is None:
        return None
    sheet = sheet_of(questionnaire, [replace(answers, verification=None)])
    found = evaluate(layout, sheet, Basis.DECLARED, on)
    known = _telling(layout, found)
    if not known.any():
        return None
    raw = _completed(layout, found, expected_scores(layout, rules, found.raw[:, 0], known))
    documented = np.maximum(sheet.grade, layout.documented).astype(np.int8)
    standing, raised = (
        _range(layout, replace(sheet, grade=grade), found.applicable, raw, rules.range_percent)
        for grade in (sheet.grade, documented)
    )
    return Outlook(rules.range_percent, standing, raised)


def _telling(layout: Layout, found: Evaluated) -> Bools:
    """(Q) Answers that say something of the others: complete values. What is not measured has no value, and what
    everybody must have says nothing."""
    duty = np.array([question.role is Role.HOLD for question in layout.questions])
    complete = (found.answered[:, 0] >= WHOLE) & (found.states[:, 0] == ANSWERED)
    telling: Bools = found.applicable[:, 0] & complete & ~duty
    return telling


def _completed(layout: Layout, found: Evaluated, drawn: Floats) -> Floats:
    """(Q, J) What stands, and what was drawn for the share of each question that is open."""
    whole = found.raw + (1.0 - found.answered) * drawn
    states: Codes = np.full(whole.shape, ANSWERED, dtype=np.int8)
    return with_floors(layout, states, Raw(whole * found.applicable, np.ones_like(whole) * found.applicable))


def _range(layout: Layout, sheet: AnswerSheet, applies: Bools, raw: Floats, percent: float) -> Range:
    """All draws under the caps of the sheet's grades, joined and held against the gates as the engine does."""
    counted = verification.declared(layout, sheet, raw)
    applicable = np.broadcast_to(applies, raw.shape)
    tree = aggregate(makeup_of(layout, sheet.shares), counted.counted, applicable)
    facts = levels.facts_of(layout, tree.top.score, tree.by_pillar.stated, counted, applicable)
    reached = levels.reached(levels.all_conditions(layout, facts), raw.shape[1])
    ends = [(FULL - percent) / 2.0, (FULL + percent) / 2.0]
    lowest, highest = on_grid(np.percentile(tree.top.score, ends)).tolist()
    if lowest < highest:
        lowest, highest = float(math.floor(lowest)), float(math.ceil(highest))
    least, most = np.percentile(reached, ends, method="closest_observation").tolist()
    return Range(lowest, highest, least, most)

"""The method once more, for one firm, in plain loops straight from its description: to check the arrays against."""

from __future__ import annotations

import datetime as dt
import itertools
import math
from dataclasses import dataclass
from typing import Any

from readiness.questionnaire.answers import Answer, FirmAnswers, State, Verdict
from readiness.questionnaire.model import CoreRule, Kind, Option, Question, Questionnaire, Role, Variant


@dataclass
class Firm:
    """One firm on one basis, with everything looked up by question code."""

    asked: Questionnaire
    said: FirmAnswers
    verified: bool
    on: dt.date

    def __post_init__(self) -> None:
        total = sum(self.said.shares.values())
        self.shares = {code: share / total for code, share in self.said.shares.items()}
        self.wet = any(self.asked.process[code].wet for code in self.shares)
        self.trade = self.asked.process[self.asked.principal(self.shares)].sub_sector
        self.entries = self.said.verification.verdicts if self.verified and self.said.verification else {}

    def weight(self, q: Question) -> float:
        return sum(share * q.weights.get(code, 0) for code, share in self.shares.items())

    def answer(self, q: Question, standing: bool) -> Answer:
        own = self.said.answers.get(q.code, Answer())
        entry = self.entries.get(q.code)
        if standing and entry and entry.verdict in (Verdict.LOWERED, Verdict.RAISED):
            return Answer(State.ANSWERED, entry.value)
        if own.state is State.NOT_APPLICABLE:
            allowed = q.na_allowed and not (q.na_when_dry and self.wet) and not own.na_refused
            return own if allowed else Answer()
        return own

    def applies(self, q: Question) -> bool:
        return any(code in q.weights for code in self.shares) and (
            self.answer(q, True).state is not State.NOT_APPLICABLE
        )

    def exists(self, option: Option) -> bool:
        return option.sub_sector in ("", self.trade) and (self.wet or not option.wet_only)

    def score(self, q: Question, standing: bool) -> tuple[float, float]:
        """(raw score, answered share), before a floor from another question."""
        answer = self.answer(q, standing)
        if q.kind is Kind.NUMBER:
            return self.number(q, answer)
        if answer.state is not State.ANSWERED:
            return 0.0, float(answer.state is State.NOT_MEASURED)
        return self.choice(q, answer.value), 1.0

    def choice(self, q: Question, value: Any) -> float:
        here = [option for option in q.options if self.exists(option)]
        match q.kind:
            case Kind.LADDER:
                return 100 * value / q.levels
            case Kind.YES_NO:
                return 100.0 if value else 0.0
            case Kind.SINGLE:
                return sum(option.points for option in here if option.code == value)
            case Kind.GRADED_MULTIPLE:
                assert q.grading
                real = [option for option in here if value.get(option.code) != q.grading.absent]
                got = sum(
                    q.grading.shares.get(value.get(option.code, ""), 0) * option.points for option in real
                )
                return 100 * got / max(q.grading.least, sum(option.points for option in real))
            case _:
                return self.ticks(q, here, set(value))

    def ticks(self, q: Question, here: list[Option], value: set[str]) -> float:
        alone = [option.points for option in here if option.exclusive and option.code in value]
        if alone:
            return max(alone)

        def best(options: list[Option]) -> float:
            groups: dict[str, list[float]] = {}
            for option in options:
                groups.setdefault(option.group or option.code, []).append(option.points)
            return sum(max(points) for points in groups.values())

        possible = best([option for option in here if not option.exclusive])
        got = best([option for option in here if option.code in value and not option.exclusive])
        return min(100.0, 100 * got / possible if q.scale_to_applicable else got)

    def number(self, q: Question, answer: Answer) -> tuple[float, float]:
        value = answer.value
        if q.computed and not isinstance(value, int | float):
            value = self.ratio(q, self.said.profile)
        elif answer.state is not State.ANSWERED:
            return 0.0, float(answer.state is State.NOT_MEASURED)
        elif q.parts and isinstance(value, dict):
            value = self.ratio(q, value)
        weights = {code: share * q.weights[code] for code, share in self.shares.items() if code in q.weights}
        if not any(weights.values()):
            return 0.0, 0.0
        main = min(weights, key=lambda code: (-self.shares[code], code))
        total = done = 0.0
        for code, weight in weights.items():
            variant = q.variant_of[code]
            own = None
            if isinstance(value, dict):
                own = next((v for process, v in value.items() if q.variant_of[process] is variant), None)
            elif value is not None and (q.formula or variant.unit == q.variant_of[main].unit):
                own = value
            if own is not None:
                total, done = total + weight * knots(variant, float(own)), done + weight
        return total / sum(weights.values()), done / sum(weights.values())

    def ratio(self, q: Question, figures: Any) -> float | None:
        assert q.formula
        named = [*q.formula.numerator, *q.formula.denominator]
        if any(not isinstance(figures.get(name), int | float) for name in named):
            return None
        below = max(sum(figures[name] for name in q.formula.denominator), q.formula.least)
        return (
            q.formula.factor * sum(figures[name] for name in q.formula.numerator) / below if below else None
        )

    def raw(self, standing: bool) -> dict[str, tuple[float, float]]:
        found = {q.code: self.score(q, standing) for q in self.asked.questions}
        for q in self.asked.questions:
            has_value = found[q.code][1] > 0 and (
                q.computed or self.answer(q, standing).state is not State.NOT_MEASURED
            )
            if q.score_at_least and has_value:
                other = self.asked.question[q.score_at_least]
                floor = found[other.code][0] if self.applies(other) else 0.0
                found[q.code] = (max(found[q.code][0], floor), found[q.code][1])
        return found

    def counted(self) -> dict[str, float]:
        """Capped, with audited values, lowered by over-claiming."""
        grades = self.asked.grade_number
        firm_grades = [grade.code for grade in self.asked.grades if not grade.by_consultant]
        own_grade = {
            q.code: firm_grades[-1 if self.said.answers.get(q.code, Answer()).documents else 0]
            for q in self.asked.questions
        }
        cap = {grade.code: grade.cap for grade in self.asked.grades}
        own, standing = self.raw(False), self.raw(True)
        audited = [
            q.code
            for q in self.asked.questions
            if self.applies(q)
            and q.code in self.entries
            and self.entries[q.code].verdict is not Verdict.NOT_VERIFIABLE
        ]
        grade = dict(own_grade)
        for code, entry in self.entries.items():
            grade[code] = (
                entry.grade
                if code in audited
                else firm_grades[0]
                if self.applies(self.asked.question[code])
                else ""
            )
        counted = {
            q.code: min(standing[q.code][0], cap[grade[q.code]])
            for q in self.asked.questions
            if self.applies(q)
        }
        excess = [min(own[code][0], cap[own_grade[code]]) - counted[code] for code in audited]
        n = len(audited)
        taken = max(0.0, math.fsum(excess) / n) * n / (n + self.asked.rules.shrink) if n else 0.0
        return {
            code: score
            if code in audited or self.asked.grades[grades[grade[code]]].by_consultant
            else max(0, score - taken)
            for code, score in counted.items()
        }

    def index(self) -> tuple[float, dict[str, float], float]:
        """(index, pillar scores, coverage)."""
        counted, answered = self.counted(), self.raw(True)
        pillars: dict[str, float] = {}
        done = whole = 0.0
        for pillar in self.asked.pillars:
            parts = []
            for dimension in pillar.dimensions:
                mine = [
                    (self.weight(q), counted[q.code], q) for q in dimension.questions if q.code in counted
                ]
                weight = math.fsum(w for w, _, _ in mine)
                whole += weight
                done += math.fsum(w * answered[q.code][1] for w, _, q in mine)
                if weight > 0:
                    full = sum(q.weight for q in dimension.questions)
                    thin = min(1.0, weight / full / self.asked.rules.thin_below)
                    score = self.mean([(w, s) for w, s, _ in mine], dimension.aggregation)
                    parts.append((dimension.weight * thin, score))
            if parts:
                pillars[pillar.code] = self.mean(parts, pillar.aggregation)
        tops = [(p.weight, pillars[p.code]) for p in self.asked.pillars if p.code in pillars]
        return self.mean(tops, self.asked.rules.aggregation), pillars, 100 * done / whole

    def mean(self, parts: list[tuple[float, float]], aggregation: str) -> float:
        total = math.fsum(weight for weight, _ in parts)
        if aggregation == "weighted_mean":
            return math.fsum(weight * score for weight, score in parts) / total
        lifted = [(weight, max(score, self.asked.rules.floor)) for weight, score in parts if weight > 0]
        return math.prod(score ** (weight / total) for weight, score in lifted)

    def core_at(self, rule: CoreRule) -> float:
        """Percent or number of the applicable core questions that stand where a rule wants them."""
        counted, step = self.counted(), self.asked.rules.question_step
        core = [
            q.code
            for q in self.asked.questions
            if q.role is Role.CORE and self.applies(q) and rule.of in ("", *q.groups)
        ]
        reached = [code for code in core if math.floor(round(counted[code], 4) / step) >= rule.level]
        if rule.count:
            return len(reached)
        return 100 * len(reached) / len(core) if core else 100.0


def knots(variant: Variant, value: float) -> float:
    points = sorted(variant.knots)
    if variant.bands:
        toward = -1 if variant.lower_is_better else 1
        gone = [(toward * (value - v), s) for v, s in variant.knots]
        reached = [s for past, s in gone if past > 0 or (past == 0 and not variant.edge_closes)]
        return max(reached, default=variant.knots[0][1])
    if value <= points[0][0]:
        return points[0][1]
    for (x0, s0), (x1, s1) in itertools.pairwise(points):
        if value <= x1:
            return s0 + (s1 - s0) * (value - x0) / (x1 - x0)
    return points[-1][1]

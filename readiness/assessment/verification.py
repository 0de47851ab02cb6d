"""What a verification must look at, and which verdicts can be taken as they are given."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from readiness.errors import InputError
from readiness.questionnaire.answers import State, Verdict, VerdictEntry
from readiness.questionnaire.model import Kind, Question, Questionnaire, Role, Rules

CHANGED = (Verdict.LOWERED, Verdict.RAISED)


@dataclass(frozen=True)
class Stated:
    """What the sample needs of one answer: its state and its score before caps (0–100), and whether it applies."""

    state: str
    raw: float
    applicable: bool


@dataclass(frozen=True)
class Sample:
    """Codes an audit must cover, in the questionnaire's order: those always looked at, and those drawn."""

    always: tuple[str, ...]
    drawn: tuple[str, ...]

    @property
    def codes(self) -> frozenset[str]:
        """Everything that must have a verdict before the audit can be signed."""
        return frozenset(self.always) | frozenset(self.drawn)

    def missing(self, verdicts: Iterable[str]) -> tuple[str, ...]:
        """Codes of the sample without a verdict."""
        given = set(verdicts)
        return tuple(code for code in (*self.always, *self.drawn) if code not in given)


def audit_sample(questionnaire: Questionnaire, stated: Mapping[str, Stated], *, seed: str) -> Sample:
    """All answered core, hold and numeric questions and those at a high level; of the other ladders and of the rest
    the percents of the rules, rounded up. The same seed draws the same questions."""
    answered = [q for q in questionnaire.questions if _counts(stated.get(q.code))]
    rules = questionnaire.rules
    always = [q.code for q in answered if _always(q, stated[q.code].raw, rules)]
    rest = [q for q in answered if q.code not in set(always)]
    ladders = [q.code for q in rest if q.kind is Kind.LADDER]
    others = [q.code for q in rest if q.kind is not Kind.LADDER]
    drawn = {*_draw(ladders, rules.sample_ladders, seed), *_draw(others, rules.sample_others, seed)}
    return Sample(always=tuple(always), drawn=tuple(q.code for q in rest if q.code in drawn))


def _counts(answer: Stated | None) -> bool:
    return answer is not None and answer.applicable and answer.state == State.ANSWERED.value


def _always(question: Question, raw: float, rules: Rules) -> bool:
    if question.role is not Role.NONE or question.kind is Kind.NUMBER:
        return True
    return math.floor(raw / rules.question_step + 1e-9) >= rules.sample_level


def _draw(codes: Sequence[str], percent: float, seed: str) -> list[str]:
    """A share of the codes by the order of their hashes with the seed: random, and the same on every machine."""
    count = math.ceil(len(codes) * percent / 100)
    return sorted(codes, key=lambda code: hashlib.sha256(f"{seed}:{code}".encode()).digest())[:count]


def check_verdict(questionnaire: Questionnaire, code: str, entry: VerdictEntry) -> None:
    """Raise InputError (field = the question's code) for a verdict without its reason, value or grade.

    Confirmed: the firm's answer stands, no value. Lowered, raised: a reason and the audited value. Not verifiable:
    a reason, no value, and the grade falls to the lowest. All others carry a grade only a consultant can give.
    """
    grades = {grade.code: grade for grade in questionnaire.grades}
    if entry.verdict is not Verdict.CONFIRMED and not entry.reason.strip():
        raise InputError(code, "verdict_reason_missing")
    if entry.verdict in CHANGED and entry.value is None:
        raise InputError(code, "verdict_value_missing")
    if entry.verdict not in CHANGED and entry.value is not None:
        raise InputError(code, "verdict_value_not_expected")
    if entry.verdict is Verdict.NOT_VERIFIABLE:
        if entry.grade != questionnaire.grades[0].code:
            raise InputError(code, "verdict_grade_unknown", grade=entry.grade)
    elif entry.grade not in grades or not grades[entry.grade].by_consultant:
        raise InputError(code, "verdict_grade_unknown", grade=entry.grade)


def check_direction(code: str, entry: VerdictEntry, *, declared: float, audited: float) -> None:
    """Raise InputError unless the audited score (0–100, before caps) moves as the verdict says."""
    if entry.verdict is Verdict.LOWERED and not audited < declared:
        raise InputError(code, "verdict_not_lower", declared=declared, audited=audited)
    if entry.verdict is Verdict.RAISED and not audited > declared:
        raise InputError(code, "verdict_not_higher", declared=declared, audited=audited)

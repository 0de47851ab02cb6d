"""Tiny questionnaires and firms: only what a test is about is said, the rest is the method's usual numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from readiness.questionnaire.answers import (
    Answer,
    FirmAnswers,
    State,
    Value,
    Verdict,
    VerdictEntry,
    Verification,
)
from readiness.questionnaire.model import (
    Aggregation,
    CoreRule,
    Dimension,
    EvidenceGrade,
    Kind,
    Level,
    Option,
    Pillar,
    Process,
    Question,
    Questionnaire,
    Role,
    Rules,
    Statement,
    Variant,
)
from readiness.questionnaire.texts import Texts
from readiness.scoring.engine import scorecard
from readiness.scoring.scorecard import Basis, Scorecard

ON = dt.date(2026, 12, 31)
PROCESSES = (Process("A.dry", "A", False), Process("A.wet", "A", True), Process("B.dry", "B", False))
EVERYWHERE = tuple(process.code for process in PROCESSES)
STATEMENTS = (Statement("S1", "unranked"), Statement("S2", "hold"), Statement("S6", "required"))
GRADES = (
    EvidenceGrade("declared", 60, False),
    EvidenceGrade("document", 80, False),
    EvidenceGrade("desk", 100, True),
    EvidenceGrade("site", 100, True),
)
TRUSTING = tuple(replace(grade, cap=100) for grade in GRADES)
LEVELS = (
    Level(0, 0, 0, (), "declared"),
    Level(1, 16, 10, (CoreRule(1, 50),), "declared"),
    Level(2, 36, 26, (CoreRule(2, 60),), "declared"),
    Level(3, 56, 46, (CoreRule(3, 65),), "document"),
    Level(4, 76, 66, (CoreRule(4, 75),), "audit"),
    Level(5, 92, 86, (CoreRule(4, 90), CoreRule(5, 50)), "audit"),
)
RULES: dict[str, Any] = {
    "aggregation": Aggregation.WEIGHTED_GEOMETRIC_MEAN,
    "floor": 1.0,
    "thin_below": 0.6,
    "coverage_overall": 95.0,
    "coverage_dimension": 80.0,
    "shrink": 8.0,
    "integrity_points": 15.0,
    "integrity_questions": 20,
    "audit_months": 24,
    "process_share_from": 5.0,
    "question_step": 20.0,
    "sample_level": 4,
    "sample_ladders": 40.0,
    "sample_others": 20.0,
    "declared_months": 12,
    "verified_months": 24,
    "usual_lower": 2.0,
    "usual_other": 5.0,
    "peer_group_from": 5,
}


def question(
    code: str, kind: Kind = Kind.LADDER, *, weight: float = 1, role: Role = Role.NONE, **more: Any
) -> Question:
    """A question of the dimension before the dot; `processes` says where it applies, `weights` overrides by process."""
    processes = more.pop("processes", EVERYWHERE)
    weights = dict.fromkeys(processes, weight) | more.pop("weights", {})
    more.setdefault("levels", 5 if kind is Kind.LADDER else 0)
    return Question(code, code.split(".", maxsplit=1)[0], kind, weight, role, weights, **more)


def percent(code: str, **more: Any) -> Question:
    """A number from 0 to 100 that is its own score."""
    return question(code, Kind.NUMBER, variants=(variant("all", ((0, 0), (100, 100))),), **more)


def variant(code: str, knots: Any, processes: tuple[str, ...] = EVERYWHERE, **more: Any) -> Variant:
    """Knots for some processes, with bounds that no test meets."""
    more = {"unit": "%", "minimum": -1e9, "maximum": 1e9} | more
    return Variant(code=code, processes=processes, knots=knots, **more)


def options(**points: float) -> tuple[Option, ...]:
    """Options by code with their points."""
    return tuple(Option(code, value) for code, value in points.items())


def questionnaire(
    *questions: Question,
    pillars: Mapping[str, float] | None = None,
    dimensions: Mapping[str, tuple[str, float]] | None = None,
    grades: tuple[EvidenceGrade, ...] = GRADES,
    levels: tuple[Level, ...] = LEVELS,
    **rules: Any,
) -> Questionnaire:
    """Questions grouped by dimension; without more all dimensions stand in one pillar P with equal weights."""
    codes = list(dict.fromkeys(question.dimension for question in questions))
    where = dimensions or {code: ("P" if pillars is None else code, 1.0) for code in codes}
    weights = pillars or {"P": 1.0}
    found = [
        Dimension(code, where[code][0], where[code][1], tuple(q for q in questions if q.dimension == code))
        for code in codes
    ]
    return Questionnaire(
        code="tiny",
        version="1",
        languages=("en",),
        pillars=tuple(
            Pillar(code, weight, "#000000", tuple(d for d in found if d.pillar == code))
            for code, weight in weights.items()
        ),
        levels=levels,
        grades=grades,
        rules=Rules(**(RULES | rules)),
        processes=PROCESSES,
        sub_sectors=("A", "B"),
        statements=STATEMENTS,
        profile=(),
        sizes=(),
        measures=(),
        texts=Texts({}),
        digest="0" * 64,
    )


def said(value: Value, *, documents: int = 0) -> Answer:
    """An answer with a value."""
    return Answer(State.ANSWERED, value, documents=tuple(f"{n}.pdf" for n in range(documents)))


NOT_MEASURED = Answer(State.NOT_MEASURED)
NOT_APPLICABLE = Answer(State.NOT_APPLICABLE, reason="not here")


def firm(
    answers: Mapping[str, Answer | Value] | None = None,
    *,
    shares: Mapping[str, float] | None = None,
    verification: Verification | None = None,
    statements: Mapping[str, bool] | None = None,
    profile: Mapping[str, object] | None = None,
) -> FirmAnswers:
    """A firm with plain values for answers, in the dry process of A unless said."""
    given = {code: a if isinstance(a, Answer) else said(a) for code, a in (answers or {}).items()}
    true = {statement.code: True for statement in STATEMENTS}
    return FirmAnswers(
        profile or {}, shares or {"A.dry": 1.0}, true | dict(statements or {}), given, verification
    )


def confirmed(grade: str = "site") -> VerdictEntry:
    return VerdictEntry(Verdict.CONFIRMED, grade)


def lowered(value: Value, grade: str = "site") -> VerdictEntry:
    return VerdictEntry(Verdict.LOWERED, grade, value, "seen otherwise")


def verified(
    entries: Mapping[str, VerdictEntry], signed_on: dt.date | None = dt.date(2026, 9, 18)
) -> Verification:
    return Verification(entries, signed_on)


def card(
    asked: Questionnaire, answers: FirmAnswers, *, basis: Basis = Basis.DECLARED, on: dt.date = ON
) -> Scorecard:
    return scorecard(asked, answers, basis=basis, on=on)

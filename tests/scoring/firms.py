"""Firms made by chance for any questionnaire, and the ways in which one answer can become better."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from random import Random
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
from readiness.questionnaire.model import Kind, Option, Question, Questionnaire, Variant

STATES = [State.ANSWERED] * 17 + [State.NOT_MEASURED, State.NOT_APPLICABLE, State.UNANSWERED]


def some_firm(chance: Random, asked: Questionnaire, *, audited: bool = False) -> FirmAnswers:
    """One to three processes, most questions answered, half of the answers with a document."""
    codes = [process.code for process in asked.processes]
    codes = chance.sample(codes, min(len(codes), chance.randint(1, 3)))
    parts = [chance.randint(1, 20) for _ in codes]
    shares = {code: part / sum(parts) for code, part in zip(codes, parts, strict=True)}
    profile = {f.code: chance.randint(0, 500) for f in asked.profile if f.kind in ("number", "integer")}
    answers = {question.code: some_answer(chance, question) for question in asked.questions}
    statements = {statement.code: chance.random() < 0.95 for statement in asked.statements}
    return FirmAnswers(profile, shares, statements, answers, some_audit(chance, asked) if audited else None)


def some_answer(chance: Random, question: Question) -> Answer:
    state = State.ANSWERED if question.computed else chance.choice(STATES)
    value = some_value(chance, question) if state is State.ANSWERED and not question.computed else None
    return Answer(state, value, documents=("a.pdf",) if chance.random() < 0.5 else ())


def some_value(chance: Random, question: Question) -> Value:
    match question.kind:
        case Kind.LADDER:
            return chance.randint(0, question.levels)
        case Kind.SINGLE:
            return chance.choice(question.options).code
        case Kind.YES_NO:
            return chance.random() < 0.8
        case Kind.MULTIPLE:
            return [option.code for option in question.options if chance.random() < 0.3]
        case Kind.GRADED_MULTIPLE:
            grades = [*question.grading.shares, question.grading.absent] if question.grading else []
            return {option.code: chance.choice(grades) for option in question.options}
        case _:
            return some_number(chance, question)


def some_number(chance: Random, question: Question) -> Value:
    if question.parts and not question.computed:
        return {part: float(chance.randint(0, 50)) for part in question.parts}
    by_process = {v.processes[0]: _between(chance, v) for v in question.variants if chance.random() < 0.8}
    return _between(chance, question.variants[0]) if chance.random() < 0.3 or not by_process else by_process


def _between(chance: Random, variant: Variant) -> float:
    places = [place for place, _ in variant.knots]
    reach = max(places) - min(places)
    return chance.choice([*places, chance.uniform(min(places) - reach / 4, max(places) + reach / 4)])


def some_audit(chance: Random, asked: Questionnaire) -> Verification:
    """Verdicts of every kind on half of the questions."""
    grades = [grade.code for grade in asked.grades if grade.by_consultant]
    verdicts = {}
    for question in asked.questions:
        if chance.random() < 0.5:
            verdict = chance.choice(list(Verdict))
            changed = verdict in (Verdict.LOWERED, Verdict.RAISED)
            value = (
                some_value(chance, question)
                if changed and not question.computed
                else 10.0
                if changed
                else None
            )
            grade = asked.grades[0].code if verdict is Verdict.NOT_VERIFIABLE else chance.choice(grades)
            verdicts[question.code] = VerdictEntry(verdict, grade, value)
    signed_on = dt.date(2026, 1, 1) if chance.random() < 0.8 else None
    return Verification(verdicts, signed_on)


def better(chance: Random, question: Question, answer: Answer) -> Answer | None:
    """The same answer raised by one step, with the same evidence; None where there is no way up."""
    if answer.state is not State.ANSWERED or question.computed:
        return None
    values = list(_better_values(question, answer.value))
    return Answer(State.ANSWERED, chance.choice(values), documents=answer.documents) if values else None


def _better_values(question: Question, value: Any) -> Iterator[Value]:
    match question.kind:
        case Kind.LADDER:
            yield from range(value + 1, question.levels + 1)
        case Kind.YES_NO:
            yield True
        case Kind.SINGLE:
            own = next(option for option in question.options if option.code == value)
            yield from (o.code for o in question.options if o.points > own.points and _as_open(o, own))
        case Kind.MULTIPLE:
            kept = [o.code for o in question.options if o.code in value and not o.exclusive]
            yield from ([*kept, o.code] for o in question.options if o.code not in value and not o.exclusive)
        case Kind.GRADED_MULTIPLE:
            shares = dict(question.grading.shares) if question.grading else {}
            for option, grade in value.items():
                higher = [other for other in shares if grade in shares and shares[other] > shares[grade]]
                yield from ({**value, option: other} for other in higher)
        case _ if isinstance(value, dict) and not question.parts:
            for process, number in value.items():
                variant = question.variant_of[process]
                yield {
                    **value,
                    process: number + (-1 if variant.lower_is_better else 1) * abs(_step(variant)),
                }


def _as_open(option: Option, other: Option) -> bool:
    """True when whoever may choose the other may choose this one."""
    return option.sub_sector in ("", other.sub_sector) and (not option.wet_only or other.wet_only)


def _step(variant: Variant) -> float:
    return (variant.knots[0][0] - variant.knots[-1][0]) / 7

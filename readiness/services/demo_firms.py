"""Synthetic firms for the demo and the benchmarks: drawn from `demo.yaml`, the same seed gives the same firms."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from stdnum.cn import uscc

from readiness.questionnaire.answers import Answer, FirmAnswers, State, Value
from readiness.questionnaire.model import Kind, Question, Questionnaire, Ratio, Role, Variant

RECIPE = Path(__file__).with_name("demo.yaml")


@dataclass(frozen=True)
class DemoFirm:
    """One synthetic firm: who it is, the profile figures that the others are drawn from, and the target score of each
    pillar (0–100) that its answers are drawn around."""

    name: str
    name_en: str
    credit_code: str
    city: str
    district: str
    figures: Mapping[str, float]
    shares: Mapping[str, float]
    sub_sector: str
    aims: Mapping[str, float]


@lru_cache(maxsize=1)
def recipe() -> dict[str, Any]:
    """The numbers and words that firms are drawn from."""
    loaded: dict[str, Any] = yaml.safe_load(RECIPE.read_text(encoding="utf-8"))
    return loaded


def draw_firms(questionnaire: Questionnaire, count: int, rng: np.random.Generator) -> list[DemoFirm]:
    """`count` firms over all trades, places and sizes of the recipe."""
    found = recipe()
    return [_draw_firm(questionnaire, found, number, rng) for number in range(count)]


def _pick(rng: np.random.Generator, entries: list[Any], shares: list[float]) -> Any:
    weights = np.array(shares, dtype=float)
    return entries[int(rng.choice(len(entries), p=weights / weights.sum()))]


def _draw_firm(
    questionnaire: Questionnaire, found: Mapping[str, Any], number: int, rng: np.random.Generator
) -> DemoFirm:
    trades = found["trades"]
    sub_sector = _pick(rng, list(trades), [t["share"] for t in trades.values()])
    trade = trades[sub_sector]
    size = _pick(rng, found["sizes"], [s["share"] for s in found["sizes"]])
    place = _pick(rng, found["places"], [p["share"] for p in found["places"]])
    district, area = _pick(rng, list(place["districts"].items()), [1.0] * len(place["districts"]))
    mix = trade["mixes"][int(rng.integers(len(trade["mixes"])))]
    persons = int(rng.integers(size["persons"][0], size["persons"][1] + 1))
    words = found["words"]
    label = str(rng.choice(words["first"])) + str(rng.choice(words["second"]))
    score = found["score"]
    aim = score["mean"] + size["lift"] + trade["lift"] + rng.normal(0, score["firm_spread"])
    body = f"91{area}MA0DM{number:04d}"
    return DemoFirm(
        name=f"示例{label}{trade['word']}（{number + 1:03d}）有限公司",
        name_en=f"Sample {district} {sub_sector} {number + 1:03d}",
        credit_code=body + uscc.calc_check_digit(body),
        city=place["city"],
        district=district,
        figures={questionnaire.size_field: persons}
        | {code: round(persons * float(rng.uniform(*ends)), 1) for code, ends in found["per_person"].items()},
        shares={code: percent / 100 for code, percent in mix.items()},
        sub_sector=sub_sector,
        aims={p.code: float(aim + rng.normal(0, score["pillar_spread"])) for p in questionnaire.pillars},
    )


def draw_answers(
    questionnaire: Questionnaire,
    firm: DemoFirm,
    rng: np.random.Generator,
    *,
    year: int = 0,
    complete: bool = True,
) -> FirmAnswers:
    """One firm's answers in its `year`-th round; an incomplete firm stops after a part of the dimensions."""
    found = recipe()
    profile = _profile(questionnaire, firm, rng)
    stop = (
        len(questionnaire.dimensions) if complete else int(rng.integers(3, len(questionnaire.dimensions) - 2))
    )
    answers: dict[str, Answer] = {}
    for position, dimension in enumerate(questionnaire.dimensions):
        for question in dimension.questions:
            if position >= stop or not _applies(question, firm):
                continue
            aim = firm.aims[dimension.pillar] + year * found["score"]["growth"]
            target = float(np.clip(aim + rng.normal(0, found["score"]["question_spread"]), 0, 100))
            answer, figures = _answer(questionnaire, question, firm, target, profile, rng)
            profile.update(figures)
            answers[question.code] = _supported(question, answer, found, rng)
    on_hold = rng.random() < found["on_hold"]
    holds = [s.code for s in questionnaire.statements if s.effect == "hold"]
    statements = {s.code: not (on_hold and s.code == holds[:1][0]) for s in questionnaire.statements}
    return FirmAnswers(profile=profile, shares=firm.shares, statements=statements, answers=answers)


def _applies(question: Question, firm: DemoFirm) -> bool:
    codes = firm.shares.keys() & question.weights.keys()
    return bool(codes & question.variant_of.keys()) if question.variants else bool(codes)


def _profile(questionnaire: Questionnaire, firm: DemoFirm, rng: np.random.Generator) -> dict[str, object]:
    """Figures of the profile: known ones from the firm, the others plausible for its size."""
    profile: dict[str, object] = {}
    for field in questionnaire.profile:
        if field.code in firm.figures:
            profile[field.code] = firm.figures[field.code]
        elif field.kind == "choice":
            profile[field.code] = str(rng.choice(field.choices)) if field.choices else ""
        elif field.kind in ("number", "integer"):
            value = firm.figures[questionnaire.size_field] * float(rng.uniform(0.4, 1.6))
            top = field.maximum if field.maximum is not None else math.inf
            value = min(max(value, field.minimum or 0.0), top)
            profile[field.code] = int(value) if field.kind == "integer" else round(value, 1)
    return profile


def _supported(
    question: Question, answer: Answer, found: Mapping[str, Any], rng: np.random.Generator
) -> Answer:
    """The answer with documents, or not measured, as often as the recipe says."""
    if question.kind is Kind.NUMBER and not question.computed and rng.random() < found["not_measured"]:
        return Answer(State.NOT_MEASURED)
    if rng.random() < found["documents"]:
        return replace(answer, documents=(f"{question.code.lower()}.pdf",))
    return answer


def _answer(
    questionnaire: Questionnaire,
    question: Question,
    firm: DemoFirm,
    target: float,
    profile: Mapping[str, object],
    rng: np.random.Generator,
) -> tuple[Answer, dict[str, object]]:
    """An answer whose score lies near `target`, and the profile figures it needs when it is computed."""
    if question.role is Role.HOLD:
        return Answer(State.ANSWERED, True), {}
    if question.kind is Kind.NUMBER:
        figure, figures = _number(question, firm, target, profile)
        return Answer(State.ANSWERED, figure), figures
    sub_sector = questionnaire.process[questionnaire.principal(firm.shares)].sub_sector
    wet = any(questionnaire.process[code].wet for code in firm.shares)
    options = [o for o in question.options_for(sub_sector) if wet or not o.wet_only]
    value: Value
    if question.kind is Kind.LADDER:
        value = int(np.clip(round(target / 100 * question.levels), 0, question.levels))
    elif question.kind is Kind.YES_NO:
        value = bool(target > 25)
    elif question.kind is Kind.SINGLE:
        value = min(options, key=lambda o: abs(o.points - target)).code
    elif question.kind is Kind.MULTIPLE:
        value = _ticks(options, target, rng)
    else:
        shares = question.grading.shares if question.grading else {}
        value = {o.code: _nearest(shares, target / 100 + float(rng.normal(0, 0.2))) for o in options}
    return Answer(State.ANSWERED, value), {}


def _nearest(shares: Mapping[str, float], aim: float) -> str:
    return min(shares, key=lambda code: abs(shares[code] - aim))


def _ticks(options: list[Any], target: float, rng: np.random.Generator) -> list[str]:
    """Options in a random order until their points come near the target; at most one of a group."""
    chosen: list[str] = []
    groups: set[str] = set()
    points = 0.0
    for place in rng.permutation(len(options)):
        option = options[int(place)]
        fits = points + option.points / 2 <= target
        if option.exclusive or not fits or (option.group and option.group in groups):
            continue
        chosen.append(option.code)
        groups.add(option.group)
        points += option.points
    return [o.code for o in options if o.code in chosen]


def value_at(variant: Variant, target: float) -> float:
    """The figure that scores `target` on the variant's knots (inverse of the scoring line)."""
    scores = [score for _, score in variant.knots]
    values = [value for value, _ in variant.knots]
    figure = float(np.interp(target, scores, values))
    return round(min(max(figure, variant.minimum), variant.maximum), 3)


def _number(
    question: Question, firm: DemoFirm, target: float, profile: Mapping[str, object]
) -> tuple[Value, dict[str, object]]:
    variants = {
        question.variant_of[code].code: question.variant_of[code]
        for code in firm.shares
        if code in question.variant_of
    }
    first = next(iter(variants.values()))
    if question.formula and question.computed:
        return None, _figures(question.formula, value_at(first, target), profile)
    if question.formula and question.parts:
        return _parts(question.formula, value_at(first, target)), {}
    if len(variants) == 1:
        return value_at(first, target), {}
    return {
        next(p for p in firm.shares if p in v.processes): value_at(v, target) for v in variants.values()
    }, {}


def _figures(formula: Ratio, value: float, profile: Mapping[str, object]) -> dict[str, object]:
    """Profile figures that make the ratio `value`; a numerator inside its own denominator is solved for."""
    rest = sum(float(str(profile.get(c) or 0)) for c in formula.denominator if c not in formula.numerator)
    share = value / formula.factor
    inside = any(c in formula.denominator for c in formula.numerator)
    total = rest * share / max(1 - share, 0.02) if inside else rest * share
    whole = all(isinstance(profile.get(code), int) for code in formula.numerator)
    figure = round(total) if whole else round(total, 2)
    return dict.fromkeys(
        formula.numerator, figure / len(formula.numerator) if len(formula.numerator) > 1 else figure
    )


def _parts(formula: Ratio, value: float) -> dict[str, float]:
    """Two figures whose ratio is near `value`."""
    bottom = max(formula.least, 10.0) + 5
    top = round(bottom * value / formula.factor)
    return dict.fromkeys(formula.denominator, bottom) | dict.fromkeys(formula.numerator, float(top))

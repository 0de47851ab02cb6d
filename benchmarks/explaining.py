"""Why, what changed and what if for one firm of the textile questionnaire: milliseconds of pure scoring.

Run: python benchmarks/explaining.py
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import yaml

from readiness.questionnaire.answers import Answer, FirmAnswers, State
from readiness.questionnaire.codec import from_document
from readiness.questionnaire.loader import load
from readiness.questionnaire.model import Kind, Questionnaire
from readiness.scoring.change import Side, change
from readiness.scoring.effects import start_from
from readiness.scoring.engine import evaluated, scorecard
from readiness.scoring.explain import explain
from readiness.scoring.peers import percentile_rank
from readiness.scoring.priority import gains
from readiness.scoring.scenario import scenario
from readiness.scoring.scorecard import Basis
from readiness.scoring.steps import steps_of

ROOT = Path(__file__).resolve().parents[1]
ON = dt.date(2026, 12, 31)
RUNS, ROUNDS = 50, 5
PEERS = np.random.default_rng(1).normal(45.0, 12.0, 300)


def main() -> None:
    """Print the least mean of some rounds, CPU and wall."""
    asked = load(ROOT / "questionnaires" / "textile" / "2026.1")

    def sample(name: str) -> FirmAnswers:
        text = (ROOT / "samples" / f"{name}.yaml").read_text(encoding="utf-8")
        return from_document(asked, yaml.safe_load(text), place=name)

    mill, spinner = sample("wujiang-dyeing-mill"), sample("nantong-spinning-mill")
    card = scorecard(asked, mill, basis=Basis.DECLARED, on=ON)
    today = Side(asked, mill, Basis.DECLARED, ON)
    ladders = [question.code for question in asked.questions if question.kind is Kind.LADDER][:5]
    supposed = {code: Answer(State.ANSWERED, 5) for code in ladders}
    _say("one firm: score, level, parts, steps' gains, percentile", lambda: _all_of(asked, mill))
    _say("why, the scorecard in hand", lambda: explain(asked, card, mill.shares))
    _say("what if, five answers", lambda: scenario(today, supposed))
    sides = [Side(asked, spinner, basis, ON) for basis in Basis]
    _say("what changed, declared to verified", lambda: change(*sides))
    other = Side(asked, spinner, Basis.VERIFIED, ON)
    _say("what changed, four causes at once", lambda: change(today, other))
    newer = Side(_next(asked), scenario(today, supposed).answers, Basis.DECLARED, ON)
    _say("what changed, five answers and another version", lambda: change(today, newer))


def _all_of(asked: Questionnaire, firm: FirmAnswers) -> object:
    """Everything that is told of one firm, its place among 300 peers with it."""
    found, (card,) = evaluated(asked, [firm], basis=Basis.DECLARED, on=ON)
    start = start_from(found)
    return (
        explain(asked, card, firm.shares),
        gains(start, steps_of(start)),
        percentile_rank(PEERS, card.index),
    )


def _next(asked: Questionnaire) -> Questionnaire:
    """Another version: other weights of the pillars, another floor."""
    pillars = tuple(replace(pillar, weight=pillar.weight + n) for n, pillar in enumerate(asked.pillars))
    return replace(asked, version="next", pillars=pillars, rules=replace(asked.rules, floor=2.0))


def _say(name: str, work: Callable[[], object]) -> None:
    found = []
    for _ in range(ROUNDS):
        cpu, wall = time.process_time(), time.perf_counter()
        for _ in range(RUNS):
            work()
        found.append((time.process_time() - cpu, time.perf_counter() - wall))
    cpu, wall = (1000 * min(one[side] for one in found) / RUNS for side in (0, 1))
    print(f"{name}: {cpu:.1f} ms CPU, {wall:.1f} ms")


if __name__ == "__main__":
    main()

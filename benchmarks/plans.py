"""Plans of the sample firms: seconds of the best plan and of all three, and how much a simple rule leaves lying; with
`--firms`, seconds of all three for so many more firms whose answers are drawn by chance."""

from __future__ import annotations

import argparse
import datetime as dt
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from readiness.questionnaire.codec import read_file
from readiness.questionnaire.loader import load
from readiness.scoring.effects import Start, rescore, start_of
from readiness.scoring.plan import Goal, make_plans
from readiness.scoring.plan_greedy import by_gain
from readiness.scoring.plan_options import change_of, choices_of
from readiness.scoring.priority import gains
from readiness.scoring.scorecard import Basis
from readiness.scoring.sheet import sheet_of
from readiness.scoring.steps import plan_rules, steps_of
from readiness.services.demo_firms import draw_answers, draw_firms

ROOT = Path(__file__).resolve().parents[1]
ON = dt.date(2026, 10, 1)


def starts() -> dict[str, Start]:
    """The samples, each as it counts."""
    asked = load(ROOT / "questionnaires" / "textile" / "2026.1")
    found = {}
    for file in sorted((ROOT / "samples").glob("*.yaml")):
        answers = read_file(asked, file).firms[0].answers
        basis = Basis.VERIFIED if answers.verification else Basis.DECLARED
        found[file.stem] = start_of(asked, sheet_of(asked, [answers]), basis=basis, on=ON)
    return found


def drawn(count: int) -> dict[str, Start]:
    """Firms drawn by chance, as they declare themselves."""
    asked = load(ROOT / "questionnaires" / "textile" / "2026.1")
    chance = np.random.default_rng(1)
    firms = [draw_answers(asked, firm, chance) for firm in draw_firms(asked, count, chance)]
    return {
        f"firm {number}": start_of(asked, sheet_of(asked, [firm]), basis=Basis.DECLARED, on=ON)
        for number, firm in enumerate(firms, start=1)
    }


def goals_of(start: Start, budgets: Sequence[float], months: int | None) -> list[Goal]:
    """The next level and some budgets."""
    most = max(level.number for level in start.questionnaire.levels)
    level = min(int(start.found.level[0]) + 1, most)
    return [Goal(level=level, months=months), *(Goal(budget=budget, months=months) for budget in budgets)]


def spread(found: dict[str, Start], months: int | None) -> None:
    """Print how the seconds of all three plans are spread over firms and goals."""
    seconds = []
    for name, start in found.items():
        for goal in goals_of(start, (3e5, 1e6, 2e6, 3e6, 5e6, 1e7, 2e7), months):
            begun = time.process_time()
            make_plans(start, goal)
            seconds.append((time.process_time() - begun, name, goal.level or goal.budget))
    found_in = np.array([second for second, *_ in seconds])
    middle, most = np.quantile(found_in, (0.5, 0.95))
    print(
        f"{len(seconds)} goals of {len(found)} firms: median {middle:.2f} s, 95 of 100 within {most:.2f} s CPU"
    )
    print("longest:", ", ".join(f"{s:.2f} s ({name}, {goal:,g})" for s, name, goal in sorted(seconds)[-3:]))


def simple(start: Start, goal: Goal) -> float:
    """The index that 'most gain for its yuan first' reaches, the better of with an audit and without."""
    ways = choices_of(start, steps_of(start), horizon=goal.months or plan_rules(start).phases[-1])
    reached = [
        float(rescore(start, change_of(way, places)).index[0])
        for way in ways
        if (places := by_gain(way, goal.budget or 0.0)) is not None
    ]
    return max(reached)


def alone(start: Start) -> Start:
    """The same firm, planned for without alternatives."""
    asked = start.questionnaire
    if asked.guidance is None or asked.guidance.plan is None:
        raise SystemExit("no advice")
    rules = replace(asked.guidance.plan, alternatives=0)
    lone = replace(asked, guidance=replace(asked.guidance, plan=rules))
    return replace(start, layout=replace(start.layout, questionnaire=lone))


def main() -> None:
    """Print one line for each firm and goal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--months", type=int, default=None)
    parser.add_argument("--firms", type=int, default=0)
    given = parser.parse_args()
    months = given.months
    if given.firms:
        spread(drawn(given.firms) | starts(), months)
        return
    for name, start in starts().items():
        begun = time.process_time()
        for _ in range(20):
            gains(start, steps_of(start))
        print(f"{name}: next steps and their gains {(time.process_time() - begun) / 20 * 1000:.1f} ms CPU")
        for goal in goals_of(start, (3e5, 1e6, 3e6, 1e7), months):
            begun = time.process_time()
            best = make_plans(alone(start), goal).best
            first = time.process_time() - begun
            begun = time.process_time()
            found = make_plans(start, goal)
            every = time.process_time() - begun
            wanted = f"level {goal.level}" if goal.level else f"{goal.budget:,.0f} yuan"
            if best is None:
                print(f"  {wanted}: out of reach, {first:.2f} s CPU")
                continue
            text = f"  {wanted}: index {best.index:.2f}, {best.yuan:,.0f} yuan, {len(best.steps)} steps; "
            text += f"best {first:.2f} s, with {len(found.alternatives)} alternatives {every:.2f} s CPU"
            text += f", gap {best.gap:g}"
            if goal.level is None:
                rule, today = simple(start, goal), float(start.found.index[0])
                more = 100 * ((best.index - today) / (rule - today) - 1) if rule > today else 0.0
                text += f"; simple rule {rule:.2f}, the plan gains {more:.1f} % more"
            print(text)


if __name__ == "__main__":
    main()

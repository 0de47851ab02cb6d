"""Plans of the sample firms: seconds of the best plan and of all three, and how much a simple rule leaves lying."""

from __future__ import annotations

import argparse
import datetime as dt
import time
from dataclasses import replace
from pathlib import Path

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
    months = parser.parse_args().months
    for name, start in starts().items():
        begun = time.process_time()
        for _ in range(20):
            gains(start, steps_of(start))
        print(f"{name}: next steps and their gains {(time.process_time() - begun) / 20 * 1000:.1f} ms CPU")
        level = int(start.found.level[0]) + 1
        goals = [
            Goal(level=level, months=months),
            *(Goal(budget=b, months=months) for b in (3e5, 1e6, 3e6, 1e7)),
        ]
        for goal in goals:
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

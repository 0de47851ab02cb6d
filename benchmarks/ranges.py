"""Rankings drawn with ranges: `python benchmarks/ranges.py [--loop] [--truth]`.

`--loop` compares with a plain loop over firms on a small list; `--truth` prints what only simulated data can tell: how
far the adjusted score takes places back to where they belong.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from scoring import FOLDER, ON, synthetic

from readiness.questionnaire.loader import load
from readiness.questionnaire.model import Questionnaire
from readiness.scoring.drawn import drawn_list
from readiness.scoring.drawn_scores import drawer_of
from readiness.scoring.draws import Sources, firm_draws
from readiness.scoring.fairness import adjusted_scores
from readiness.scoring.field import Field, field_of
from readiness.scoring.growth import growth_list
from readiness.scoring.rank_ranges import rank_ranges
from readiness.scoring.ranking import places
from readiness.scoring.scorecard import Basis
from readiness.scoring.sensitivity import sources_off
from readiness.scoring.simulate import simulate

DRAWS, LOOP_FIRMS = 1000, 200


def main() -> None:
    """Print the table, and what was asked for besides."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1000, 20_000])
    parser.add_argument("--loop", action="store_true")
    parser.add_argument("--truth", action="store_true")
    options = parser.parse_args()
    asked = load(options.folder)
    print(f"{'what':<40}{'firms':>8}{'wall s':>9}{'CPU s':>9}{'peak MB':>9}")
    for firms in options.sizes:
        measure(asked, firms)
    if options.loop:
        compare(asked)
    if options.truth:
        fairness()


def named(firms: int) -> list[str]:
    """Codes of so many firms."""
    return [f"F{number:07d}" for number in range(firms)]


def timed(what: str, firms: int, run: Callable[[], object]) -> tuple[object, float]:
    """Run once, print, and give what came back with its CPU seconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    found = run()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{what:<40}{firms:>8,}{wall:>9.2f}{cpu:>9.2f}{peak:>9.0f}", flush=True)
    return found, cpu


def measure(asked: Questionnaire, firms: int) -> None:
    """Taking apart, drawing, ranges; all of it with adjusted scores and groups; growth; sources for the small list."""
    sheet = synthetic(asked, firms)
    take = partial(field_of, asked, sheet, named(firms), basis=Basis.DECLARED, on=ON)
    field, _ = timed("taking the firms apart", firms, take)
    assert isinstance(field, Field)
    drawn, _ = timed(f"{DRAWS:,} draws", firms, partial(simulate, field, draws=DRAWS, seed=1))
    timed(
        "ranges, chances, tiers",
        firms,
        lambda: rank_ranges(field.codes, field.index, drawn, field.rules),  # type: ignore[arg-type]
    )
    paths = [(f"S{number % 9}", f"size {number % 4}") for number in range(firms)]
    timed(
        "all of it, adjusted, in 45 groups",
        firms,
        partial(drawn_list, field, basis=Basis.DECLARED, seed=1, paths=paths),
    )
    timed("growth since a round before", firms, partial(growth_list, field, field, draws=DRAWS, seed=1))
    if firms <= LOOP_FIRMS * 10:
        timed("every source off in turn", firms, partial(sources_off, field, draws=DRAWS, seed=1))


def compare(asked: Questionnaire) -> None:
    """The draws against a loop over firms that takes one draw after the other; prints how many times faster."""
    sheet = synthetic(asked, LOOP_FIRMS)
    field = field_of(asked, sheet, named(LOOP_FIRMS), basis=Basis.DECLARED, on=ON)
    _, fast = timed(f"{DRAWS:,} draws", LOOP_FIRMS, partial(simulate, field, draws=DRAWS, seed=1))
    _, slow = timed("the same by a loop over firms", LOOP_FIRMS, partial(by_loop, field))
    print(f"a loop takes {slow / fast:.0f} times as long")


def by_loop(field: Field) -> list[list[int]]:
    """Every firm of every draw by itself, in plain Python."""
    drawer = drawer_of(field, draws=DRAWS, seed=1, sources=Sources())
    common, errors, own = drawer.common, drawer.errors, firm_draws(field.codes, draws=DRAWS, seed=1)
    columns = [
        (p.weights.T.tolist(), p.base.T.tolist(), p.missing.T.tolist(), p.up.T.tolist(), p.down.T.tolist())
        for p in field.pillars
    ]
    return [
        places([_one(field, common, errors, own, columns, j, i) for i in range(len(field))])
        for j in range(DRAWS)
    ]


def _one(field, common, errors, own, columns, j: int, i: int) -> float:  # type: ignore[no-untyped-def]
    first = knot = 0
    total = weight = 0.0
    geometric = bool(common.geometric[j])
    for number, (pillar, column) in enumerate(zip(field.pillars, columns, strict=True)):
        weights, base, missing, up, down = (part[i] for part in column)
        above = below = 0.0
        for d in range(len(pillar.base)):
            own_weight = common.dimensions[j, first + d] * weights[d]
            above += own_weight * (base[d] + common.missing[j] * missing[d])
            below += own_weight
        for k, d in enumerate(pillar.owner):
            shift = common.knots[j, knot + k]
            moved = shift * up[k] if shift > 0 else -shift * down[k]
            above += common.dimensions[j, first + d] * weights[d] * moved
        first, knot = first + len(pillar.base), knot + len(pillar.owner)
        score = above / below if below > 0 else 0.0
        top = common.pillars[j, number] * field.top[number, i]
        total += top * (np.log(max(score, field.floor)) if geometric else score)
        weight += top
    index = np.exp(total / weight) if geometric else total / weight
    rule = int(geometric)
    return float(index + errors.index_shift[rule, i] + errors.index_spread[rule, i] * own[i, j])


def fairness(firms: int = 20_000, questions: int = 65, left_out: int = 16) -> None:
    """Six groups, truth known: one is not asked the hardest questions, one not the easiest."""
    chance = np.random.default_rng(1)
    strength = chance.normal(0.0, 12.0, firms)
    ease = np.sort(chance.normal(50.0, 14.0, questions))[:, np.newaxis]
    scores = np.clip(ease + strength + chance.normal(0.0, 15.0, (questions, firms)), 0.0, 100.0)
    group, weights = chance.integers(0, 6, firms), np.ones((questions, firms))
    weights[:left_out, group == 0] = 0.0
    weights[-left_out:, group == 1] = 0.0
    truth = np.array(places(strength.tolist()))
    plain = (weights * scores).sum(axis=0) / weights.sum(axis=0)
    fair, _ = timed("adjusted score", firms, partial(adjusted_scores, scores, weights, rounds=8))
    print(f"{'places off, mean of':<40}{'all':>8}{'no hard':>9}{'no easy':>9}")
    for what, found in (("index", plain), ("adjusted score", np.asarray(fair))):
        off = np.array(places(found.tolist())) - truth
        print(
            f"{what:<40}{np.abs(off).mean():>8.0f}{off[group == 0].mean():>9.0f}{off[group == 1].mean():>9.0f}"
        )


if __name__ == "__main__":
    main()

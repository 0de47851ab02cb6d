"""Percentile ranks and quartiles of a million firms in 300 groups, beside a loop over the groups' firms.

Run: python benchmarks/peers.py [firms] [groups]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import numpy as np

from readiness.scoring.peers import group_quantiles, percentile_rank, percentile_ranks

RUNS = 5


def _best(work: Callable[[], object]) -> tuple[float, float]:
    """Least CPU and wall seconds of some runs."""
    found = []
    for _ in range(RUNS):
        cpu, wall = time.process_time(), time.perf_counter()
        work()
        found.append((time.process_time() - cpu, time.perf_counter() - wall))
    return min(one[0] for one in found), min(one[1] for one in found)


def main(firms: int = 1_000_000, groups: int = 300) -> None:
    """Print CPU and wall seconds, and the ratio to one firm at a time."""
    rng = np.random.default_rng(1)
    scores = np.round(rng.normal(50, 15, firms).clip(0, 100), 4)
    group = rng.integers(0, groups, firms)
    cpu, wall = _best(lambda: percentile_ranks(scores, group))
    print(f"percentile ranks, {firms} firms in {groups} groups: {cpu:.3f} s CPU, {wall:.3f} s")
    cpu_q, wall_q = _best(lambda: group_quantiles(scores, group, [0.25, 0.5, 0.75]))
    print(f"quartiles of the same: {cpu_q:.3f} s CPU, {wall_q:.3f} s")
    few = min(firms, 300)
    members = {number: scores[group == number] for number in set(group[:few].tolist())}
    start = time.process_time()
    for number in range(few):
        percentile_rank(members[int(group[number])], scores[number])
    loop = (time.process_time() - start) * firms / few
    print(f"one firm at a time (from {few}): {loop:.0f} s CPU, {loop / max(cpu, 1e-9):.0f} times as long")


if __name__ == "__main__":
    main(*(int(number) for number in sys.argv[1:3]))

"""Who is counted in published peer figures, so that no difference of two of them tells of fewer firms than `least`.

Groups form a fixed tree of paths: () is all, ("SP",) a part of it, ("SP", "small") a part of that. A firm is counted as
a member of a cohort of at least `least` firms; each cohort has a home in the tree and counts in that group and in all
groups above it. Every figure, of any group and any day, is made of whole cohorts: whatever is subtracted from
whatever, what is left is whole cohorts again. Cohorts are therefore never joined, and split only into parts of
`least` or more. Firms too few for a cohort of their own group join those of the next larger group; where that leaves
too few there, the smallest cohort beside them joins too (complementary suppression), and at the top they wait.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from readiness.errors import InputError

Path = tuple[str, ...]
Firm = Hashable


@dataclass(frozen=True)
class Record:
    """What a firm is counted with: the smallest group it belongs to, and a mark that changes with its figures."""

    path: Path
    mark: str


@dataclass(frozen=True)
class Cohort:
    """Firms that are counted, and that leave, together; by firm the record that is counted."""

    home: Path
    records: Mapping[Firm, Record]

    def counts_in(self, group: Path) -> bool:
        """True for its home and for every group above."""
        return self.home[: len(group)] == group


def path_of(codes: Sequence[str]) -> Path:
    """The codes from the largest group down, as far as they are known."""
    known = list(codes)
    return tuple(known[: known.index("")]) if "" in known else tuple(known)


def refresh(
    cohorts: Sequence[Cohort], current: Mapping[Firm, Record], *, least: int, after: int
) -> tuple[Cohort, ...] | None:
    """The cohorts that count from now on; None while fewer than `after` firms are new or changed, or nothing moves.

    A change of figures is taken over only together with enough others of the same cohort; until then the
    record that was counted before goes on counting.
    """
    if least < 2 or after < 1:
        raise InputError("peers", "peers_least")
    counted = {firm: record for cohort in cohorts for firm, record in cohort.records.items()}
    moved = sum(counted.get(firm) != record for firm, record in current.items())
    if moved + len(counted.keys() - current.keys()) < after:
        return None
    kept = [part for cohort in cohorts for part in _kept(cohort, current, least)]
    staying = {firm for cohort in kept for firm in cohort.records}
    waiting = {firm: record for firm, record in current.items() if firm not in staying}
    new = _gathered(waiting, least)
    return (*kept, *new) if new or kept != list(cohorts) else None


def _kept(cohort: Cohort, current: Mapping[Firm, Record], least: int) -> list[Cohort]:
    """What of a cohort goes on counting: all of it unless enough have changed and enough (or none) have not."""
    same = {firm: record for firm, record in cohort.records.items() if current.get(firm) == record}
    if len(cohort.records) - len(same) < least or 0 < len(same) < least:
        return [cohort]
    return [Cohort(cohort.home, same)] if same else []


def _gathered(waiting: Mapping[Firm, Record], least: int) -> list[Cohort]:
    """New cohorts of the firms that wait, from the smallest groups up; what is left at the top waits on."""
    pools: dict[Path, dict[Firm, Record]] = {}
    for firm, record in waiting.items():
        pools.setdefault(record.path, {})[firm] = record
    found: list[Cohort] = []
    for depth in range(max((len(path) for path in pools), default=0), -1, -1):
        for path in sorted(path for path in pools if len(path) == depth):
            _close(path, pools, found, least)
    return found


def _close(path: Path, pools: dict[Path, dict[Firm, Record]], found: list[Cohort], least: int) -> None:
    """Make a cohort of the pool at `path`, with the smallest one below it if it needs one, or pass it up."""
    pool = pools.pop(path)
    below = [cohort for cohort in found if path and len(cohort.home) > len(path) and cohort.counts_in(path)]
    if len(pool) < least and below:
        smallest = min(below, key=lambda cohort: (len(cohort.records), cohort.home))
        found.remove(smallest)
        pool |= smallest.records
    if len(pool) >= least:
        found.append(Cohort(path, pool))
    elif path:
        pools.setdefault(path[:-1], {}).update(pool)


def counted_in(cohorts: Iterable[Cohort], group: Path) -> tuple[Cohort, ...]:
    """The cohorts that a group's figures are made of."""
    return tuple(cohort for cohort in cohorts if cohort.counts_in(group))


def back_off(path: Path, published: Iterable[Path]) -> Path | None:
    """The smallest group around the firm that has figures; None where not even all firms together have."""
    known = set(published)
    return next((path[:depth] for depth in range(len(path), -1, -1) if path[:depth] in known), None)

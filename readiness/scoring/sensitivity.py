"""How a ranking answers to its own making: each source of chance off, other weights, one dimension left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from readiness.scoring.draws import SOURCES, Sources, checked, firm_draws
from readiness.scoring.field import Field
from readiness.scoring.rank_ranges import quantiles_of
from readiness.scoring.ranking import places
from readiness.scoring.scorecard import Floats, Ints
from readiness.scoring.simulate import point_scores, simulate

MOVERS = 5


@dataclass(frozen=True)
class SourceOff:
    """The mean width of ranges (places) with one source off ('' with all on), and how far that is from all on."""

    source: str
    width: float
    change: float


@dataclass(frozen=True)
class Mover:
    """A firm whose place changes most."""

    code: str
    before: int
    after: int


@dataclass(frozen=True)
class Alternative:
    """The ranking made another way. `kind`: equal_pillars, arithmetic, geometric, pillar_doubled, without_dimension;
    `subject`: code of the pillar or dimension; spearman None where a ranking has no spread; shift: mean of |change of
    place|."""

    kind: str
    subject: str
    spearman: float | None
    shift: float
    moved: int
    movers: tuple[Mover, ...]


def sources_off(
    field: Field, *, draws: int, seed: int, progress: Callable[[int], None] | None = None
) -> tuple[SourceOff, ...]:
    """All on first, then each source switched off alone; the other draws stay the same."""
    checked(draws, seed)
    found: list[SourceOff] = []
    own = firm_draws(field.codes, draws=draws, seed=seed)
    for number, name in enumerate(("", *SOURCES)):
        drawn = simulate(field, draws=draws, seed=seed, sources=Sources().without(name), own=own)
        bounds = quantiles_of(drawn.places, field.rules.range_percent)
        width = float(np.mean(bounds[:, 2] - bounds[:, 0]))
        found.append(SourceOff(name, width, width - found[0].width if found else 0.0))
        if progress:
            progress(100 * (number + 1) // (len(SOURCES) + 1))
    return tuple(found)


def alternatives(field: Field) -> tuple[Alternative, ...]:
    """Point rankings without chance: other weights, either rule on top, each dimension left out in turn."""
    reference = places(point_scores(field).tolist())
    equal = replace(field, top=(field.top > 0).astype(np.float64))
    found = [
        _compared(field, "equal_pillars", "", reference, point_scores(equal)),
        _compared(field, "arithmetic", "", reference, point_scores(replace(field, own_rule=False))),
        _compared(field, "geometric", "", reference, point_scores(replace(field, own_rule=True))),
    ]
    for number, pillar in enumerate(field.questionnaire.pillars):
        top = field.top.copy()
        top[number] *= 2.0
        doubled = point_scores(replace(field, top=top))
        found.append(_compared(field, "pillar_doubled", pillar.code, reference, doubled))
    for number, pillar in enumerate(field.questionnaire.pillars):
        for place, dimension in enumerate(pillar.dimensions):
            scores = point_scores(_without(field, number, place))
            found.append(_compared(field, "without_dimension", dimension.code, reference, scores))
    return tuple(found)


def _without(field: Field, number: int, place: int) -> Field:
    """The field without one dimension; a pillar that has nothing else for a firm drops out for it."""
    pillar = field.pillars[number]
    weights = pillar.weights.copy()
    weights[place] = 0.0
    pillars, top = list(field.pillars), field.top.copy()
    pillars[number] = replace(pillar, weights=weights)
    top[number] = np.where(weights.sum(axis=0) > 0, top[number], 0.0)
    return replace(field, pillars=tuple(pillars), top=top)


def _compared(field: Field, kind: str, subject: str, reference: Sequence[int], scores: Floats) -> Alternative:
    before, after = np.array(reference), np.array(places(scores.tolist()))
    moved = np.abs(after - before)
    order = sorted(range(len(moved)), key=lambda i: (-moved[i], field.codes[i]))
    movers = [Mover(field.codes[i], int(before[i]), int(after[i])) for i in order[:MOVERS] if moved[i]]
    return Alternative(
        kind=kind,
        subject=subject,
        spearman=spearman(before, after),
        shift=float(moved.mean()),
        moved=int(np.count_nonzero(moved)),
        movers=tuple(movers),
    )


def spearman(one: Ints, other: Ints) -> float | None:
    """Pearson's correlation of mid-ranks; None where either ranking is one single tie."""
    x, y = _centred(one), _centred(other)
    both = float(np.sqrt((x @ x) * (y @ y)))
    return float(np.clip(x @ y / both, -1.0, 1.0)) if both > 0 else None


def _centred(found: Ints) -> Floats:
    """Mid-ranks less their mean, from competition places."""
    _, number, sharing = np.unique(found, return_inverse=True, return_counts=True)
    middle = found + (sharing[number] - 1) / 2.0
    centred: Floats = middle - middle.mean()
    return centred

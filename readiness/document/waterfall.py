"""The way from one index to another as a picture: each step begins where the last one ended.

Both results are marks, not bars, because the scale does not begin at zero: it shows only what lies between them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from readiness.document.charts import FONT, LINE, text_width, wrapped

LEAST_SPAN = 1.0
MARGIN = 0.06
ROW = 24.0
NUMBER = 52.0


@dataclass(frozen=True)
class Step:
    """What the picture is made of: a name, points added or taken, and both as people read them."""

    code: str
    name: str
    points: float
    shown: str


@dataclass(frozen=True)
class WaterfallBar:
    """One step from `x` over `length`; `rises` gives its look, the number says it; the next step begins at `end`."""

    lines: tuple[str, ...]
    name_y: float
    y: float
    x: float
    length: float
    rises: bool
    end: float
    shown: str
    shown_x: float


@dataclass(frozen=True)
class Mark:
    """A result at the head or the foot: an upright line at `x` with its name and number."""

    name: str
    shown: str
    y: float
    x: float


@dataclass(frozen=True)
class Waterfall:
    """Steps between two results; `rows` is the table behind it."""

    kind: str
    title: str
    description: str
    width: float
    height: float
    left: float
    track: float
    thickness: float
    before: Mark
    after: Mark
    bars: tuple[WaterfallBar, ...]
    rows: tuple[Step, ...]
    line: float = LINE
    row: float = ROW


def waterfall(
    before: tuple[str, float, str],
    after: tuple[str, float, str],
    steps: Sequence[Step],
    *,
    title: str,
    width: float = 520,
    label: float = 190,
) -> Waterfall:
    """`before` and `after` are name, index and the index as it is read; steps are drawn in their order."""
    track = width - label - NUMBER
    stands = [before[1]]
    for step in steps:
        stands.append(stands[-1] + step.points)
    place = _scale([*stands, after[1]], label, track)
    foot = ROW * (len(steps) + 1)
    told = [
        before[0],
        before[2],
        *(word for step in steps for word in (step.name, step.shown)),
        after[0],
        after[2],
    ]
    return Waterfall(
        kind="waterfall",
        title=title,
        description="; ".join(f"{name} {shown}" for name, shown in zip(told[::2], told[1::2], strict=True)),
        width=width,
        height=foot + ROW,
        left=label,
        track=track,
        thickness=11,
        before=Mark(before[0], before[2], 0, place(before[1])),
        after=Mark(after[0], after[2], foot, place(after[1])),
        bars=tuple(
            _bar(step, ROW * (number + 1), place(stands[number]), place(stands[number + 1]), label)
            for number, step in enumerate(steps)
        ),
        rows=tuple(steps),
    )


def _scale(values: Sequence[float], label: float, track: float) -> Callable[[float], float]:
    """From an index to its place on the track, which holds all values with some room at both ends."""
    low, high = min(values), max(values)
    reach = max(high - low, LEAST_SPAN)
    low -= reach * MARGIN
    scale = track / (reach * (1 + 2 * MARGIN))
    return lambda value: round(label + (value - low) * scale, 2)


def _bar(step: Step, top: float, start: float, end: float, label: float) -> WaterfallBar:
    lines = wrapped(step.name, label - 12, most=1)
    right = max(start, end) + 5
    left = min(start, end) - 5 - text_width(step.shown, FONT)
    fits = left < label
    return WaterfallBar(
        lines=lines,
        name_y=top + 16,
        y=top + 6,
        x=min(start, end),
        length=round(abs(end - start), 2),
        rises=step.points >= 0,
        end=end,
        shown=step.shown,
        shown_x=round(right if step.points >= 0 or fits else left, 2),
    )

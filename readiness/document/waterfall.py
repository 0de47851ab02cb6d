"""The way from one index to another as a picture: each step begins where the last one ended.

Both results are marks, not bars, because the scale does not begin at zero: it shows only what lies between them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from readiness.document.charts import FONT, LINE, one_line, text_width, wrapped

LEAST_SPAN = 1.0
MARGIN = 0.06
BROKEN_ROOM = 0.3
EDGE = 2.0
ROW, STACKED_ROW = 24.0, 44.0
DROP, NAME = 17.0, 16.0
BOLD = 1.06 * FONT
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
    """One step from `x` over `length`; `rises` gives its look, the number says it; the next step begins at `end`.

    `anchor`: whether the number begins ('start') or ends ('end') at `shown_x`. `broken`: it is longer than it is drawn.
    """

    lines: tuple[str, ...]
    name_y: float
    y: float
    x: float
    length: float
    rises: bool
    end: float
    shown: str
    shown_x: float
    anchor: str
    broken: bool = False


@dataclass(frozen=True)
class Mark:
    """A result at the head or the foot: an upright line at `x` with its name, cut to `label`, and number."""

    name: str
    label: str
    shown: str
    y: float
    x: float


@dataclass(frozen=True)
class Waterfall:
    """Steps between two results; `rows` is the table behind it. Names begin at `indent` and stand `drop` above what is
    drawn, 0 beside it."""

    kind: str
    title: str
    description: str
    width: float
    height: float
    left: float
    indent: float
    thickness: float
    before: Mark
    after: Mark
    bars: tuple[WaterfallBar, ...]
    rows: tuple[Step, ...]
    row: float
    drop: float
    line: float = LINE


def waterfall(
    before: tuple[str, float, str],
    after: tuple[str, float, str],
    steps: Sequence[Step],
    *,
    title: str,
    width: float = 520,
    label: float = 190,
    broken: bool = False,
) -> Waterfall:
    """`before` and `after` are name, index and the index as it is read; steps are drawn in their order.

    `label` 0 sets the names above the bars (small screens). `broken`: the last step falls so far that it is cut off at
    the edge, so that the others can be seen.
    """
    frame = _Frame(width, label, *((STACKED_ROW, DROP) if label == 0 else (ROW, 0.0)))
    stands = [before[1]]
    for step in steps:
        stands.append(stands[-1] + step.points)
    cut = steps[-1] if broken else None
    seen = stands[:-1] if broken else [*stands, after[1]]
    place = _scale(seen, frame, room=BROKEN_ROOM if broken else MARGIN)
    foot = frame.row * (len(steps) + 1)
    return Waterfall(
        kind="waterfall",
        title=title,
        description=_told(before, after, steps),
        width=width,
        height=foot + frame.row,
        left=label,
        indent=frame.indent,
        thickness=11,
        before=Mark(before[0], one_line(before[0], frame.room / BOLD), before[2], 0, place(before[1])),
        after=Mark(after[0], one_line(after[0], frame.room / BOLD), after[2], foot, place(after[1])),
        bars=tuple(
            _bar(step, frame, number, (place(stands[number]), place(stands[number + 1])), broken=step is cut)
            for number, step in enumerate(steps)
        ),
        rows=tuple(steps),
        row=frame.row,
        drop=frame.drop,
    )


@dataclass(frozen=True)
class _Frame:
    """Where things stand: the picture's width, where its bars begin, the height of a row and what names need of it."""

    width: float
    label: float
    row: float
    drop: float

    @property
    def indent(self) -> float:
        """Where names begin: at the edge, or a little inside the ground that the bars stand on."""
        return 0.0 if self.label else 6.0

    @property
    def room(self) -> float:
        """How wide a name may be."""
        return (self.label or self.width) - 12

    @property
    def track(self) -> float:
        """How wide the bars may be; the last number stands beside them."""
        return self.width - self.label - NUMBER


def _told(before: tuple[str, float, str], after: tuple[str, float, str], steps: Sequence[Step]) -> str:
    """The text alternative: both results and every step with its number."""
    lines = [(before[0], before[2]), *((step.name, step.shown) for step in steps), (after[0], after[2])]
    return "; ".join(f"{name} {shown}" for name, shown in lines)


def _scale(values: Sequence[float], frame: _Frame, *, room: float) -> Callable[[float], float]:
    """From an index to its place on the track, which holds all values with some room at both ends, `room` of their span
    at the lower one; what lies below stands at the edge."""
    low, high = min(values), max(values)
    reach = max(high - low, LEAST_SPAN)
    low -= reach * room
    scale = frame.track / (reach * (1 + room + MARGIN))
    return lambda value: round(frame.label + max(EDGE, (value - low) * scale), 2)


def _bar(step: Step, frame: _Frame, number: int, ends: tuple[float, float], *, broken: bool) -> WaterfallBar:
    top = frame.row * (number + 1)
    fits = min(ends) - 5 - text_width(step.shown, BOLD) >= frame.label
    before = step.points < 0 and fits
    return WaterfallBar(
        lines=wrapped(step.name, frame.room, most=1),
        name_y=top + NAME,
        y=top + frame.drop + 6,
        x=min(ends),
        length=round(max(ends) - min(ends), 2),
        rises=step.points >= 0,
        end=ends[1],
        shown=step.shown,
        shown_x=round(min(ends) - 5 if before else max(ends) + 5, 2),
        anchor="end" if before else "start",
        broken=broken,
    )

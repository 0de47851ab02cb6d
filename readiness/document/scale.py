"""The index on its scale from 0 to 100: the levels by points, where it lies, and how sure that is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from readiness.document.charts import FONT, text_width
from readiness.document.words import Reader

MARGIN = 14.0
TRACK_Y, TRACK_HEIGHT = 26.0, 12.0
FOOT = 16.0
SHADES = ("#eef3f6", "#d3e3eb", "#a5c8d8", "#6ea5bd", "#2f7390", "#123f54")


@dataclass(frozen=True)
class Zone:
    """One level by points alone, from its threshold to the next; the number stands in its middle, below."""

    x: float
    width: float
    shade: str
    number: str
    number_x: float


@dataclass(frozen=True)
class Band:
    """Between which indices the result lies."""

    x: float
    width: float
    shown: str


@dataclass(frozen=True)
class Scale:
    """The picture; `index_x` is where the mark stands, `label_x` the middle of its number."""

    kind: str
    title: str
    description: str
    width: float
    height: float
    track_y: float
    track_height: float
    zones: tuple[Zone, ...]
    band: Band | None
    index_x: float
    label_x: float
    shown: str


def scale(
    reader: Reader, index: float, band: tuple[float, float] | None = None, *, width: float = 520
) -> Scale:
    """`band`: the ends of the range, 0–100; none where nothing is said of it."""
    shown, track = reader.index(index), width - 2 * MARGIN
    room = text_width(shown, FONT * 1.3) / 2

    def place(value: float) -> float:
        return round(MARGIN + track * min(100.0, max(0.0, value)) / 100, 2)

    words = f"{band[0]:.0f}–{band[1]:.0f}" if band else ""
    return Scale(
        kind="scale",
        title=reader.translate("Index, 0 to 100"),
        description=reader.translate(", ").join(filter(None, [shown, words])),
        width=width,
        height=TRACK_Y + TRACK_HEIGHT + FOOT,
        track_y=TRACK_Y,
        track_height=TRACK_HEIGHT,
        zones=tuple(_zones(reader, place)),
        band=Band(place(band[0]), round(place(band[1]) - place(band[0]), 2), words) if band else None,
        index_x=place(index),
        label_x=min(max(place(index), room), width - room),
        shown=shown,
    )


def _zones(reader: Reader, place: Callable[[float], float]) -> Iterator[Zone]:
    levels = sorted(reader.questionnaire.levels, key=lambda level: level.threshold)
    ends = [*(level.threshold for level in levels[1:]), 100.0]
    for number, (level, end) in enumerate(zip(levels, ends, strict=True)):
        x, width = place(level.threshold), round(place(end) - place(level.threshold), 2)
        shade = SHADES[min(number, len(SHADES) - 1)]
        yield Zone(x, width, shade, str(level.number), round(x + width / 2, 2))

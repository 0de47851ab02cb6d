"""Charts as plain geometry: computed here, drawn as SVG by the macros in templates/charts/, on pages and in PDF.

Lengths are SVG user units; scores run 0–100 and start at zero. Every number that is drawn is also in `rows`,
the table behind the chart.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

RINGS = (20, 40, 60, 80, 100)
LEAST_AXES = 3
FONT = 11.0
LINE = 12.5
MOST_LABEL = 90.0
LABEL_HEIGHT = 40.0
PHONE_WIDTH = 300.0


@dataclass(frozen=True)
class Value:
    """What a chart shows: score 0–100 or None, the number as people read it, and perhaps a second, earlier score.

    `median`, `leading`: of peers, where the leading quarter begins; numbers then stand in a column of their own.
    """

    code: str
    name: str
    score: float | None
    shown: str
    accent: str
    group: str = ""
    other: float | None = None
    other_shown: str = ""
    median: float | None = None
    leading: float | None = None


@dataclass(frozen=True)
class Axis:
    """One spoke of a radar with its direct label; `anchor` is start, middle or end."""

    lines: tuple[str, ...]
    shown: str
    accent: str
    end: tuple[float, float]
    mark: tuple[float, float]
    label: tuple[float, float]
    anchor: str


@dataclass(frozen=True)
class Ring:
    """One grid line of a radar and the place of its number."""

    points: str
    number: int
    place: tuple[float, float]


@dataclass(frozen=True)
class Radar:
    """A radar of three axes or more; `other` is the outline of the second score, '' without one."""

    kind: str
    title: str
    description: str
    width: float
    height: float
    centre: tuple[float, float]
    rings: tuple[Ring, ...]
    axes: tuple[Axis, ...]
    own: str
    other: str
    rows: tuple[Value, ...]
    line: float = LINE


@dataclass(frozen=True)
class Bar:
    """One bar: `y` is its top; lines of the name stand beside or above it; `other`, `median` and `leading` are the x of
    the second score and of those of peers."""

    lines: tuple[str, ...]
    name_y: float
    shown: str
    accent: str
    y: float
    length: float
    value_x: float
    other: float | None
    median: float | None = None
    leading: float | None = None


@dataclass(frozen=True)
class Heading:
    """The name of a group of bars at its baseline."""

    text: str
    accent: str
    y: float


@dataclass(frozen=True)
class Bars:
    """Horizontal bars from zero; the track is `track` wide and begins at `left`."""

    kind: str
    title: str
    description: str
    width: float
    height: float
    left: float
    track: float
    thickness: float
    bars: tuple[Bar, ...]
    headings: tuple[Heading, ...]
    rows: tuple[Value, ...]
    line: float = LINE


def text_width(text: str, size: float = FONT) -> float:
    """A text's width in user units, estimated: wide signs one em, others a little over half."""
    return size * sum(1.0 if unicodedata.east_asian_width(sign) in "WF" else 0.53 for sign in text)


def wrapped(text: str, width: float, most: int = 2, size: float = FONT) -> tuple[str, ...]:
    """The text in at most `most` lines no wider than `width`; what does not fit ends in an ellipsis."""
    lines: list[str] = []
    rest = text.strip()
    while rest and len(lines) < most:
        last = len(lines) == most - 1
        head, rest = _line(rest, width, size, last=last)
        lines.append(head)
    return tuple(lines) or ("",)


def one_line(text: str, ems: float) -> str:
    """The text on one line of so many ems, with an ellipsis where it is longer."""
    return wrapped(text, ems, most=1, size=1)[0]


def _line(text: str, width: float, size: float, *, last: bool) -> tuple[str, str]:
    """The first line of a text and what is left of it."""
    if text_width(text, size) <= width:
        return text, ""
    fits = 1
    while fits < len(text) and text_width(text[: fits + 1], size) <= width - (size if last else 0):
        fits += 1
    if last:
        return text[:fits].rstrip() + "…", ""
    if unicodedata.east_asian_width(text[fits]) not in "WF":
        fits = text.rfind(" ", 0, fits + 1) if " " in text[: fits + 1] else fits
    return text[:fits].rstrip(), text[fits:].lstrip()


def radar(values: Sequence[Value], *, title: str, width: float = 340, height: float = 270) -> Radar | Bars:
    """A radar of any number of values; with fewer than three, bars say the same better."""
    shown = tuple(value for value in values if value.score is not None and not math.isnan(value.score))
    if len(shown) < LEAST_AXES:
        return bars(values, title=title, width=width, label=width * 0.4)
    centre = (width / 2, height / 2)
    reach = min(height / 2 - LABEL_HEIGHT, width / 2 - _label_room(shown))
    angles = [2 * math.pi * at / len(shown) for at in range(len(shown))]
    others = [value.other for value in shown]
    return Radar(
        kind="radar",
        title=title,
        description=_description(values),
        width=width,
        height=height,
        centre=centre,
        rings=tuple(_ring(centre, reach, angles, number) for number in RINGS),
        axes=tuple(
            _axis(value, centre, reach, angle, width) for value, angle in zip(shown, angles, strict=True)
        ),
        own=_outline(centre, reach, angles, [value.score or 0 for value in shown]),
        other=""
        if any(other is None or math.isnan(other) for other in others)
        else _outline(centre, reach, angles, [other or 0 for other in others]),
        rows=tuple(values),
    )


def bars(
    values: Sequence[Value], *, title: str, width: float = 520, label: float = 190, thickness: float = 9
) -> Bars:
    """Bars in the given order, grouped where `group` changes; `label` 0 sets names above the bars (small screens)."""
    left, number = label, 44.0
    track = width - left - number
    drawn: list[Bar] = []
    headings: list[Heading] = []
    y, group = 2.0, ""
    for value in values:
        if value.group and value.group != group:
            group = value.group
            y += 8 if drawn else 0
            headings.append(Heading(group, value.accent, y + LINE - 3))
            y += LINE + 6
        bar = _bar(value, y, left, track, thickness)
        drawn.append(bar)
        y = max(bar.y + thickness, bar.name_y + (len(bar.lines) - 1) * LINE + 3) + 4.5
    return Bars(
        kind="bars",
        title=title,
        description=_description(values),
        width=width,
        height=round(y, 2),
        left=left,
        track=track,
        thickness=thickness,
        bars=tuple(drawn),
        headings=tuple(headings),
        rows=tuple(values),
    )


def _bar(value: Value, y: float, left: float, track: float, thickness: float) -> Bar:
    """One bar below `y`: beside its name, or under it where there is no room beside."""
    stacked = left == 0
    lines = wrapped(value.name, track if stacked else left - 12)
    name_y = y + LINE - 4
    top = y + len(lines) * LINE + 1 if stacked else name_y - 4 - thickness / 2 + (len(lines) - 1) * LINE / 2
    length = track * _part(value.score)
    other, median, leading = (
        None if mark is None or math.isnan(mark) else round(left + track * _part(mark), 2)
        for mark in (value.other, value.median, value.leading)
    )
    beside_peers = value.median is not None or value.leading is not None
    end = left + track if beside_peers else max(left + length, other or 0.0)
    return Bar(
        lines,
        round(name_y, 2),
        value.shown,
        value.accent,
        round(top, 2),
        round(length, 2),
        round(end + 5, 2),
        other,
        median,
        leading,
    )


def _axis(value: Value, centre: tuple[float, float], reach: float, angle: float, width: float) -> Axis:
    """One spoke; the label stands outside the outer ring and never leaves the picture."""
    x, y = _point(centre, reach + 10, angle)
    side = math.sin(angle)
    anchor = "middle" if abs(side) < 0.3 else ("start" if side > 0 else "end")
    room = {"middle": width, "start": width - x, "end": x}[anchor] - 4
    lines = wrapped(value.name, room, most=1 if anchor == "middle" else 2)
    height = (len(lines) + 1) * LINE
    top = y - height / 2 - height / 2 * math.cos(angle) + FONT
    mark = _point(centre, reach * _part(value.score), angle)
    return Axis(
        lines, value.shown, value.accent, _point(centre, reach, angle), mark, (x, round(top, 2)), anchor
    )


def _label_room(values: Sequence[Value]) -> float:
    """The room beside a radar for the longest word of a name, within reason."""
    return 18 + min(
        MOST_LABEL, max(text_width(word) for value in values for word in value.name.split() or [""])
    )


def _ring(centre: tuple[float, float], reach: float, angles: Sequence[float], number: int) -> Ring:
    x, y = _point(centre, reach * number / 100, 0)
    return Ring(
        _outline(centre, reach, angles, [number] * len(angles)), number, (round(x + 3, 2), round(y + 3, 2))
    )


def _outline(
    centre: tuple[float, float], reach: float, angles: Sequence[float], scores: Sequence[float]
) -> str:
    """The corner points as SVG wants them."""
    points = (
        _point(centre, reach * _part(score), angle) for score, angle in zip(scores, angles, strict=True)
    )
    return " ".join(f"{x},{y}" for x, y in points)


def _point(centre: tuple[float, float], distance: float, angle: float) -> tuple[float, float]:
    """A point at `distance` from the centre, `angle` clockwise from the top."""
    return round(centre[0] + distance * math.sin(angle), 2), round(centre[1] - distance * math.cos(angle), 2)


def _part(score: float | None) -> float:
    return 0.0 if score is None or math.isnan(score) else min(1.0, max(0.0, score / 100))


def _description(values: Sequence[Value]) -> str:
    """The text alternative: every name with its number."""
    return "; ".join(f"{value.name} {value.shown}" for value in values)

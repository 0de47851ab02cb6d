"""Number, digest and picture by which a report on paper is told from a made-up one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import segno

from readiness.assessment.readable import grouped

QUIET = 4
"""Light squares around the code, as ISO/IEC 18004 asks."""


@dataclass(frozen=True)
class Proof:
    """What stands on the cover. `address` is where it is checked; `picture` the path of its QR code in an SVG of
    `size` × `size` squares, dark ones only."""

    number: str
    digest: str
    address: str
    picture: str
    size: int


def make_proof(number: str, digest: str, *, page: str) -> Proof:
    """`page` is the address of the page that checks; the code leads there with number and digest filled in."""
    digits = digest.lower()
    full = f"{page}?number={number}&digest={digits}"
    rows = list(segno.make(full, error="m", micro=False).matrix_iter(scale=1, border=QUIET))
    return Proof(
        number=number,
        digest=grouped(digits, 4, " "),
        address=page,
        picture="".join(_row(cells, y) for y, cells in enumerate(rows)),
        size=len(rows),
    )


def _row(cells: Iterable[int], y: int) -> str:
    """Each run of dark squares as one bar."""
    bars, start = [], None
    for x, dark in enumerate([*cells, 0]):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            bars.append(f"M{start} {y}h{x - start}v1h{start - x}z")
            start = None
    return "".join(bars)

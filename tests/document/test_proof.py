"""The picture on the cover leads to the page that checks, with number and digest filled in."""

from __future__ import annotations

import re

import segno

from readiness.document.proof import QUIET, make_proof

NUMBER, DIGEST, PAGE = "9FWA-4EJZ-QJEN", "56e700ad" * 8, "https://readiness.example/verify"


def squares(picture: str) -> set[tuple[int, int]]:
    """The dark squares that the path covers."""
    bars = re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", picture)
    assert "".join(f"M{x} {y}h{width}v1h-{width}z" for x, y, width in bars) == picture
    return {(int(x) + step, int(y)) for x, y, width in bars for step in range(int(width))}


def test_picture_has_exactly_the_dark_squares_of_the_code() -> None:
    proof = make_proof(NUMBER, DIGEST, page=PAGE)
    matrix = segno.make(f"{PAGE}?number={NUMBER}&digest={DIGEST}", error="m", micro=False).matrix
    dark = {(x + QUIET, y + QUIET) for y, row in enumerate(matrix) for x, cell in enumerate(row) if cell}
    assert squares(proof.picture) == dark
    assert proof.size == len(matrix) + 2 * QUIET


def test_digest_is_shown_in_groups_of_four() -> None:
    assert make_proof(NUMBER, DIGEST.upper(), page=PAGE).digest == " ".join(["56e7", "00ad"] * 8)

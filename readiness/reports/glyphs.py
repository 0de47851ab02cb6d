"""Which characters the report's fonts draw; what they do not draw is said, never left to an empty box."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent / "fonts"
GETA = "〓"  # what Chinese printers set for a character that they do not have


@cache
def drawn() -> frozenset[int]:
    """Code points that have a glyph in one of the packaged fonts."""
    found: set[int] = set()
    for file in FONTS.glob("*.ttf"):
        with TTFont(file, lazy=True) as font:
            found.update(font.getBestCmap())
    return frozenset(found)


def lacking(text: str) -> tuple[str, ...]:
    """The characters of a text that no packaged font draws, each once; those without a picture do not count."""
    unknown = {sign for sign in text if ord(sign) not in drawn()}
    return tuple(sorted(sign for sign in unknown if unicodedata.category(sign) not in ("Cc", "Cf", "Zs")))


def code_point(sign: str) -> str:
    """The character's number as Unicode writes it: U+30EDD."""
    return f"U+{ord(sign):04X}"

"""Page words in a language, for what is written outside a request."""

from __future__ import annotations

import gettext
from collections.abc import Callable
from functools import cache
from pathlib import Path

TRANSLATIONS = Path(__file__).resolve().parent.parent / "translations"


@cache
def translator(language: str) -> Callable[..., str]:
    """From the English words and named values to the words of `language`; English where it has none."""
    catalogue = gettext.translation("messages", TRANSLATIONS, languages=[language], fallback=True)

    def translate(message: str, /, **values: object) -> str:
        words = catalogue.gettext(message)
        return words % values if values else words

    return translate

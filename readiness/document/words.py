"""Names from the questionnaire and numbers as people read them, for one reader."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import isnan

from babel.dates import format_date

from readiness.questionnaire.model import Questionnaire
from readiness.questionnaire.texts import path
from readiness.scoring.grid import display

LONGEST_TEXT = 2000
LONGEST_RUN = 40
SOFT_BREAK = "\u200b"
KEPT = f"\n{SOFT_BREAK}"
HIDDEN = frozenset(
    {"Cc", "Cf", "Cs", "Zl", "Zp"}
)  # characters still unknown to Python are no reason to drop a name
_RUN = re.compile(r"[^\s\u200b\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]{41,}")


def mark(message: str) -> str:
    """The message itself, marked as a word of the catalogue that is translated later."""
    return message


@dataclass(frozen=True)
class Reader:
    """One questionnaire read in one language; `translate` maps English page words and values onto it."""

    questionnaire: Questionnaire
    language: str
    translate: Callable[..., str]

    def text(self, kind: str, code: object, leaf: str = "") -> str:
        """The questionnaire's own words for a code, e.g. kind 'pillars'; '' when it has none."""
        place = f"{kind}.{path(str(code))}{leaf}"
        found = self.questionnaire.texts.get(place, self.language).value
        return "" if found == place else safe_text(found)

    def name(self, kind: str, code: object) -> str:
        """Like `text`, but the code itself where no words are given."""
        return self.text(kind, code) or safe_text(str(code))

    def level_meaning(self, level: int, sub_sector: str = "") -> str:
        """What a level means, in the words of the firm's trade where the questionnaire has such."""
        own = self.text("level_meanings", sub_sector, f".{level}") if sub_sector else ""
        return own or self.text("levels", f"{level}_meaning")

    def question(self, code: str) -> str:
        """The wording of a question."""
        return self.text("questions", code, ".text") or code

    def questions(self, codes: Iterable[str], most: int = 4) -> str:
        """Question codes in a row; beyond `most` only their number."""
        listed = tuple(codes)
        shown = self.translate(", ").join(listed[:most])
        if len(listed) <= most:
            return shown
        return self.translate("%(codes)s and %(count)s more", codes=shown, count=len(listed) - most)

    def index(self, value: float) -> str:
        """An index: one decimal, more where one would show the wrong side of a level's threshold."""
        return display(value, [level.threshold for level in self.questionnaire.levels])

    def pillar(self, value: float | None) -> str:
        """A pillar's score, shown so that it never stands on the wrong side of a floor."""
        if value is None or isnan(value):
            return "–"
        return display(value, [level.pillar_floor for level in self.questionnaire.levels])

    def score(self, value: float | None) -> str:
        """A dimension's or question's score, one decimal; '–' where nothing applies."""
        return "–" if value is None or isnan(value) else display(value)

    def percent(self, value: float, need: float | None = None) -> str:
        """A percentage with its sign, never shown on the wrong side of `need`."""
        return self.in_percent(display(value, () if need is None else [need]))

    def in_percent(self, number: str) -> str:
        """A number already in words, with the sign as the language writes it."""
        return in_percent(self.translate, number)

    def day(self, day: dt.date) -> str:
        """A day in words of the language."""
        return str(format_date(day, "long", locale=self.language))


def in_percent(translate: Callable[..., str], number: str) -> str:
    """A number with the percent sign as the language writes it: with a blank or without."""
    return translate("%(number)s %%", number=number)


def plain(value: float) -> str:
    """A number of the method without needless decimals: 46, 0.4."""
    return f"{value:.10g}"


def signed(text: str, value: float) -> str:
    """A shown difference with its sign; a true minus, and no sign for what shows as zero."""
    bare = text.lstrip("-−")
    if not bare.strip("0."):
        return bare
    return f"−{bare}" if value < 0 else f"+{bare}"


def signed_amount(points: float) -> str:
    """Points of an index with two decimals and their sign."""
    return signed(f"{abs(points):.2f}", points)


def safe_text(text: str) -> str:
    """Free text that can be laid out: at most 2,000 letters, breakable within every 40, nothing invisible.

    Only runs that offer no break of their own are broken; Chinese may break anywhere already.
    """
    clean = "".join(
        sign
        for sign in unicodedata.normalize("NFC", text)
        if sign in KEPT or unicodedata.category(sign) not in HIDDEN
    )
    cut = clean if len(clean) <= LONGEST_TEXT else clean[: LONGEST_TEXT - 1] + "…"
    return _RUN.sub(lambda run: _breakable(run.group()), cut)


def _breakable(run: str) -> str:
    return SOFT_BREAK.join(run[at : at + LONGEST_RUN] for at in range(0, len(run), LONGEST_RUN))

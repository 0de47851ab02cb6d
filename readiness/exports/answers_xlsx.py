"""The answers of one assessment as a sheet that can be filled in and sent back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from readiness.document.answer_sheet import (
    ANSWER,
    ASSESSMENT,
    CODE,
    REVISION,
    AnswerLine,
    headings,
)
from readiness.exports.ranking_xlsx import LONGEST_NAME, Cell, Column, Sheet, ranking_xlsx

WIDTHS = {
    CODE: 18,
    "question": 48,
    "how": 52,
    ANSWER: 24,
    "words": 36,
    REVISION: 10,
    "by": 16,
    "at": 20,
    ASSESSMENT: 26,
}
LONGEST_CELL = 32_767
"""Characters; a longer text makes the spreadsheet program refuse the file."""
FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def answers_xlsx(key: str, lines: Iterable[AnswerLine], name: str, translate: Callable[..., str]) -> bytes:
    """A workbook with this one sheet."""
    return ranking_xlsx([answers_sheet(key, lines, sheet_name(name, ()), translate)])


def answers_sheet(key: str, lines: Iterable[AnswerLine], name: str, translate: Callable[..., str]) -> Sheet:
    """One row a line; each row says of which assessment (its key) and which revision it is."""
    columns = [Column(words, width=WIDTHS[column]) for column, words in headings(translate).items()]
    return Sheet(name, columns, [_row(key, line) for line in lines])


def _row(key: str, line: AnswerLine) -> list[Cell]:
    saved = line.saved
    return [
        line.column, fitting(line.text), fitting(line.how), line.answer, fitting(line.words),
        saved.revision if saved else 0, saved.by if saved else None,
        saved.at.strftime("%Y-%m-%d %H:%M") if saved else None, key,
    ]  # fmt: skip


def fitting(text: str) -> str:
    """The text as far as a cell holds it."""
    return text if len(text) < LONGEST_CELL else text[: LONGEST_CELL - 2] + "…"


def sheet_name(wanted: str, taken: Iterable[str]) -> str:
    """A name that spreadsheet programs take, and that no sheet in `taken` has in any case of letters."""
    plain = _cut(FORBIDDEN.sub(" ", wanted).strip(), LONGEST_NAME).strip("' ") or "1"
    known = {name.casefold() for name in taken}
    found, number = plain, 1
    while found.casefold() in known:
        number += 1
        found = f"{_cut(plain, LONGEST_NAME - 4).strip()} {number}"
    return found


def _cut(text: str, length: int) -> str:
    """As much of it as fits, counted in UTF-16 as spreadsheet programs count."""
    while len(text.encode("utf-16-le", "replace")) > 2 * length:
        text = text[:-1]
    return text

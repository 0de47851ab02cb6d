"""All words of a questionnaire as a workbook for translators: one place a row, one language a column."""

from __future__ import annotations

from collections.abc import Sequence

from readiness.exports.ranking_xlsx import Column, Sheet, ranking_xlsx
from readiness.questionnaire.model import Questionnaire

PLACE = "place"
WIDTHS = {PLACE: 34, "words": 60}


def wordbook_xlsx(found: Questionnaire, languages: Sequence[str]) -> bytes:
    """The workbook; a language without words for a place has an empty cell there."""
    words = found.texts.words
    places = dict.fromkeys(place for language in languages for place in words[language])
    columns = [
        Column(PLACE, width=WIDTHS[PLACE]),
        *(Column(code, width=WIDTHS["words"]) for code in languages),
    ]
    rows = [[place, *(words[language].get(place, "") for language in languages)] for place in places]
    return ranking_xlsx([Sheet(f"{found.code} {found.version}", columns, rows)])

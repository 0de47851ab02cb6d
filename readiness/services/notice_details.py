"""What fills the words of a notice, as a reader of one language reads it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from babel.dates import format_date

from readiness.services.context import Services
from readiness.services.translator import translator

DAY, PARTS = "day", "parts"
"""Details that are stored as an ISO day, and as codes of dimensions with commas between them."""
LISTS = ("people", "files")
BETWEEN = "\n"
"""Details that are lists of names, and what stands between these."""


def spoken(services: Services, details: Mapping[str, str], language: str) -> dict[str, str]:
    """The details with days in words, dimensions by name, and lists as one reads them."""
    found = dict(details)
    if found.get(DAY):
        found[DAY] = str(format_date(dt.date.fromisoformat(found[DAY]), "long", locale=language))
    for name in LISTS:
        if name in found:
            found[name] = translator(language)(", ").join(found[name].split(BETWEEN))
    if found.get(PARTS):
        found[PARTS] = translator(language)(", ").join(
            _named(services, code, language) for code in found[PARTS].split(",")
        )
    return found


def _named(services: Services, code: str, language: str) -> str:
    """Code and name of a dimension; the code alone where the present questionnaire has no such dimension."""
    questionnaire = services.catalogue.get(services.settings.questionnaire)
    if code not in {dimension.code for dimension in questionnaire.dimensions}:
        return code
    return f"{code} {questionnaire.texts.get(f'dimensions.{code}', language)}"

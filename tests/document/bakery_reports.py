"""Report models of the sample bakery, with the report's own words in each language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from readiness.document.build import FirmHead, RoundHead, report_model
from readiness.document.model import ReportModel
from readiness.questionnaire.codec import from_document
from readiness.scoring.engine import scorecard
from readiness.scoring.scorecard import Basis, Scorecard
from tests.questionnaire.bakers import baker, bakery

ON = dt.date(2026, 10, 31)
ROOT = Path(__file__).resolve().parents[2]
WORDS = ROOT / "readiness" / "translations" / "parts" / "report.yaml"
BOTH = (Basis.DECLARED, Basis.VERIFIED)


@cache
def words(language: str) -> Mapping[str, str]:
    """English page word → word of the language; a missing one is a KeyError."""
    return {entry["en"]: entry[language] for entry in yaml.safe_load(WORDS.read_text(encoding="utf-8"))}


def translator(language: str) -> Callable[..., str]:
    """What pages and commands pass in, without the compiled catalogues."""

    def translate(message: str, **values: object) -> str:
        found = words(language)[message]
        return found % values if values else found

    return translate


def cards(
    document: Mapping[str, Any] | None = None, bases: tuple[Basis, ...] = BOTH
) -> dict[Basis, Scorecard]:
    """Scorecards of a bakery's document."""
    answers = from_document(bakery(), document or baker(), place="baker")
    return {basis: scorecard(bakery(), answers, basis=basis, on=ON) for basis in bases}


def model(
    language: str = "en",
    document: Mapping[str, Any] | None = None,
    bases: tuple[Basis, ...] = BOTH,
    **firm: str,
) -> ReportModel:
    """A bakery's report; `firm` replaces fields of its head."""
    document = document or baker()
    head = {
        "name": "示例面包房",
        "name_en": "Sample Bakery",
        "credit_code": "91320508MA0BREAD01",
        "city": "Suzhou",
    }
    return report_model(
        bakery(),
        cards(document, bases),
        firm=FirmHead(**{**head, **firm}),
        round_head=RoundHead("2026", ON, 2025),
        on=ON,
        language=language,
        translate=translator(language),
        answers=from_document(bakery(), document, place="baker"),
    )

"""The keys of outlook.yaml: what may be expected of open questions, and the quick scan."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from readiness.questionnaire.schema import Code, Percent, Positive, SourceFile, Strict

MOST_ASKED = 15


class ExpectFile(Strict):
    """Scores before caps of a firm nobody has asked: their mean, standard deviations from firm to question, and the
    percent of figures nobody measures."""

    mean: Percent
    firm: Positive
    pillar: Positive
    dimension: Positive
    question: Positive
    not_measured: Percent
    source: SourceFile


class QuickScanFile(Strict):
    """Questions that tell much of a firm and need no figures to be looked up."""

    minutes: Annotated[int, Field(ge=1, le=30)]
    questions: Annotated[list[Code], Field(min_length=1, max_length=MOST_ASKED)]


class OutlookFile(Strict):
    """outlook.yaml."""

    draws: Annotated[int, Field(ge=100, le=10_000)]
    range_percent: Annotated[float, Field(ge=50, lt=100)]
    expect: ExpectFile
    quick_scan: QuickScanFile | None = None

"""The checklist of figures for one sub-sector as plain values: a page, a PDF and a workbook draw the same ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class ChecklistFigure:
    """A figure to have ready: of the profile (no code) or of a question; where it is usually found."""

    code: str
    name: str
    unit: str
    found: str


@dataclass(frozen=True)
class ChecklistPart:
    """Whom to ask in a firm, and for what."""

    who: str
    figures: tuple[ChecklistFigure, ...]


@dataclass(frozen=True)
class ChecklistModel:
    """The whole, made to fit one sheet of paper. `language` is a BCP 47 tag; `words` are the template's own."""

    language: str
    title: str
    sub_sector: str
    service: str
    version: str
    intro: str
    parts: tuple[ChecklistPart, ...]
    words: Mapping[str, str]

    @property
    def count(self) -> int:
        """How many figures there are."""
        return sum(len(part.figures) for part in self.parts)

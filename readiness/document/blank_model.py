"""The blank questionnaire of one sub-sector as plain values: a page, a PDF and a workbook draw the same ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class BlankFigure:
    """A figure to have ready: of the profile (no code) or of a question; `known_by` says who usually knows it."""

    code: str
    text: str
    unit: str
    known_by: str


@dataclass(frozen=True)
class BlankSpace:
    """Where a figure is written: what it is for ('' when there is only one) and its unit."""

    label: str
    unit: str


@dataclass(frozen=True)
class BlankQuestion:
    """One question. `choices` are pairs of a mark ('0' … for steps, else '') and words; `grades` the grades each choice
    takes; `help` pairs of a name and words; `way` is how it is answered."""

    code: str
    text: str
    way: Literal["one", "many", "graded", "figures", "computed"]
    instruction: str
    marks: tuple[str, ...]
    choices: tuple[tuple[str, str], ...]
    grades: tuple[str, ...]
    spaces: tuple[BlankSpace, ...]
    help: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class BlankPart:
    """One dimension with the questions that apply."""

    code: str
    name: str
    questions: tuple[BlankQuestion, ...]


@dataclass(frozen=True)
class BlankPillar:
    """One pillar with its accent."""

    code: str
    name: str
    accent: str
    parts: tuple[BlankPart, ...]


@dataclass(frozen=True)
class BlankModel:
    """The whole. `profile` are groups of figures; `people` pairs of who to ask and what for; `language` is a BCP 47
    tag; `page_head`, `page_label` and `words` are what the printed report has too."""

    language: str
    title: str
    sub_sector: str
    service: str
    version: str
    intro: tuple[str, ...]
    profile: tuple[tuple[str, tuple[BlankFigure, ...]], ...]
    figures: tuple[BlankFigure, ...]
    people: tuple[tuple[str, str], ...]
    statements: tuple[tuple[str, str], ...]
    pillars: tuple[BlankPillar, ...]
    notice: str
    page_head: tuple[str, str]
    page_label: tuple[str, str, str]
    words: Mapping[str, str]

    @property
    def questions(self) -> tuple[BlankQuestion, ...]:
        """All questions in order."""
        return tuple(q for pillar in self.pillars for part in pillar.parts for q in part.questions)

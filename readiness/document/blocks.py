"""A document as plain blocks: words are in the reader's language already; a page and Markdown draw the same ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Paragraph:
    """Running text; `tone` notice stands out."""

    text: str
    tone: Literal["", "notice"] = ""
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True)
class Formula:
    """One line of arithmetic."""

    text: str
    kind: Literal["formula"] = "formula"


@dataclass(frozen=True)
class Items:
    """A list of sentences."""

    items: tuple[str, ...]
    kind: Literal["items"] = "items"


@dataclass(frozen=True)
class Facts:
    """Names with what belongs to them."""

    pairs: tuple[tuple[str, str], ...]
    kind: Literal["facts"] = "facts"


@dataclass(frozen=True)
class Table:
    """A table; `numbers` are the places of columns set to the right."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = field(default_factory=frozenset)
    kind: Literal["table"] = "table"

    @property
    def columns(self) -> tuple[tuple[str, str], ...]:
        """Each heading with 'number' or 'text'."""
        return tuple(
            (head, "number" if place in self.numbers else "text") for place, head in enumerate(self.heads)
        )


Block = Paragraph | Formula | Items | Facts | Table


@dataclass(frozen=True)
class Section:
    """A heading with its blocks and the sections below it; `anchor` is its name in addresses, unique in a document."""

    title: str
    anchor: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True)
class Chapter:
    """A part of a document that is read by itself: everything on one pillar, with its accent."""

    code: str
    name: str
    accent: str
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class MethodModel:
    """The method of one version: what holds for all, then a chapter for each pillar. `notice` comes first."""

    language: str
    title: str
    notice: tuple[str, ...]
    sections: tuple[Section, ...]
    chapters: tuple[Chapter, ...]

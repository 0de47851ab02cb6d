"""The report as plain frozen values: words are already in the reader's language, numbers already as they are shown.

A renderer (PDF, Word) needs nothing else; the model can be sent to another process.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from readiness.document.charts import Bars, Radar
from readiness.document.peer_part import PeerPart
from readiness.document.proof import Proof
from readiness.document.waterfall import Waterfall

Translate = Callable[..., str]


@dataclass(frozen=True)
class Cover:
    """What stands on the first page; `name_other` is the firm's name in the other script, '' without one. `proof`: how
    to check a result that was issued."""

    firm: str
    name_other: str
    facts: tuple[tuple[str, str], ...]
    basis: str
    standing: str
    official: bool
    validity: str
    proof: Proof | None


@dataclass(frozen=True)
class PillarRow:
    """One pillar: its score as shown and its nominal weight in percent."""

    code: str
    name: str
    score: str
    weight: str
    accent: str


@dataclass(frozen=True)
class ResultPage:
    """The result on one page. `sentences`: the level and what holds it, then every reason why it is
    not official; `notes`: remarks that change nothing."""

    level: str
    level_name: str
    level_meaning: str
    index: str
    coverage: str
    basis: str
    standing: str
    official: bool
    steps: tuple[tuple[int, str, bool], ...]
    sentences: tuple[str, ...]
    notes: tuple[str, ...]
    pillars: tuple[PillarRow, ...]
    pillar_chart: Radar | Bars
    dimension_chart: Bars


@dataclass(frozen=True)
class LostRow:
    """One question that loses points; lost = gap + evidence, in points of the index. `width` is 0–100 for the bar."""

    code: str
    text: str
    place: str
    accent: str
    state: str
    grade: str
    score: str
    lost: str
    gap: str
    evidence: str
    width: float


@dataclass(frozen=True)
class LostPart:
    """Points lost by question, largest first; the other questions are only named."""

    rows: tuple[LostRow, ...]
    total: str
    total_gap: str
    total_evidence: str
    nothing_lost: tuple[str, ...]
    not_applicable: tuple[str, ...]


@dataclass(frozen=True)
class Lift:
    """A question that can lift a gate, with the score it counts now."""

    code: str
    text: str
    score: str
    lost: str


@dataclass(frozen=True)
class GateRow:
    """One condition of the next level."""

    sentence: str
    have: str
    need: str
    met: bool
    lifts: tuple[Lift, ...]
    more: int


@dataclass(frozen=True)
class NextLevel:
    """What the next level asks; None in the model when the highest level is reached."""

    title: str
    gates: tuple[GateRow, ...]


@dataclass(frozen=True)
class ComparedRow:
    """One node in both results; `kind`: index, level, pillar, dimension or question."""

    kind: str
    name: str
    declared: str
    verified: str
    change: str


@dataclass(frozen=True)
class Comparison:
    """Declared and verified side by side: the tree, and the questions whose counted score differs."""

    rows: tuple[ComparedRow, ...]
    questions: tuple[ComparedRow, ...]
    over_claim: str


@dataclass(frozen=True)
class IndicatorRow:
    """A numeric question with the values that earn 0 … 100; `unsure` when its source is not settled."""

    code: str
    text: str
    unit: str
    own: str
    knots: tuple[tuple[str, str], ...]
    source: str
    unsure: bool


@dataclass(frozen=True)
class LevelRow:
    """What one level asks, as words and numbers."""

    number: str
    name: str
    threshold: str
    pillar_floor: str
    core: str
    evidence: str


@dataclass(frozen=True)
class Method:
    """The method in brief."""

    paragraphs: tuple[str, ...]
    weights: tuple[tuple[str, str, str], ...]
    levels: tuple[LevelRow, ...]
    caps: tuple[tuple[str, str], ...]
    notice: str
    traces: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ReportModel:
    """The whole report; `peers` and `peer_chart` are None where no peers can be shown.

    `language` is a BCP 47 tag; `words` maps the English page words onto the reader's;
    `page_head` is the running head; `page_label` stands before, between and after page number and page count."""

    language: str
    title: str
    service: str
    page_head: tuple[str, str]
    page_label: tuple[str, str, str]
    cover: Cover
    result: ResultPage
    lost: LostPart
    loss_chart: Waterfall
    peers: PeerPart | None
    peer_chart: Bars | None
    next_level: NextLevel | None
    comparison: Comparison | None
    indicators: tuple[IndicatorRow, ...]
    method: Method
    words: Mapping[str, str]

"""The questionnaire as frozen values: what the loader builds and everything else reads.

Weights are plain numbers relative to their siblings; scores run 0–100; shares 0–1. Nothing here reads a file.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from readiness.questionnaire.conditions import Condition
from readiness.questionnaire.guidance import Action, Guidance, for_question
from readiness.questionnaire.outlook_rules import OutlookRules
from readiness.questionnaire.peer_rules import PeerRules, QualityRules
from readiness.questionnaire.ranking_rules import RankingRules
from readiness.questionnaire.texts import Texts


class Kind(enum.StrEnum):
    """The answer types; each has a class in `answers` and a scoring rule in `scoring.normalise`."""

    LADDER = "ladder"
    SINGLE = "single"
    MULTIPLE = "multiple"
    GRADED_MULTIPLE = "graded_multiple"
    NUMBER = "number"
    YES_NO = "yes_no"


class Role(enum.StrEnum):
    """What a question does beyond its points."""

    NONE = "none"
    CORE = "core"
    HOLD = "hold"


class Aggregation(enum.StrEnum):
    """How a node joins its children."""

    WEIGHTED_MEAN = "weighted_mean"
    WEIGHTED_GEOMETRIC_MEAN = "weighted_geometric_mean"


@dataclass(frozen=True)
class Source:
    """Where a number comes from; `grade` A–C as the method papers mark it, P for an expert proposal."""

    text: str = ""
    grade: str = ""
    year: int | None = None
    unsure: bool = False


@dataclass(frozen=True)
class Ratio:
    """factor · Σ numerator / max(Σ denominator, least), over named figures (profile fields or answer parts)."""

    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    factor: float = 100.0
    least: float = 0.0


@dataclass(frozen=True)
class Variant:
    """One set of knots and the processes that use it; `knots` are (value, score) pairs in rising score order.

    `bands` makes steps of the knots; with `edge_closes` a value on a knot belongs to the band below it.
    """

    code: str
    processes: tuple[str, ...]
    unit: str
    knots: tuple[tuple[float, float], ...]
    minimum: float
    maximum: float
    zero_allowed: bool = True
    bands: bool = False
    edge_closes: bool = False
    source: Source = Source()

    @property
    def lower_is_better(self) -> bool:
        """True where a smaller value earns more."""
        return self.knots[0][0] > self.knots[-1][0]


@dataclass(frozen=True)
class Option:
    """A choice with a stable code. `group` makes options exclusive, `wet_only` ties it to wet processes,
    `sub_sector` (lists by sub-sector) limits it to firms whose principal process belongs there."""

    code: str
    points: float
    group: str = ""
    exclusive: bool = False
    wet_only: bool = False
    sub_sector: str = ""


@dataclass(frozen=True)
class Grading:
    """Graded steps: share earned per grade code, the code for a step that does not exist here, the least divisor."""

    shares: Mapping[str, float]
    absent: str
    least: int


@dataclass(frozen=True)
class Question:
    """One question. `weights` maps each process it applies to onto its nominal weight (0 for gates only).

    `groups` name the sets of core questions to which a level's rule may be narrowed.
    """

    code: str
    dimension: str
    kind: Kind
    weight: float
    role: Role
    weights: Mapping[str, float]
    groups: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    scale_to_applicable: bool = False
    grading: Grading | None = None
    variants: tuple[Variant, ...] = ()
    parts: tuple[str, ...] = ()
    formula: Ratio | None = None
    computed: bool = False
    score_at_least: str = ""
    na_when_dry: bool = False
    na_allowed: bool = False
    levels: int = 0
    evidence_kinds: tuple[str, ...] = ()
    known_by: tuple[str, ...] = ()
    place: str = ""

    @cached_property
    def variant_of(self) -> Mapping[str, Variant]:
        """Process code → its variant."""
        return {process: variant for variant in self.variants for process in variant.processes}

    def options_for(self, sub_sector: str) -> tuple[Option, ...]:
        """The options a firm of this principal sub-sector sees, in order."""
        return tuple(o for o in self.options if not o.sub_sector or o.sub_sector == sub_sector)


@dataclass(frozen=True)
class Dimension:
    """A group of questions; `weight` is relative inside the pillar, 0 where its questions are gates only."""

    code: str
    pillar: str
    weight: float
    questions: tuple[Question, ...]
    aggregation: Aggregation = Aggregation.WEIGHTED_MEAN


@dataclass(frozen=True)
class Pillar:
    """A group of dimensions; `accent` is a fill colour, never a text colour."""

    code: str
    weight: float
    accent: str
    dimensions: tuple[Dimension, ...]
    aggregation: Aggregation = Aggregation.WEIGHTED_MEAN


@dataclass(frozen=True)
class Process:
    """What a firm makes and how; wet processes carry water questions."""

    code: str
    sub_sector: str
    wet: bool


@dataclass(frozen=True)
class CoreRule:
    """At least `percent` or `count` of the applicable core questions, or of those in group `of`, stand at question
    level `level` or above; a rule with a `count` asks no percentage."""

    level: int
    percent: float = 0.0
    count: int = 0
    of: str = ""

    @property
    def need(self) -> float:
        """What is asked: how many questions, or percent of them."""
        return float(self.count or self.percent)

    @property
    def name(self) -> str:
        """Tells the rule from the others of its level: '3', '3 binding'."""
        return f"{self.level} {self.of}".strip()


@dataclass(frozen=True)
class Level:
    """A named step: index threshold, floor for every pillar, core rules, evidence asked (grade code or 'audit')."""

    number: int
    threshold: float
    pillar_floor: float
    core: tuple[CoreRule, ...]
    evidence: str


@dataclass(frozen=True)
class EvidenceGrade:
    """How an answer is supported; caps what it can count. Order is rising trust."""

    code: str
    cap: float
    by_consultant: bool


@dataclass(frozen=True)
class Statement:
    """An entry statement. `effect`: 'unranked', 'hold' or 'required'."""

    code: str
    effect: str


@dataclass(frozen=True)
class PlausibilityRule:
    """Speaks at `question` when its condition holds; `severity`: error (stops a submission) or ask."""

    code: str
    question: str
    when: Condition
    severity: str


@dataclass(frozen=True)
class ProfileField:
    """A figure or text of the profile; `kind`: text, number, integer, choice."""

    code: str
    kind: str
    group: str
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True)
class SizeClass:
    """Peer size: firms with less than `below` in the questionnaire's `size_field` (None: no upper end)."""

    code: str
    below: float | None


@dataclass(frozen=True)
class Measure:
    """One of the action plan's measures in the working grouping."""

    code: str
    pillar: str


@dataclass(frozen=True)
class Benchmark:
    """A public reference figure; `kind`: state (measured), target (of a policy) or example. Never an official limit.

    `question` and `sub_sectors` say what it may be set beside ('' and none: nothing in particular).
    """

    code: str
    kind: str
    question: str
    sub_sectors: tuple[str, ...]
    value: float
    unit: str
    year: int
    source: Source
    address: str = ""


@dataclass(frozen=True)
class Rules:
    """Numbers of the method that belong to no single question; all from questionnaire.yaml.

    `sample_level`: question level from which an audit looks at every answer; `sample_ladders`, `sample_others`:
    percent of the remaining ones. `usual_*`: factors beyond the outer knots before a figure is asked about.
    `peer_group_from`: fewest firms whose figures are shown together.
    """

    aggregation: Aggregation
    floor: float
    thin_below: float
    coverage_overall: float
    coverage_dimension: float
    shrink: float
    integrity_points: float
    integrity_questions: int
    audit_months: int
    process_share_from: float
    question_step: float
    sample_level: int
    sample_ladders: float
    sample_others: float
    declared_months: int
    verified_months: int
    usual_lower: float
    usual_other: float
    peer_group_from: int
    peers: PeerRules = field(default_factory=PeerRules)
    quality: QualityRules = field(default_factory=QualityRules)
    ranking: RankingRules | None = None


@dataclass(frozen=True)
class Questionnaire:
    """The complete method in one version. `digest` is the SHA-256 of what decides scores (texts excluded).

    `orientation`: the method is somebody else's; its results orient and are never called official.
    """

    code: str
    version: str
    languages: tuple[str, ...]
    pillars: tuple[Pillar, ...]
    levels: tuple[Level, ...]
    grades: tuple[EvidenceGrade, ...]
    rules: Rules
    processes: tuple[Process, ...]
    sub_sectors: tuple[str, ...]
    statements: tuple[Statement, ...]
    profile: tuple[ProfileField, ...]
    sizes: tuple[SizeClass, ...]
    measures: tuple[Measure, ...]
    texts: Texts
    digest: str = ""
    areas: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    plausibility: tuple[PlausibilityRule, ...] = ()
    guidance: Guidance | None = None
    actions: tuple[Action, ...] = ()
    benchmarks: tuple[Benchmark, ...] = ()
    size_field: str = ""
    orientation: bool = False
    outlook: OutlookRules | None = None

    @cached_property
    def actions_for(self) -> Mapping[str, tuple[Action, ...]]:
        """Question code → its actions, lowest step first; empty without advice."""
        return for_question(self.actions)

    @cached_property
    def dimensions(self) -> tuple[Dimension, ...]:
        """All dimensions in order."""
        return tuple(d for p in self.pillars for d in p.dimensions)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """All questions in order."""
        return tuple(q for d in self.dimensions for q in d.questions)

    @cached_property
    def question(self) -> Mapping[str, Question]:
        """Code → question."""
        return {q.code: q for q in self.questions}

    @cached_property
    def core(self) -> tuple[Question, ...]:
        """The core questions in order."""
        return tuple(q for q in self.questions if q.role is Role.CORE)

    @cached_property
    def process(self) -> Mapping[str, Process]:
        """Code → process."""
        return {p.code: p for p in self.processes}

    @cached_property
    def grade_number(self) -> Mapping[str, int]:
        """Grade code → its place in rising trust."""
        return {grade.code: number for number, grade in enumerate(self.grades)}

    def size_of(self, profile: Mapping[str, object]) -> str:
        """The size class of a firm with this profile; '' while the figure that decides it is missing."""
        figure = profile.get(self.size_field)
        if not isinstance(figure, int | float):
            return ""
        return next(size.code for size in self.sizes if size.below is None or figure < size.below)

    def principal(self, shares: Mapping[str, float]) -> str:
        """The process with the largest share; ties go to the first code in alphabetical order. '' without shares."""
        return min(shares, key=lambda code: (-shares[code], code)) if shares else ""

"""The keys and types a questionnaire's files may hold; unknown keys are refused."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

AggregationName = Literal["weighted_mean", "weighted_geometric_mean"]
Code = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_.]*$", max_length=40)]
Percent = Annotated[float, Field(ge=0, le=100)]
Positive = Annotated[float, Field(gt=0)]


class Strict(BaseModel):
    """No unknown keys, no silent conversions."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


class SelectorFile(Strict):
    """Which processes are meant; the keys are joined by 'or', none means all."""

    sub_sectors: list[Code] = []
    processes: list[Code] = []
    wet: bool | None = None


class SourceFile(Strict):
    """Where a number comes from."""

    text: str = ""
    grade: str = ""
    year: int | None = None
    unsure: bool = False


class RatioFile(Strict):
    """factor · Σ numerator / max(Σ denominator, least)."""

    numerator: Annotated[list[Code], Field(min_length=1)]
    denominator: Annotated[list[Code], Field(min_length=1)]
    factor: Positive = 100
    least: Annotated[float, Field(ge=0)] = 0


class VariantFile(Strict):
    """Knots for some processes."""

    code: Code
    sub_sectors: list[Code] = []
    processes: list[Code] = []
    unit: str
    minimum: float
    maximum: float
    zero: bool = True
    bands: bool = False
    edge: Literal["opens", "closes"] = "opens"
    knots: Annotated[list[Annotated[list[float], Field(min_length=2, max_length=2)]], Field(min_length=2)]
    source: SourceFile = SourceFile()


class OptionFile(Strict):
    """One choice."""

    code: Code
    points: Annotated[float, Field(ge=0, le=100)]
    group: str = ""
    exclusive: bool = False
    wet_only: bool = False
    sub_sector: str = ""


class GradingFile(Strict):
    """Graded steps."""

    shares: Annotated[dict[str, Annotated[float, Field(ge=0, le=1)]], Field(min_length=2)]
    absent: str
    least: Annotated[int, Field(ge=1)]


class WeightFile(SelectorFile):
    """Another weight for some processes."""

    weight: Annotated[float, Field(ge=0)]


class NotApplicableFile(Strict):
    """When a firm may say that a question does not apply."""

    when: Literal["dry", "always"]


class QuestionFile(Strict):
    """One question as an author writes it."""

    code: Code
    kind: Literal["ladder", "single", "multiple", "graded_multiple", "number", "yes_no"]
    weight: Annotated[float, Field(ge=0)]
    role: Literal["none", "core", "hold"] = "none"
    groups: list[Code] = []
    measures: list[Code] = []
    applies: SelectorFile = SelectorFile()
    weights: list[WeightFile] = []
    levels: Annotated[int, Field(ge=1, le=10)] | None = None
    options: list[OptionFile] = []
    scale_to_applicable: bool = False
    grading: GradingFile | None = None
    variants: list[VariantFile] = []
    parts: list[Code] = []
    computed: RatioFile | None = None
    formula: RatioFile | None = None
    score_at_least: Code | None = None
    na: NotApplicableFile | None = None
    evidence_kinds: list[Code] = []
    known_by: list[Code] = []
    place: Code | None = None


class DimensionFile(Strict):
    """One file in dimensions/."""

    code: Code
    weight: Annotated[float, Field(ge=0)]
    aggregation: AggregationName = "weighted_mean"
    questions: Annotated[list[QuestionFile], Field(min_length=1)]


class PillarFile(Strict):
    """One pillar."""

    code: Code
    weight: Positive
    accent: Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")]
    aggregation: AggregationName = "weighted_mean"
    dimensions: Annotated[list[Code], Field(min_length=1)]


class CoreRuleFile(Strict):
    """Share or number of core questions, or of those of one group, at a question level."""

    level: Annotated[int, Field(ge=1)]
    percent: Percent | None = None
    count: Annotated[int, Field(ge=1)] | None = None
    of: Code = ""


class LevelFile(Strict):
    """One level with its gates."""

    number: Annotated[int, Field(ge=0)]
    threshold: Percent
    pillar_floor: Percent
    core: list[CoreRuleFile]
    evidence: str


class GradeFile(Strict):
    """One grade of evidence."""

    code: Code
    cap: Percent
    given_by: Literal["firm", "consultant"]


class CoverageFile(Strict):
    """Coverage an official result needs, percent."""

    overall: Percent
    dimension: Percent


class OverClaimFile(Strict):
    """Shrinkage of the over-claim correction: n / (n + shrink)."""

    shrink: Positive


class IntegrityFile(Strict):
    """Mean over-claim over at least so many questions that raises the flag."""

    points: Percent
    questions: Annotated[int, Field(ge=1)]


class AuditSampleFile(Strict):
    """What an audit must look at: every answer from this question level on, and percents of the others."""

    level_from: Annotated[int, Field(ge=1)]
    ladders: Percent
    others: Percent


class ValidityFile(Strict):
    """Months for which an official result stands, by its basis."""

    declared: Annotated[int, Field(ge=1)]
    verified: Annotated[int, Field(ge=1)]


class UsualRangeFile(Strict):
    """How far beyond the outer knots a figure may lie before it is asked about, as factors."""

    lower_is_better: Annotated[float, Field(ge=1)]
    otherwise: Annotated[float, Field(ge=1)]


class RankingFile(Strict):
    """What a ranking's ranges are drawn with; meaning in `ranking_rules.RankingRules`."""

    draws: Annotated[int, Field(ge=2, le=100_000)]
    range_percent: Annotated[float, Field(gt=0, lt=100)]
    top: Annotated[float, Field(gt=0, lt=100)]
    apart: Annotated[float, Field(gt=50, lt=100)]
    weights: Annotated[float, Field(ge=0, lt=100)]
    knots: Annotated[float, Field(ge=0, lt=100)]
    geometric: Percent
    missing_as_mean: Percent
    adjust_rounds: Annotated[int, Field(ge=1, le=1000)]
    noise: dict[Code, Annotated[float, Field(ge=0, le=100)]]
    bias: dict[Code, Annotated[float, Field(ge=0, le=100)]]


class PeersFile(Strict):
    """Groups from the largest down, fewest firms for quartiles, and how many new ones make new figures."""

    groups: Annotated[list[Literal["sub_sector", "size"]], Field(min_length=1, max_length=2)]
    quartiles_from: Annotated[int, Field(ge=2)]
    refresh_after: Annotated[int, Field(ge=1)]


class QualityFile(Strict):
    """What makes a sheet conspicuous: percent of ladders at one step, minutes between first and last save; the
    classes into which scores are cut where the importance of a question is measured; and what makes a question or
    dimension stand out."""

    uniform_percent: Percent
    minutes: Annotated[float, Field(ge=0)]
    classes: Annotated[int, Field(ge=2)]
    findings_from: Annotated[int, Field(ge=2)]
    alpha_from: Annotated[float, Field(ge=0, le=1)]
    item_rest_from: Annotated[float, Field(ge=-1, le=1)]
    ends_percent: Percent
    kappa_from: Annotated[float, Field(ge=-1, le=1)]
    bias_points: Percent


class RulesFile(Strict):
    """Numbers that belong to no single question."""

    aggregation: AggregationName
    floor: Annotated[float, Field(ge=0, lt=100)]
    thin_below: Annotated[float, Field(gt=0, le=1)]
    coverage: CoverageFile
    over_claim: OverClaimFile
    integrity: IntegrityFile
    audit_months: Annotated[int, Field(ge=1)]
    audit_sample: AuditSampleFile
    validity_months: ValidityFile
    usual_range: UsualRangeFile
    peer_group_from: Annotated[int, Field(ge=2)]
    peers: PeersFile | None = None
    quality: QualityFile | None = None
    process_share_from: Percent
    question_step: Annotated[float, Field(gt=0, le=100)]
    weights_sum: Positive | None = None
    ranking: RankingFile | None = None


class ProcessFile(Strict):
    """One process."""

    code: Code
    sub_sector: Code
    wet: bool


class StatementFile(Strict):
    """One entry statement."""

    code: Code
    effect: Literal["unranked", "hold", "required"]


class ProfileFieldFile(Strict):
    """One field of the profile."""

    code: Code
    kind: Literal["text", "number", "integer", "choice"]
    group: Code
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    choices: list[str] = []
    required: bool = False


class SizeFile(Strict):
    """One size class."""

    code: Code
    below: Positive | None = None


class PlausibilityFile(Strict):
    """A rule that speaks at `question` when its condition holds; its sentence stands in the texts."""

    code: Code
    question: Code
    when: str
    severity: Literal["error", "ask"]


class QuestionnaireFile(Strict):
    """questionnaire.yaml."""

    code: Code
    version: str
    languages: Annotated[list[str], Field(min_length=1)]
    partial_languages: list[str] = []
    orientation: bool = False
    rules: RulesFile
    pillars: Annotated[list[PillarFile], Field(min_length=1)]
    levels: Annotated[list[LevelFile], Field(min_length=2)]
    evidence: Annotated[list[GradeFile], Field(min_length=1)]
    sub_sectors: Annotated[list[Code], Field(min_length=1)]
    processes: Annotated[list[ProcessFile], Field(min_length=1)]
    statements: list[StatementFile] = []
    profile: list[ProfileFieldFile] = []
    sizes: Annotated[list[SizeFile], Field(min_length=1)]
    size_field: str = ""
    areas: dict[str, list[str]] = {}
    plausibility: list[PlausibilityFile] = []


class MeasureFile(Strict):
    """One measure of the working grouping."""

    code: Code
    pillar: Code


class MeasuresFile(Strict):
    """measures.yaml."""

    measures: list[MeasureFile]

"""The keys of what helps a firm and a consultant but never changes a score: roles, actions, benchmarks."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from readiness.questionnaire.schema import Code, Positive, SourceFile, Strict

Codes = Annotated[list[Code], Field(min_length=1)]


class CostBandFile(Strict):
    """One band of cost: below so many yuan and usually done within so many months; the last has no upper end."""

    number: Annotated[int, Field(ge=1)]
    below_yuan: Positive | None = None
    within_months: Annotated[int, Field(ge=1)] | None = None
    plan_yuan: Positive | None = None


class ErrandFile(Strict):
    """Evidence for one answer, or an audit on site: what it costs and how long it takes."""

    yuan: Annotated[float, Field(ge=0)]
    months: Annotated[int, Field(ge=0, le=60)]


class CostKindFile(Strict):
    """One kind of costs: yuan for one unit of each profile figure, and the questions that touch it."""

    code: Code
    yuan: Annotated[dict[Code, Positive], Field(min_length=1)]
    questions: Codes


class CostsFile(Strict):
    """What questions touch of a firm's costs, reckoned from figures of the profile; `base` stands for all costs."""

    base: Annotated[dict[Code, Positive], Field(min_length=1)]
    kinds: Annotated[list[CostKindFile], Field(min_length=1)]
    source: SourceFile


class PolicyFile(Strict):
    """Weights of measures, 1 is neutral."""

    weights: Annotated[dict[Code, Positive], Field(min_length=1)]
    source: SourceFile


class PriorityFile(Strict):
    """Factors of the priority list and their bounds."""

    gate: Annotated[float, Field(ge=1)]
    goal: Annotated[float, Field(ge=0)]
    goals_most: Annotated[float, Field(ge=1)]
    costs_most: Annotated[float, Field(ge=1)]
    target: Annotated[float, Field(ge=0, le=100)]
    reach: Positive
    proximity_least: Positive
    proximity_most: Positive
    policy_least: Positive
    policy_most: Positive
    quick: Annotated[int, Field(ge=1)]
    costs: CostsFile | None = None
    policy: PolicyFile | None = None


class PlanFile(Strict):
    """How plans are made; needs a yuan figure for every cost band."""

    phases: Annotated[list[Annotated[int, Field(ge=1, le=120)]], Field(min_length=1)]
    done_from: Annotated[float, Field(ge=0, le=100)]
    document: ErrandFile
    audit: ErrandFile
    alternatives: Annotated[int, Field(ge=0, le=5)]
    leave_out: Annotated[float, Field(gt=0, le=1)]
    near: Annotated[float, Field(ge=0, le=10)]
    seconds: Positive
    priority: PriorityFile
    source: SourceFile


class GuidanceFile(Strict):
    """guidance.yaml: the codes that questions and actions may name; `figures` says for each figure of the profile which
    role usually knows it, `measure_served_from` from which mean score on a measure is served."""

    evidence_kinds: Codes
    roles: Codes
    places: Codes
    goals: Codes
    cost_bands: Annotated[list[CostBandFile], Field(min_length=1)]
    plan: PlanFile | None = None
    figures: dict[Code, Code] = Field(default_factory=dict)
    measure_served_from: Annotated[float, Field(gt=0, le=100)] | None = None


class ActionFile(Strict):
    """One action: a step up a ladder, or what closes the gap of any other question."""

    question: Code
    step: Annotated[int, Field(ge=1)] | None = None
    cost: Annotated[int, Field(ge=1)]
    months: Annotated[int, Field(ge=1, le=60)]
    owner: Code
    needs: list[Code] = Field(default_factory=list)
    goals: list[Code] = Field(default_factory=list)


class AdviceFile(Strict):
    """One file in advice/."""

    actions: Annotated[list[ActionFile], Field(min_length=1)]


class BenchmarkFile(Strict):
    """One public figure: what was measured elsewhere, aimed at by a policy, or reached by an example."""

    code: Code
    kind: Literal["state", "target", "example"]
    question: Code | None = None
    sub_sectors: list[Code] = Field(default_factory=list)
    value: float
    unit: str
    year: Annotated[int, Field(ge=1990, le=2100)]
    source: SourceFile
    address: str = ""


class BenchmarksFile(Strict):
    """benchmarks.yaml."""

    benchmarks: list[BenchmarkFile]

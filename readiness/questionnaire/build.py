"""From checked files to the frozen questionnaire, with the digest of all that decides a score."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from readiness.questionnaire import guidance_schema, model, outlook_schema, schema
from readiness.questionnaire.conditions import read_condition
from readiness.questionnaire.guidance import (
    Action,
    CostBand,
    CostKind,
    Errand,
    Guidance,
    PlanRules,
    PriorityRules,
    action_code,
)
from readiness.questionnaire.outlook_rules import OutlookRules
from readiness.questionnaire.peer_rules import PeerRules, QualityRules
from readiness.questionnaire.ranking_rules import RankingRules
from readiness.questionnaire.texts import Texts


def selects(selector: schema.SelectorFile | schema.VariantFile, process: schema.ProcessFile) -> bool:
    """True when the selector means this process; an empty selector means every process."""
    wet = getattr(selector, "wet", None)
    if not selector.sub_sectors and not selector.processes and wet is None:
        return True
    named = process.sub_sector in selector.sub_sectors or process.code in selector.processes
    return named or (wet is not None and process.wet is wet)


def questionnaire(
    head: schema.QuestionnaireFile,
    measures: schema.MeasuresFile,
    dimensions: Mapping[str, schema.DimensionFile],
    guidance: guidance_schema.GuidanceFile | None,
    advice: Mapping[str, guidance_schema.AdviceFile],
    benchmarks: guidance_schema.BenchmarksFile | None,
    outlook: outlook_schema.OutlookFile | None,
    texts: Texts,
) -> model.Questionnaire:
    """Put the parts together in the order of questionnaire.yaml."""
    return model.Questionnaire(
        code=head.code,
        version=head.version,
        languages=tuple(head.languages),
        pillars=tuple(_pillar(head, pillar, dimensions) for pillar in head.pillars),
        levels=tuple(_level(level) for level in head.levels),
        grades=tuple(model.EvidenceGrade(g.code, g.cap, g.given_by == "consultant") for g in head.evidence),
        rules=_rules(head.rules),
        processes=tuple(model.Process(p.code, p.sub_sector, p.wet) for p in head.processes),
        sub_sectors=tuple(head.sub_sectors),
        statements=tuple(model.Statement(s.code, s.effect) for s in head.statements),
        profile=tuple(_field(entry) for entry in head.profile),
        sizes=tuple(model.SizeClass(s.code, s.below) for s in head.sizes),
        size_field=head.size_field,
        orientation=head.orientation,
        measures=tuple(model.Measure(m.code, m.pillar) for m in measures.measures),
        texts=texts,
        digest=scoring_digest(head, measures, dimensions),
        areas={city: tuple(districts) for city, districts in head.areas.items()},
        plausibility=tuple(
            model.PlausibilityRule(p.code, p.question, read_condition(p.when), p.severity)
            for p in head.plausibility
        ),
        guidance=_guidance(guidance) if guidance else None,
        actions=tuple(_action(found) for code in _order(head) for found in _actions(advice.get(code))),
        benchmarks=tuple(_benchmark(found) for found in (benchmarks.benchmarks if benchmarks else [])),
        outlook=_outlook(outlook, dimensions, _order(head)) if outlook else None,
    )


def scoring_digest(
    head: schema.QuestionnaireFile,
    measures: schema.MeasuresFile,
    dimensions: Mapping[str, schema.DimensionFile],
) -> str:
    """SHA-256 over everything that can change a score; sources, colours, places, words and option order stay outside.

    Keys left at their default are not written, so that a key added later leaves old digests as they are.
    """
    parts: dict[str, Any] = head.model_dump(
        exclude={"areas", "languages", "orientation", "partial_languages", "plausibility", "size_field"},
        exclude_defaults=True,
    )
    for key in ("weights_sum", "ranking", "peers", "quality"):
        parts["rules"].pop(key, None)
    for pillar in parts["pillars"]:
        pillar.pop("accent")
    parts["measures"] = measures.model_dump()
    parts["files"] = {code: file.model_dump(exclude_defaults=True) for code, file in dimensions.items()}
    for dimension in parts["files"].values():
        for question in dimension["questions"]:
            for key in ("evidence_kinds", "known_by", "place"):
                question.pop(key, None)
            question.get("options", []).sort(key=lambda option: option["code"])
            for variant in question.get("variants", []):
                variant.pop("source", None)
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _pillar(
    head: schema.QuestionnaireFile, pillar: schema.PillarFile, files: Mapping[str, schema.DimensionFile]
) -> model.Pillar:
    return model.Pillar(
        code=pillar.code,
        weight=pillar.weight,
        accent=pillar.accent,
        dimensions=tuple(_dimension(head, pillar.code, files[code]) for code in pillar.dimensions),
        aggregation=model.Aggregation(pillar.aggregation),
    )


def _dimension(head: schema.QuestionnaireFile, pillar: str, found: schema.DimensionFile) -> model.Dimension:
    return model.Dimension(
        code=found.code,
        pillar=pillar,
        weight=found.weight,
        questions=tuple(_question(head, found.code, question) for question in found.questions),
        aggregation=model.Aggregation(found.aggregation),
    )


def _question(head: schema.QuestionnaireFile, dimension: str, found: schema.QuestionFile) -> model.Question:
    return model.Question(
        code=found.code,
        dimension=dimension,
        kind=model.Kind(found.kind),
        weight=found.weight,
        role=model.Role(found.role),
        groups=tuple(found.groups),
        weights=process_weights(head, found),
        measures=tuple(found.measures),
        options=tuple(model.Option(**option.model_dump()) for option in found.options),
        scale_to_applicable=found.scale_to_applicable,
        grading=model.Grading(**found.grading.model_dump()) if found.grading else None,
        variants=tuple(_variant(head, variant) for variant in found.variants),
        parts=tuple(found.parts),
        formula=_ratio(found.computed or found.formula),
        computed=found.computed is not None,
        score_at_least=found.score_at_least or "",
        na_when_dry=found.na is not None and found.na.when == "dry",
        na_allowed=found.na is not None,
        levels=found.levels or 0,
        evidence_kinds=tuple(found.evidence_kinds),
        known_by=tuple(found.known_by),
        place=found.place or "",
    )


def process_weights(head: schema.QuestionnaireFile, found: schema.QuestionFile) -> dict[str, float]:
    """Nominal weight by process: where the question applies and, for numbers, where knots exist; overrides last."""
    weights: dict[str, float] = {}
    for process in head.processes:
        has_knots = not found.variants or any(selects(variant, process) for variant in found.variants)
        if selects(found.applies, process) and has_knots:
            override = next((w.weight for w in found.weights if selects(w, process)), found.weight)
            weights[process.code] = override
    return weights


def _variant(head: schema.QuestionnaireFile, found: schema.VariantFile) -> model.Variant:
    return model.Variant(
        code=found.code,
        processes=tuple(process.code for process in head.processes if selects(found, process)),
        unit=found.unit,
        knots=tuple((value, score) for value, score in found.knots),
        minimum=found.minimum,
        maximum=found.maximum,
        zero_allowed=found.zero,
        bands=found.bands,
        edge_closes=found.edge == "closes",
        source=model.Source(**found.source.model_dump()),
    )


def _ratio(found: schema.RatioFile | None) -> model.Ratio | None:
    if found is None:
        return None
    return model.Ratio(tuple(found.numerator), tuple(found.denominator), found.factor, found.least)


def _order(head: schema.QuestionnaireFile) -> list[str]:
    return [code for pillar in head.pillars for code in pillar.dimensions]


def _actions(found: guidance_schema.AdviceFile | None) -> list[guidance_schema.ActionFile]:
    return found.actions if found else []


def _action(found: guidance_schema.ActionFile) -> Action:
    below = [action_code(found.question, found.step - 1)] if found.step and found.step > 1 else []
    return Action(
        code=action_code(found.question, found.step),
        question=found.question,
        step=found.step or 0,
        cost=found.cost,
        months=found.months,
        owner=found.owner,
        needs=(*below, *found.needs),
        goals=tuple(found.goals),
    )


def _benchmark(found: guidance_schema.BenchmarkFile) -> model.Benchmark:
    given = found.model_dump(exclude={"source", "sub_sectors", "question"})
    return model.Benchmark(
        **given,
        question=found.question or "",
        sub_sectors=tuple(found.sub_sectors),
        source=model.Source(**found.source.model_dump()),
    )


def _guidance(found: guidance_schema.GuidanceFile) -> Guidance:
    return Guidance(
        evidence_kinds=tuple(found.evidence_kinds),
        roles=tuple(found.roles),
        places=tuple(found.places),
        goals=tuple(found.goals),
        cost_bands=tuple(CostBand(**band.model_dump()) for band in found.cost_bands),
        plan=_plan(found.plan) if found.plan else None,
        figures=found.figures,
        measure_served_from=found.measure_served_from,
    )


def _plan(found: guidance_schema.PlanFile) -> PlanRules:
    return PlanRules(
        phases=tuple(found.phases),
        done_from=found.done_from,
        document=Errand(**found.document.model_dump()),
        audit=Errand(**found.audit.model_dump()),
        alternatives=found.alternatives,
        leave_out=found.leave_out,
        near=found.near,
        seconds=found.seconds,
        priority=_priority(found.priority),
    )


def _priority(found: guidance_schema.PriorityFile) -> PriorityRules:
    costs, policy = found.costs, found.policy
    return PriorityRules(
        **found.model_dump(exclude={"costs", "policy"}),
        cost_base=costs.base if costs else {},
        cost_kinds=tuple(CostKind(kind.code, kind.yuan, tuple(kind.questions)) for kind in costs.kinds)
        if costs
        else (),
        policy=policy.weights if policy else {},
    )


def _outlook(
    found: outlook_schema.OutlookFile, dimensions: Mapping[str, schema.DimensionFile], order: list[str]
) -> OutlookRules:
    scan = found.quick_scan
    codes = [question.code for stem in order for question in dimensions[stem].questions]
    return OutlookRules(
        **found.expect.model_dump(exclude={"source"}),
        draws=found.draws,
        range_percent=found.range_percent,
        scan=tuple(code for code in codes if scan and code in scan.questions),
        minutes=scan.minutes if scan else 0,
    )


def _level(found: schema.LevelFile) -> model.Level:
    core = tuple(model.CoreRule(r.level, r.percent or 0.0, r.count or 0, r.of) for r in found.core)
    return model.Level(found.number, found.threshold, found.pillar_floor, core, found.evidence)


def _field(found: schema.ProfileFieldFile) -> model.ProfileField:
    return model.ProfileField(**{**found.model_dump(), "choices": tuple(found.choices)})


def _rules(found: schema.RulesFile) -> model.Rules:
    return model.Rules(
        aggregation=model.Aggregation(found.aggregation),
        floor=found.floor,
        thin_below=found.thin_below,
        coverage_overall=found.coverage.overall,
        coverage_dimension=found.coverage.dimension,
        shrink=found.over_claim.shrink,
        integrity_points=found.integrity.points,
        integrity_questions=found.integrity.questions,
        audit_months=found.audit_months,
        process_share_from=found.process_share_from,
        question_step=found.question_step,
        sample_level=found.audit_sample.level_from,
        sample_ladders=found.audit_sample.ladders,
        sample_others=found.audit_sample.others,
        declared_months=found.validity_months.declared,
        verified_months=found.validity_months.verified,
        usual_lower=found.usual_range.lower_is_better,
        usual_other=found.usual_range.otherwise,
        peer_group_from=found.peer_group_from,
        peers=_peers(found.peers),
        quality=QualityRules(**found.quality.model_dump()) if found.quality else QualityRules(),
        ranking=RankingRules(**found.ranking.model_dump()) if found.ranking else None,
    )


def _peers(found: schema.PeersFile | None) -> PeerRules:
    return PeerRules(tuple(found.groups), found.quartiles_from, found.refresh_after) if found else PeerRules()

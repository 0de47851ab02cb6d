"""Plans and the priority list as plain JSON, unrounded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isnan

from readiness.document.plans import PlanWords
from readiness.errors import InputError
from readiness.scoring.plan import Plan, PlannedStep, Plans
from readiness.scoring.priority import Priority


def refusal_document(error: InputError, sentence: str) -> dict[str, object]:
    """A goal that nobody can plan for."""
    return {"refused": {"field": error.field, "code": error.code, "sentence": sentence}}


def plan_document(
    found: Plans | None, lines: Sequence[Priority], identity: Mapping[str, object], words: PlanWords
) -> dict[str, object]:
    """The firm, the plans for its goal where one was asked for, the priority list, and what is said beside them."""
    head: dict[str, object] = {"firm": dict(identity)}
    if found is not None:
        head |= {
            "goal": {
                "level": found.goal.level,
                "budget_yuan": found.goal.budget,
                "months": found.horizon,
                "audit": found.goal.audit,
            },
            "today": {"index": found.index, "level": found.level},
            "best": _plan(found.best) if found.best else None,
            "alternatives": [_plan(plan) for plan in found.alternatives],
            "least_difference": found.least_difference,
            "cannot_be_reached": [vars(obstacle) for obstacle in found.obstacles],
            "later": vars(found.later) if found.later else None,
            "stopped": found.stopped,
        }
    return {**head, "priorities": [_priority(line) for line in lines], "said": _said(words)}


def _said(words: PlanWords) -> dict[str, object]:
    part = words.part
    about = {} if part is None else {"goal": part.goal, "plans": list(part.sentences)}
    return {
        **about,
        "answers": words.note,
        "cannot_be_reached": [] if part is None else list(part.obstacles),
        "later": "" if part is None else part.later,
        "priorities": list(words.notes),
    }


def _plan(plan: Plan) -> dict[str, object]:
    return {
        "index": plan.index,
        "level": plan.level,
        "pillars": [None if isnan(score) else score for score in plan.pillars],
        "yuan": plan.yuan,
        "months": plan.months,
        "bound": plan.bound,
        "gap": plan.gap,
        "steps": [_step(planned) for planned in plan.steps],
        "documents": [
            {"question": d.question, "yuan": d.yuan, "finish": d.finish, "period": d.phase}
            for d in plan.documents
        ],
        "audit": None if plan.audit is None else {"yuan": plan.audit_yuan, "finish": plan.audit},
    }


def _step(planned: PlannedStep) -> dict[str, object]:
    step = planned.step
    return {
        "action": step.action.code,
        "question": planned.question,
        "answer": step.value,
        "score_before": planned.before,
        "score_after": step.raw,
        "yuan": step.yuan,
        "start": planned.start,
        "finish": step.finish,
        "period": planned.phase,
    }


def _priority(line: Priority) -> dict[str, object]:
    gain = line.gain
    return {
        "action": gain.step.action.code,
        "question": gain.question,
        "points": gain.points,
        "real": gain.real,
        "evidence": gain.evidence,
        "level": gain.level,
        "grade": gain.grade,
        "gate": line.gate,
        "goal": line.goal,
        "cost": line.cost,
        "proximity": line.proximity,
        "policy": line.policy,
        "peers": line.peers,
        "effort": line.effort,
        "priority": line.value,
        "quick": line.quick,
        "ready": line.ready,
    }

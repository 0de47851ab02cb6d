"""Help and advice as frozen values: who knows an answer, what proves it, and what a firm can do next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import TopologicalSorter


@dataclass(frozen=True)
class CostBand:
    """Cost of an action: below `below_yuan` (None: no upper end), usually within `within_months`; a plan counts
    `plan_yuan` for it."""

    number: int
    below_yuan: float | None = None
    within_months: int | None = None
    plan_yuan: float | None = None


@dataclass(frozen=True)
class Errand:
    """What it takes to have an answer believed: yuan and months."""

    yuan: float
    months: int


@dataclass(frozen=True)
class CostKind:
    """One kind of a firm's costs: yuan for one unit of each profile figure it is reckoned from, and the questions that
    touch it."""

    code: str
    yuan: Mapping[str, float]
    questions: tuple[str, ...]


@dataclass(frozen=True)
class PriorityRules:
    """Factors of the priority list: what lifts a gate, serves a goal of the firm, touches its costs, lies far from the
    best peers (`target` without peers), or is weighted by the office; each between its bounds. `quick`:
    the highest cost band of a quick win.

    `cost_base`: yuan for one unit of the profile figures that stand for all costs; `policy`: the weight of a measure, 1
    for those not named.
    """

    gate: float
    goal: float
    goals_most: float
    costs_most: float
    target: float
    reach: float
    proximity_least: float
    proximity_most: float
    policy_least: float
    policy_most: float
    quick: int
    cost_base: Mapping[str, float] = field(default_factory=dict)
    cost_kinds: tuple[CostKind, ...] = ()
    policy: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class PlanRules:
    """How plans are made. `phases`: ends of the periods in months, the last one the usual horizon; `done_from`: score
    from which a prerequisite without steps counts as done; `document`, `audit`: evidence for one answer, an audit on
    site; `alternatives` other plans, each leaving out at least `leave_out` of every earlier plan's actions and proven
    to within `near` points of the index; `seconds` the solver may take for all of them."""

    phases: tuple[int, ...]
    done_from: float
    document: Errand
    audit: Errand
    alternatives: int
    leave_out: float
    near: float
    seconds: float
    priority: PriorityRules


@dataclass(frozen=True)
class Guidance:
    """The codes that questions and actions of one questionnaire may name. `figures`: profile field → the role that
    usually knows it; empty where there is no checklist of figures. `measure_served_from`: the mean score from which a
    measure is served, None where nothing is said of it."""

    evidence_kinds: tuple[str, ...]
    roles: tuple[str, ...]
    places: tuple[str, ...]
    goals: tuple[str, ...]
    cost_bands: tuple[CostBand, ...]
    plan: PlanRules | None = None
    figures: Mapping[str, str] = field(default_factory=dict)
    measure_served_from: float | None = None


@dataclass(frozen=True)
class Action:
    """What closes one gap. `step` is the ladder level it leads to, 0 for every other kind of question; `cost` a band
    number; `needs` the actions that come first, the lower step of the same ladder among them."""

    code: str
    question: str
    step: int
    cost: int
    months: int
    owner: str
    needs: tuple[str, ...]
    goals: tuple[str, ...]


def action_code(question: str, step: int | None) -> str:
    """The code of an action: the question's, with the ladder step behind it."""
    return f"{question}.{step}" if step else question


def in_order(actions: Sequence[Action]) -> tuple[Action, ...]:
    """The actions with every prerequisite before what needs it, otherwise as given; raises CycleError on a circle."""
    by_code = {action.code: action for action in actions}
    order = TopologicalSorter(
        {action.code: [need for need in action.needs if need in by_code] for action in actions}
    )
    return tuple(by_code[code] for code in order.static_order())


def for_question(actions: Sequence[Action]) -> Mapping[str, tuple[Action, ...]]:
    """Question code → its actions, lowest step first."""
    found: dict[str, list[Action]] = {}
    for action in actions:
        found.setdefault(action.question, []).append(action)
    return {code: tuple(sorted(group, key=lambda action: action.step)) for code, group in found.items()}

"""Plans in words: for pages and for the command line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from readiness.document.answer_words import value_words
from readiness.document.sentences import gate_have, gate_need
from readiness.document.words import Reader
from readiness.questionnaire.answers import FirmAnswers
from readiness.questionnaire.guidance import Action
from readiness.scoring.levels import AUDIT
from readiness.scoring.plan import Later, Plan, PlannedStep, Plans
from readiness.scoring.plan_reach import Obstacle
from readiness.scoring.scorecard import Gate

OUT_OF_TIME = ("evidence", AUDIT)


@dataclass(frozen=True)
class PlanRow:
    """One step: `title` of its action, the answer it leads to, scores, cost and months in words."""

    code: str
    title: str
    goal: str
    scores: str
    yuan: str
    months: str
    owner: str


@dataclass(frozen=True)
class PlanPeriod:
    """A period with its steps and the answers that get a document in it."""

    name: str
    rows: tuple[PlanRow, ...]
    documents: tuple[str, ...]
    audit: str


@dataclass(frozen=True)
class PlanText:
    """One plan: what it gives, whether it is proven, and its periods."""

    title: str
    sentences: tuple[str, ...]
    periods: tuple[PlanPeriod, ...]


@dataclass(frozen=True)
class PlanPart:
    """What a plan page shows for a goal; without a plan the obstacles say why, and `later` what more months would do
    (`months` of them; 0: nothing is known of it)."""

    goal: str
    sentences: tuple[str, ...]
    plans: tuple[PlanText, ...]
    obstacles: tuple[str, ...]
    later: str = ""
    months: int = 0


@dataclass(frozen=True)
class PlanWords:
    """All that is said of a plan: for its goal (None: none was named), of answers that are missing ('' without), and of
    what the priority list rests on."""

    part: PlanPart | None
    note: str
    notes: tuple[str, ...]


def plan_part(reader: Reader, found: Plans, answers: FirmAnswers) -> PlanPart:
    """The best plan and its alternatives, or every reason why there is none."""
    writer = _Writer(reader, found, answers)
    return PlanPart(
        goal=writer.goal(),
        sentences=tuple(writer.sentences()),
        plans=tuple(writer.plans()),
        obstacles=tuple(writer.obstacle(obstacle) for obstacle in found.obstacles),
        later=writer.later(found.later) if found.later else "",
        months=found.later.months if found.later else 0,
    )


def unanswered_note(reader: Reader, coverage: float) -> str:
    """What a plan made of a sheet with gaps (`coverage` in percent of the weight) rests on; empty without gaps."""
    if coverage >= 100:
        return ""
    if not coverage:
        return reader.translate("No question is answered yet; in this plan all of them count as 0.")
    return reader.translate(
        "Only %(share)s of the weight that applies is answered; what is unanswered counts as 0 in this plan.",
        share=reader.percent(coverage, 100),
    )


def yuan_words(reader: Reader, yuan: float) -> str:
    """An amount with its unit."""
    return reader.translate("%(amount)s yuan", amount=f"{yuan:,.0f}")


def action_title(reader: Reader, action: Action) -> str:
    """The action's title, its code where it has none."""
    return reader.text("actions", action.code, ".title") or action.code


def _nothing_in(plan: Plan) -> bool:
    """Whether it is proven that doing nothing is best."""
    return not (plan.steps or plan.yuan or plan.gap)


class _Writer:
    def __init__(self, reader: Reader, found: Plans, answers: FirmAnswers) -> None:
        self.reader, self.found, self.answers = reader, found, answers
        self.translate = reader.translate

    def goal(self) -> str:
        goal, months = self.found.goal, self.found.horizon
        if goal.level is not None:
            name = self.reader.text("levels", goal.level)
            return self.translate(
                "Level %(level)s (%(name)s) at least cost within %(months)s months",
                level=goal.level,
                name=name,
                months=months,
            )
        yuan = yuan_words(self.reader, goal.budget or 0.0)
        return self.translate(
            "The most index for %(yuan)s within %(months)s months", yuan=yuan, months=months
        )

    def sentences(self) -> Iterator[str]:
        found = self.found
        if found.stopped:
            yield self.translate(
                "Time was over before everything was proven; this is the best that was found so far."
            )
        if found.best is None and not found.obstacles:
            yield self.translate("No plan was found in the time given.")
        if found.best and _nothing_in(found.best):
            yield self.nothing()
        elif found.best and not found.alternatives:
            yield self.translate("There is no other plan that does without enough of these actions.")

    def nothing(self) -> str:
        if self.found.goal.level is not None:
            return self.translate("The firm is there already: nothing has to be done for it.")
        return self.translate("No action that fits the budget and the horizon raises the index.")

    def plans(self) -> Iterator[PlanText]:
        if self.found.best is None or _nothing_in(self.found.best):
            return
        yield self.plan(self.translate("The best plan"), self.found.best)
        for number, plan in enumerate(self.found.alternatives, start=1):
            yield self.plan(self.translate("Alternative %(number)s", number=number), plan, other=True)

    def plan(self, title: str, plan: Plan, *, other: bool = False) -> PlanText:
        return PlanText(title, tuple(self.gist(plan, other=other)), tuple(self.periods(plan)))

    def gist(self, plan: Plan, *, other: bool) -> Iterator[str]:
        yield self.translate(
            "Index %(before)s → %(after)s, level %(level)s, for %(yuan)s in %(months)s months.",
            before=self.reader.index(self.found.index),
            after=self.reader.index(plan.index),
            level=plan.level,
            yuan=yuan_words(self.reader, plan.yuan),
            months=plan.months,
        )
        if other:
            count = self.found.least_difference
            yield self.translate(
                "It does without at least so many of the best plan's actions: %(count)s.", count=count
            )
        yield self.proof(plan)

    def proof(self, plan: Plan) -> str:
        by_cost = self.found.goal.level is not None
        if not plan.gap:
            if by_cost:
                return self.translate("Proven: no other choice of these actions costs less.")
            return self.translate("Proven: no other choice of these actions gives more for the money.")
        bound = yuan_words(self.reader, plan.bound) if by_cost else self.reader.index(plan.bound)
        if by_cost:
            return self.translate("Not proven: no plan costs less than %(bound)s.", bound=bound)
        return self.translate("Not proven: no plan gives an index above %(bound)s.", bound=bound)

    def periods(self, plan: Plan) -> Iterator[PlanPeriod]:
        last = self.last_phase(plan)
        for phase in range(len(self.found.phases) + 1):
            rows = tuple(self.row(planned) for planned in plan.steps if planned.phase == phase)
            documents = tuple(d.question for d in plan.documents if d.phase == phase)
            audit = ""
            if plan.audit is not None and phase == last:
                yuan = yuan_words(self.reader, plan.audit_yuan)
                audit = self.translate(
                    "An audit on site that looks at every answer (%(yuan)s, by month %(month)s)",
                    yuan=yuan,
                    month=plan.audit,
                )
            if rows or documents or audit:
                yield PlanPeriod(self.period(phase), rows, documents, audit)

    def last_phase(self, plan: Plan) -> int:
        ends = self.found.phases
        return next((n for n, end in enumerate(ends) if (plan.audit or 0) <= end), len(ends))

    def period(self, phase: int) -> str:
        ends = self.found.phases
        if phase == len(ends):
            return self.translate("After month %(month)s", month=ends[-1])
        first = ends[phase - 1] if phase else 0
        return self.translate("Month %(first)s to %(last)s", first=first, last=ends[phase])

    def row(self, planned: PlannedStep) -> PlanRow:
        step, reader = planned.step, self.reader
        question = reader.questionnaire.question[planned.question]
        return PlanRow(
            code=step.action.code,
            title=action_title(reader, step.action),
            goal=value_words(reader, question, step.value, self.answers),
            scores=f"{reader.score(planned.before)} → {reader.score(step.raw)}",
            yuan=yuan_words(reader, step.yuan),
            months=f"{planned.start}–{step.finish}",
            owner=reader.text("roles", step.action.owner),
        )

    def later(self, found: Later) -> str:
        budget = self.found.goal.budget
        yuan = yuan_words(self.reader, found.yuan)
        if budget is not None and found.yuan > budget:
            have = yuan_words(self.reader, budget)
            return self.translate(
                "In %(months)s months it can be reached, but a plan for that costs %(yuan)s; the budget is %(have)s.",
                months=found.months,
                yuan=yuan,
                have=have,
            )
        return self.translate(
            "In %(months)s months it can be reached: a plan for that costs %(yuan)s.",
            months=found.months,
            yuan=yuan,
        )

    def obstacle(self, found: Obstacle) -> str:
        translate = self.translate
        if found.kind == "never":
            return translate("More months would not change that.")
        if found.kind == "budget":
            have, need = yuan_words(self.reader, found.have), yuan_words(self.reader, found.need)
            return translate("It costs at least %(need)s; the budget is %(have)s.", need=need, have=have)
        if found.kind == "order":
            return translate(
                "The steps that it needs cannot be put into an order that fits into the horizon."
            )
        gate = Gate(found.kind, found.level, False, found.have, found.need, found.subject)
        condition = gate_need(self.reader, gate)
        if found.kind == AUDIT and not self.found.goal.audit:
            return translate(
                "Level %(level)s asks for %(condition)s; this plan does without an audit on site.",
                level=found.level,
                condition=condition,
            )
        if found.kind in OUT_OF_TIME:
            return translate(
                "Level %(level)s asks for %(condition)s; that cannot be had within %(months)s months.",
                level=found.level,
                condition=condition,
                months=self.found.horizon,
            )
        return translate(
            "Level %(level)s asks for %(condition)s; the most within %(months)s months is %(state)s.",
            level=found.level,
            condition=condition,
            months=self.found.horizon,
            state=gate_have(self.reader, gate),
        )

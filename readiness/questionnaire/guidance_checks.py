"""What help and advice must keep: known codes, an action for every gap, no circle among prerequisites."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from readiness.errors import Problem
from readiness.questionnaire import schema
from readiness.questionnaire.guidance import action_code
from readiness.questionnaire.guidance_schema import ActionFile, AdviceFile, BenchmarksFile, GuidanceFile
from readiness.questionnaire.question_checks import Finding, repeated, unknown
from readiness.questionnaire.yaml_reader import Document, Place

if TYPE_CHECKING:
    from readiness.questionnaire.loader import Sources

CALLED = {"evidence_kinds": "evidence kind", "known_by": "role", "place": "place"}
NEEDS = "needs the file guidance.yaml, which lists the codes"


def guidance(
    sources: Sources,
    head: schema.QuestionnaireFile,
    allowed: GuidanceFile | None,
    dimensions: Mapping[str, schema.DimensionFile],
    advice: Mapping[str, AdviceFile],
) -> list[Problem]:
    """Every rule broken; a questionnaire without guidance.yaml has no advice and no help codes."""
    problems: list[Problem] = []
    for stem, dimension in dimensions.items():
        document = sources.dimensions[stem]
        for i, question in enumerate(dimension.questions):
            findings = _question(allowed, question)
            problems += [_at(document, ("questions", i, *place), message) for place, message in findings]
    if allowed is None or sources.guidance is None:
        return problems + [_at(document, (), f"advice {NEEDS}") for document in sources.advice.values()]
    numbers = [band.number for band in allowed.cost_bands]
    if numbers != list(range(1, len(numbers) + 1)):
        problems.append(_at(sources.guidance, ("cost_bands",), "cost bands count from 1 without a gap"))
    for place, message in (*_plan(allowed), *_figures(head, allowed)):
        problems.append(_at(sources.guidance, place, message))
    return problems + _advice(sources, allowed, dimensions, advice)


def _plan(allowed: GuidanceFile) -> Iterator[Finding]:
    """Rising phases, and a yuan figure inside every cost band."""
    if allowed.plan is None:
        return
    if allowed.plan.phases != sorted(set(allowed.plan.phases)):
        yield ("plan", "phases"), "phases rise from one end in months to the next"
    for i, band in enumerate(allowed.cost_bands):
        least = (allowed.cost_bands[i - 1].below_yuan or 0) if i else 0
        if band.plan_yuan is None:
            yield ("cost_bands", i), "plans need 'plan_yuan', the yuan counted for an action of this band"
        elif not least <= band.plan_yuan <= (band.below_yuan or band.plan_yuan):
            yield ("cost_bands", i, "plan_yuan"), f"{band.plan_yuan:g} yuan lie outside the band"


def _figures(head: schema.QuestionnaireFile, allowed: GuidanceFile) -> Iterator[Finding]:
    """A known role for each number of the profile; a questionnaire may do without all of them."""
    numbers = [entry.code for entry in head.profile if entry.kind in ("number", "integer")]
    for code, role in allowed.figures.items():
        if code not in numbers:
            yield ("figures", code), unknown("figure of the profile", code, numbers)
        if role not in allowed.roles:
            yield ("figures", code), unknown("role", role, allowed.roles)
    missing = [code for code in numbers if code not in allowed.figures] if allowed.figures else []
    if missing:
        yield ("figures",), f"nobody is named who knows {', '.join(missing)}"


def benchmarks(
    sources: Sources,
    head: schema.QuestionnaireFile,
    dimensions: Mapping[str, schema.DimensionFile],
    found: BenchmarksFile | None,
) -> list[Problem]:
    """Benchmarks with a code of their own that name questions and sub-sectors which exist."""
    if found is None or sources.benchmarks is None:
        return []
    questions = [question.code for file in dimensions.values() for question in file.questions]
    findings: list[Finding] = [
        (("benchmarks", i, "code"), f"benchmark {code!r} stands twice; codes are unique")
        for i, code in repeated(entry.code for entry in found.benchmarks)
    ]
    for i, entry in enumerate(found.benchmarks):
        if entry.question and entry.question not in questions:
            findings.append((("benchmarks", i, "question"), unknown("question", entry.question, questions)))
        findings += [
            (("benchmarks", i, "sub_sectors", j), unknown("sub-sector", code, head.sub_sectors))
            for j, code in enumerate(entry.sub_sectors)
            if code not in head.sub_sectors
        ]
    return [_at(sources.benchmarks, place, message) for place, message in findings]


def _at(document: Document, place: Place, message: str) -> Problem:
    return Problem(document.file, document.line(place), document.code(place), message)


def _question(allowed: GuidanceFile | None, found: schema.QuestionFile) -> Iterator[Finding]:
    given = {
        "evidence_kinds": found.evidence_kinds,
        "known_by": found.known_by,
        "place": [found.place] if found.place else [],
    }
    for key, codes in given.items():
        if allowed is None:
            if codes:
                yield (key,), f"{key!r} {NEEDS}"
            continue
        known = {"evidence_kinds": allowed.evidence_kinds, "known_by": allowed.roles, "place": allowed.places}
        if not codes:
            yield (key,), f"{key!r} is missing; expected one of: {', '.join(known[key])}"
        for code in codes:
            if code not in known[key]:
                yield (key,), unknown(CALLED[key], code, known[key])


def _advice(
    sources: Sources,
    allowed: GuidanceFile,
    dimensions: Mapping[str, schema.DimensionFile],
    advice: Mapping[str, AdviceFile],
) -> list[Problem]:
    owners = {question.code: stem for stem, file in dimensions.items() for question in file.questions}
    codes = [action_code(a.question, a.step) for file in advice.values() for a in file.actions]
    problems: list[Problem] = []
    for stem, file in advice.items():
        document = sources.advice[stem]
        for i, action in enumerate(file.actions):
            for place, message in _action(allowed, action, owners, stem, codes):
                problems.append(_at(document, ("actions", i, *place), message))
    places = [(sources.advice[stem], i) for stem, file in advice.items() for i in range(len(file.actions))]
    for number, code in repeated(codes):
        document, i = places[number]
        problems.append(_at(document, ("actions", i, "question"), f"action {code!r} stands twice"))
    for stem, dimension in dimensions.items():
        for i, question in enumerate(dimension.questions):
            for gap in gaps(question):
                if gap not in codes:
                    message = (
                        f"no action {gap!r} in advice/{stem}.yaml; a firm with this gap would get no advice"
                    )
                    problems.append(_at(sources.dimensions[stem], ("questions", i), message))
    return problems + _circle(dict(zip(codes, places, strict=True)), advice)


def gaps(question: schema.QuestionFile) -> list[str]:
    """The codes of the actions that close every gap of a question: each ladder step, or the one of any other kind."""
    steps = range(1, (question.levels or 0) + 1) if question.kind == "ladder" else [0]
    return [action_code(question.code, step) for step in steps]


def _action(
    allowed: GuidanceFile, action: ActionFile, owners: Mapping[str, str], stem: str, codes: list[str]
) -> Iterator[Finding]:
    if action.question not in owners:
        yield ("question",), unknown("question", action.question, owners)
    elif owners[action.question] != stem:
        yield (
            ("question",),
            f"question {action.question!r} belongs into advice/{owners[action.question]}.yaml",
        )
    bands = [str(band.number) for band in allowed.cost_bands]
    if str(action.cost) not in bands:
        yield ("cost",), unknown("cost band", str(action.cost), bands)
    else:
        limit = allowed.cost_bands[action.cost - 1].within_months
        if limit is not None and action.months > limit:
            yield ("months",), f"{action.months} months do not fit cost band {action.cost}, at most {limit}"
    if action.owner not in allowed.roles:
        yield ("owner",), unknown("role", action.owner, allowed.roles)
    for i, goal in enumerate(action.goals):
        if goal not in allowed.goals:
            yield ("goals", i), unknown("goal", goal, allowed.goals)
    for i, need in enumerate(action.needs):
        if need not in codes:
            yield ("needs", i), f"unknown action {need!r}; expected the code of another action"


def _circle(places: Mapping[str, tuple[Document, int]], advice: Mapping[str, AdviceFile]) -> list[Problem]:
    graph: dict[str, list[str]] = {}
    for file in advice.values():
        for action in file.actions:
            code = action_code(action.question, action.step)
            below = action_code(action.question, (action.step or 0) - 1)
            graph[code] = [*action.needs, *([below] if (action.step or 0) > 1 else [])]
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle = " needs ".join(reversed(error.args[1]))
        document, i = places[error.args[1][-1]]
        return [_at(document, ("actions", i), f"prerequisites run in a circle: {circle}")]
    return []

"""What a schema cannot say: codes that exist and are unique, files that are named, levels and grades that rise."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from readiness.errors import Problem
from readiness.questionnaire import core_checks, question_checks, schema
from readiness.questionnaire.conditions import read_condition
from readiness.questionnaire.question_checks import Finding, Known, repeated, unknown
from readiness.questionnaire.texts import FALLBACK
from readiness.questionnaire.yaml_reader import Document, Place

if TYPE_CHECKING:
    from readiness.questionnaire.loader import Sources

AUDIT = "audit"
FULL, TINY = 100.0, 1e-9


def structure(
    sources: Sources,
    head: schema.QuestionnaireFile,
    measures: schema.MeasuresFile,
    dimensions: Mapping[str, schema.DimensionFile],
) -> list[Problem]:
    """Every broken reference and rule in the structure."""
    owners = {question.code: question for file in dimensions.values() for question in file.questions}
    known = Known(head, [measure.code for measure in measures.measures], list(owners))
    problems = [_at(sources.main, place, message) for place, message in _head(head, known)]
    problems += [_at(sources.measures, place, message) for place, message in _measures(head, measures)]
    problems += [_at(sources.main, place, message) for place, message in _files(sources, head)]
    problems += [_at(sources.main, place, message) for place, message in core_checks.rules(head, dimensions)]
    seen: set[str] = set()
    for stem, file in dimensions.items():
        document = sources.dimensions[stem]
        if file.code != stem:
            problems.append(
                _at(document, ("code",), f"dimension {file.code!r} stands in a file named {stem}.yaml")
            )
        problems += [_at(document, place, message) for place, message in core_checks.dimension(file)]
        for i, question in enumerate(file.questions):
            place: Place = ("questions", i)
            if question.code in seen:
                problems.append(_at(document, (*place, "code"), f"question {question.code!r} stands twice"))
            seen.add(question.code)
            floor = owners.get(question.score_at_least or "")
            if floor is not None and floor is not question and floor.score_at_least:
                message = f"{floor.code} leans on another question itself; expected one that does not"
                problems.append(_at(document, (*place, "score_at_least"), message))
            findings = question_checks.question(known, question)
            problems += [_at(document, (*place, *inner), message) for inner, message in findings]
    return problems


def _at(document: Document, place: Place, message: str) -> Problem:
    return Problem(document.file, document.line(place), document.code(place), message)


def _head(head: schema.QuestionnaireFile, known: Known) -> Iterator[Finding]:
    for key, what, codes in (
        ("pillars", "pillar", [p.code for p in head.pillars]),
        ("levels", "level", [str(level.number) for level in head.levels]),
        ("evidence", "evidence grade", [g.code for g in head.evidence]),
        ("sub_sectors", "sub-sector", head.sub_sectors),
        ("processes", "process", [p.code for p in head.processes]),
        ("statements", "statement", [s.code for s in head.statements]),
        ("profile", "profile field", [f.code for f in head.profile]),
        ("sizes", "size", [s.code for s in head.sizes]),
        ("languages", "language", head.languages),
    ):
        for i, code in repeated(codes):
            yield (key, i), f"{what} {code!r} stands twice; codes are unique"
    for i, process in enumerate(head.processes):
        if process.sub_sector not in head.sub_sectors:
            yield ("processes", i, "sub_sector"), unknown("sub-sector", process.sub_sector, head.sub_sectors)
    yield from _rules(head.rules)
    yield from _grades(head)
    yield from _errors_of_grades(head)
    yield from _levels(head)
    yield from _sizes(head)
    yield from _profile(head)
    yield from _plausibility(head, known)
    yield from _languages(head)


def _rules(rules: schema.RulesFile) -> Iterator[Finding]:
    highest, level = math.floor(FULL / rules.question_step + TINY), rules.audit_sample.level_from
    if level > highest:
        message = f"level {level} is never reached; steps of {rules.question_step:g} end at {highest}"
        yield ("rules", "audit_sample", "level_from"), message
    if rules.validity_months.verified > rules.audit_months:
        message = (
            f"{rules.validity_months.verified} months: a verified result stands no longer than its audit, "
            f"{rules.audit_months} months"
        )
        yield ("rules", "validity_months", "verified"), message


def _grades(head: schema.QuestionnaireFile) -> Iterator[Finding]:
    caps = [grade.cap for grade in head.evidence]
    if caps != sorted(caps):
        yield (
            ("evidence",),
            f"caps {', '.join(f'{cap:g}' for cap in caps)} must not fall; write the grades in rising trust",
        )
    givers = [grade.given_by for grade in head.evidence]
    if givers != sorted(givers, key=["firm", "consultant"].index) or givers[0] != "firm":
        yield ("evidence",), "grades given by the firm come first, then those given by a consultant"
    for i, grade in enumerate(head.evidence):
        if grade.code == AUDIT:
            yield ("evidence", i, "code"), f"{AUDIT!r} is what a level may ask for; expected another code"


def _errors_of_grades(head: schema.QuestionnaireFile) -> Iterator[Finding]:
    """A ranking's errors are stated for every grade of evidence and for nothing else."""
    grades, stated = [grade.code for grade in head.evidence], head.rules.ranking
    for key in ("noise", "bias") if stated else ():
        named = list(getattr(stated, key))
        if sorted(named) != sorted(grades):
            yield ("rules", "ranking", key), f"expected every grade of evidence once: {', '.join(grades)}"


def _levels(head: schema.QuestionnaireFile) -> Iterator[Finding]:
    asked = [*(grade.code for grade in head.evidence), AUDIT]
    if head.levels[0].threshold != 0:
        yield ("levels", 0, "threshold"), "level 0 starts at threshold 0"
    for i, level in enumerate(head.levels):
        place: Place = ("levels", i)
        if level.number != i:
            message = f"level {level.number}: expected number {i}, as levels count from 0"
            yield (*place, "number"), message
        if level.evidence not in asked:
            yield (*place, "evidence"), f"level {i}: {unknown('evidence', level.evidence, asked)}"
        if i:
            for key, message in _rise(head.levels[i - 1], level):
                yield (*place, key), f"level {i}: {message}"


def _rise(before: schema.LevelFile, level: schema.LevelFile) -> Iterator[tuple[str, str]]:
    """A level asks more than the one before it."""
    if level.threshold <= before.threshold:
        yield (
            "threshold",
            f"threshold {level.threshold:g} must lie above {before.threshold:g}, that of the level before",
        )
    if level.pillar_floor < before.pillar_floor:
        yield (
            "pillar_floor",
            f"floor {level.pillar_floor:g} must not lie below {before.pillar_floor:g}, as before",
        )


def _sizes(head: schema.QuestionnaireFile) -> Iterator[Finding]:
    bounds = [size.below for size in head.sizes]
    numbers = [bound for bound in bounds if bound is not None]
    if bounds[-1] is not None or None in bounds[:-1] or numbers != sorted(set(numbers)):
        yield ("sizes",), "'below' must rise, and only the last size has none"
    figures = [entry.code for entry in head.profile if entry.kind in ("integer", "number")]
    if head.size_field not in ("", *figures):
        yield ("size_field",), unknown("figure of the profile", head.size_field, figures)


def _profile(head: schema.QuestionnaireFile) -> Iterator[Finding]:
    for i, entry in enumerate(head.profile):
        if entry.minimum is not None and entry.maximum is not None and entry.minimum >= entry.maximum:
            message = f"minimum {entry.minimum:g} must lie below maximum {entry.maximum:g}"
            yield ("profile", i, "minimum"), message
        if bool(entry.choices) is not (entry.kind == "choice"):
            yield ("profile", i, "kind"), "kind 'choice' and 'choices' go together"


def _plausibility(head: schema.QuestionnaireFile, known: Known) -> Iterator[Finding]:
    names = [
        *known.questions,
        *(entry.code for entry in head.profile),
        *(statement.code for statement in head.statements),
    ]
    for i, code in repeated(rule.code for rule in head.plausibility):
        yield ("plausibility", i, "code"), f"rule {code!r} stands twice; codes are unique"
    for i, rule in enumerate(head.plausibility):
        if rule.question not in known.questions:
            yield ("plausibility", i, "question"), unknown("question", rule.question, known.questions)
        try:
            condition = read_condition(rule.when)
        except ValueError as error:
            yield ("plausibility", i, "when"), str(error)
            continue
        for name in condition.names:
            if name not in names:
                message = f"unknown name {name!r}; expected a question, a profile field or a statement"
                yield ("plausibility", i, "when"), message


def _languages(head: schema.QuestionnaireFile) -> Iterator[Finding]:
    if FALLBACK not in head.languages:
        yield ("languages",), f"{FALLBACK!r} is missing: other languages fall back to it"
    for i, language in enumerate(head.partial_languages):
        if language not in head.languages or language == FALLBACK:
            names = [name for name in head.languages if name != FALLBACK]
            yield ("partial_languages", i), unknown("language", language, names)


def _measures(head: schema.QuestionnaireFile, measures: schema.MeasuresFile) -> Iterator[Finding]:
    pillars = [pillar.code for pillar in head.pillars]
    for i, code in repeated(measure.code for measure in measures.measures):
        yield ("measures", i, "code"), f"measure {code!r} stands twice; codes are unique"
    for i, measure in enumerate(measures.measures):
        if measure.pillar not in pillars:
            yield ("measures", i, "pillar"), unknown("pillar", measure.pillar, pillars)


def _files(sources: Sources, head: schema.QuestionnaireFile) -> Iterator[Finding]:
    """Pillars name each dimension file once; languages name each text file."""
    named: set[str] = set()
    for i, pillar in enumerate(head.pillars):
        for j, code in enumerate(pillar.dimensions):
            if code in named:
                yield (
                    ("pillars", i, "dimensions", j),
                    f"dimension {code!r} stands twice; it belongs to one pillar",
                )
            elif code not in sources.dimensions:
                yield (
                    ("pillars", i, "dimensions", j),
                    f"dimension {code!r} has no file dimensions/{code}.yaml",
                )
            named.add(code)
    for code in sorted(set(sources.dimensions) - named):
        yield ("pillars",), f"dimensions/{code}.yaml is named by no pillar"
    for file in sorted((sources.folder / "texts").glob("*")):
        if file.stem not in head.languages:
            yield ("languages",), f"texts/{file.name} is named by no language"

"""The plan of one firm from its answer file. It needs no database."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import click

from readiness.cli.common import catalogue_texts, load_questionnaire
from readiness.cli.explaining import (
    _day,
    _name,
    _one,
    declared_option,
    file_type,
    json_option,
    language_option,
)
from readiness.cli.scoring import on_option, questionnaire_option
from readiness.document.plan_refusals import refusal
from readiness.document.plans import PlanPart, PlanText, PlanWords, plan_part, unanswered_note
from readiness.document.priorities import PriorityRow, priority_notes, priority_rows
from readiness.document.sentences import basis_word
from readiness.document.words import Reader
from readiness.errors import InputError
from readiness.exports.plan_json import plan_document, refusal_document
from readiness.scoring.effects import start_of
from readiness.scoring.plan import Goal, make_plans
from readiness.scoring.priority import priorities, wishes_of
from readiness.scoring.scorecard import Basis
from readiness.scoring.sheet import sheet_of
from readiness.scoring.steps import plan_rules, steps_of

Translate = Callable[..., str]
SHOWN = 15  # lines of the priority list on a screen


@click.command()
@click.argument("file", type=file_type)
@click.option("--level", type=int, help="Reach this level at least cost.")
@click.option("--budget", type=float, help="Spend at most so many yuan; without --level for the most index.")
@click.option("--months", "--horizon", "months", type=int, help="Be done within so many months.")
@click.option("--without-audit", is_flag=True, help="Plan without an audit on site.")
@click.option(
    "--goal", "goals", multiple=True, help="A goal of the firm, for the priority list; may be repeated."
)
@click.option("--seconds", type=float, help="Stop the solver then and tell the best plan so far.")
@questionnaire_option
@on_option
@language_option
@json_option
@declared_option
def plan(
    file: Path,
    level: int | None,
    budget: float | None,
    months: int | None,
    without_audit: bool,
    goals: tuple[str, ...],
    seconds: float | None,
    folder: Path | None,
    on: dt.datetime | None,
    language: str,
    as_json: bool,
    declared: bool,
) -> None:
    """Plan for the one firm in FILE: the cheapest way to a level, or the most index for a budget.

    Actions with their cost, months and prerequisites; the best choice with its proof, two alternatives, the order in
    time, and the priority list beside it.
    """
    asked = load_questionnaire(folder)
    row = _one(asked, file)
    basis = Basis.DECLARED if declared or row.answers.verification is None else Basis.VERIFIED
    answers = row.answers if basis is Basis.VERIFIED else replace(row.answers, verification=None)
    start = start_of(asked, sheet_of(asked, [answers]), basis=basis, on=_day(on))
    translate = catalogue_texts(language)
    try:
        goal = Goal(level, budget, months, audit=not without_audit)
        found = make_plans(start, goal, seconds=_checked(seconds))
        wishes = wishes_of(start, answers.profile, goals)
    except InputError as error:
        _refuse(error, translate, as_json=as_json)
    lines = priorities(start, steps_of(start), wishes)
    reader = Reader(asked, language, translate)
    words = PlanWords(
        plan_part(reader, found, answers),
        unanswered_note(reader, float(start.found.coverage[0])),
        priority_notes(reader, plan_rules(start).priority, wishes, lines),
    )
    if as_json:
        _echo(plan_document(found, lines, row.identity, words))
    else:
        click.echo(f"{_name(row, file)} ({basis_word(basis, translate)})")
        _tell(words, priority_rows(reader, lines), translate)


def _checked(seconds: float | None) -> float | None:
    if seconds is not None and not 0 < seconds < math.inf:
        raise InputError("seconds", "plan_seconds")
    return seconds


def _refuse(error: InputError, translate: Translate, *, as_json: bool) -> NoReturn:
    """Say why there is no plan in the reader's language, and end with status 1."""
    sentence = refusal(error, translate)
    if not sentence:
        raise error
    if as_json:
        _echo(refusal_document(error, sentence))
    else:
        click.echo(sentence, err=True)
    raise SystemExit(1)


def _echo(document: dict[str, object]) -> None:
    click.echo(json.dumps(document, ensure_ascii=False, indent=1))


def _tell(words: PlanWords, rows: tuple[PriorityRow, ...], translate: Translate) -> None:
    note = [words.note] if words.note else []
    plans = _lines(words.part, translate) if words.part else ()
    for line in (*note, *plans, "", *_priority_lines(rows, words.notes, translate)):
        click.echo(line)


def _lines(part: PlanPart, translate: Translate) -> Iterator[str]:
    yield part.goal
    yield from part.sentences
    if part.obstacles:
        yield translate("Cannot be reached, because")
        yield from (f"- {sentence}" for sentence in part.obstacles)
    if part.later:
        yield part.later
    for one in part.plans:
        yield ""
        yield from _plan_lines(one, translate)


def _plan_lines(plan: PlanText, translate: Translate) -> Iterator[str]:
    yield plan.title
    yield from (f"  {sentence}" for sentence in plan.sentences)
    for period in plan.periods:
        yield f"  {period.name}"
        for row in period.rows:
            yield f"    {row.months:>7}  {row.code} {row.title}"
            yield f"{'':13}{row.goal}; {row.scores}; {row.yuan}"
        if period.documents:
            yield f"    {translate('Put a document behind')}: {', '.join(period.documents)}"
        if period.audit:
            yield f"    {period.audit}"


def _priority_lines(
    rows: tuple[PriorityRow, ...], notes: tuple[str, ...], translate: Translate
) -> Iterator[str]:
    yield translate("What to do first")
    for row in rows[:SHOWN]:
        note = f" ({row.note})" if row.note else ""
        points = translate("%(points)s points", points=row.points)
        yield f"{row.value:>8}  {row.code} {row.title}: {points}, {row.effort}{note}"
    yield from notes

"""What if some answers were others: choose questions, change their answers, see the result, keep it under a name."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, Field

from readiness.assessment.permissions import Action, may
from readiness.document.changes import ChangeReport, change_report
from readiness.document.explanation import amount
from readiness.document.sentences import gate_have, gate_need, level_sentence
from readiness.document.words import Reader
from readiness.questionnaire.answers import Answer
from readiness.scoring.scenario import Scenario
from readiness.scoring.scorecard import Gate
from readiness.services.clean_input import NAME_LENGTH
from readiness.services.editing import Held
from readiness.services.keep_scenario import keep_scenario
from readiness.services.kept_scenario import KeptScenario
from readiness.services.open_scenario import scenarios_of
from readiness.services.try_scenario import Trial, open_trial, try_scenario
from readiness.web.access import access, current_person
from readiness.web.answer_form import AnswerForm, fields_of, fill
from readiness.web.database import get_services, get_session, now
from readiness.web.fields import FIGURES, HANDLERS, Ask
from readiness.web.filters import qt
from readiness.web.firm import blueprint
from readiness.web.firm.explaining import quarter_words
from readiness.web.forms import line
from readiness.web.i18n import language, lazy_gettext, mark, translate
from readiness.web.revisions import mark_of

Answered = str | Response | tuple[str, int]
PAGE = "/assessments/<key:key>/what-if"
CHOSEN = "q"
DO, SAVE = "do", "save"


@dataclass(frozen=True)
class SupposedBlock:
    """One chosen question: its fields as on the page of its dimension, and the tick for a document."""

    ask: Ask
    fields: tuple[Field, ...]
    units: Mapping[str, Any]
    form: AnswerForm
    computed: str = ""
    formula: str = ""

    @property
    def grouped(self) -> bool:
        """True when several fields stand under one legend."""
        return len(self.fields) > 1 or self.fields[0].name != self.ask.name

    def extra(self, name: str) -> Field | None:
        """A tick, reason or hidden field of the question by its full name, where it has it."""
        found: Field | None = self.form._fields.get(name)
        return found


@dataclass(frozen=True)
class Outcome:
    """What the supposed answers make of the result, in words."""

    level: str
    before: str
    after: str
    old: int
    new: int
    lifted: tuple[str, ...]
    lost: tuple[str, ...]
    peers: str
    report: ChangeReport


@blueprint.get(PAGE)
@access(Action.TRY_SCENARIO)
def choose(key: str) -> str:
    """The questions to choose from, and the fields of those chosen."""
    trial, held = open_trial(get_services(), get_session(), key, _codes(), by=current_person())
    return render_trial(trial, held, trial_form(trial))


@blueprint.post(PAGE)
@access(Action.TRY_SCENARIO)
def try_out(key: str) -> Answered:
    """The result with the supposed answers, kept under a name where that was asked for."""
    trial, held = open_trial(get_services(), get_session(), key, _codes(), by=current_person())
    return answer_trial(trial, held, trial_form(trial))


def answer_trial(trial: Trial, held: Held, form: AnswerForm, kept: KeptScenario | None = None) -> Answered:
    """What was typed, tried; `kept` is the scenario that it changes."""
    session = get_session()
    form.validate()
    changes = form.read()
    documented = [ask.question.code for ask in form.asks if form[f"document-{ask.name}"].data]
    tried = None
    if not form.refused:
        tried = form.call(lambda: try_scenario(session, trial, held, changes, documented=documented))
    if tried is not None and request.form.get(DO) == SAVE:
        sent: dict[str, Any] = {"documented": documented, "scenario_key": kept.key if kept else ""}
        sent |= {"name": form.text("name"), "by": current_person(), "at": now()}
        row = form.call(lambda: keep_scenario(get_services(), session, trial.key, changes, **sent))
        if row is not None:
            flash(translate("The scenario “%(name)s” is saved.", name=row.name), "done")
            return redirect(url_for("firm.show_scenario", key=trial.key, scenario=row.key))
    page = render_trial(tried or trial, held, form, kept)
    return (page, 422) if form.refused else page


def _codes() -> list[str]:
    return request.values.getlist(CHOSEN)


def trial_form(trial: Trial, kept: KeptScenario | None = None) -> AnswerForm:
    """The chosen questions with the answers that stand, those of a kept scenario, or what was sent."""
    asked, answers = trial.today.questionnaire, trial.today.answers
    given = answers.answers
    asks = [Ask(question, asked, answers.shares, lambda place: qt(place, asked)) for question in trial.chosen]
    name = line(lazy_gettext("Name of the scenario"), NAME_LENGTH, needed=False, autocomplete="off")
    fields: dict[str, Any] = {"asks": tuple(asks), "name": name}
    data: dict[str, Any] = {"client_id": secrets.token_urlsafe(16), "name": kept.name if kept else ""}
    for ask in asks:
        code = ask.question.code
        answer = given.get(code, Answer())
        fields |= fields_of(ask)
        fields[f"document-{ask.name}"] = BooleanField(translate("With a document as evidence"))
        data |= fill(ask, kept.answers[code] if kept and code in kept.answers else answer)
        data |= {f"seen-{ask.name}": mark_of(fill(ask, answer)), f"base-{ask.name}": "0"}
        data[f"document-{ask.name}"] = bool(answer.documents) or bool(kept and code in kept.documented)
    return type("WhatIfForm", (AnswerForm,), fields)(data=data)  # type: ignore[no-any-return]


def _blocks(form: AnswerForm) -> Sequence[SupposedBlock]:
    return [
        SupposedBlock(
            ask,
            tuple(form[name] for name in HANDLERS[ask.question.kind].fields(ask)),
            FIGURES.units(ask) if ask.question.variants else {},
            form,
        )
        for ask in form.asks
    ]


def render_trial(trial: Trial, held: Held, form: AnswerForm, kept: KeptScenario | None = None) -> str:
    """The page: scenarios to open, the result where something was tried, the fields, the questions to choose from."""
    by = current_person()
    reader = Reader(trial.today.questionnaire, language(), translate)
    lost = {line.code: line.lost for line in trial.card.questions}
    questions = sorted(trial.questions, key=lambda question: -lost[question.code])
    return render_template(
        "firm/what_if.html",
        trial=trial,
        form=form,
        blocks=_blocks(form),
        questions=[(q.code, reader.question(q.code), f"{lost[q.code]:.2f}") for q in questions],
        chosen={question.code for question in trial.chosen},
        outcome=_outcome(reader, trial, trial.scenario) if trial.scenario else None,
        kept=kept,
        scenarios=scenarios_of(get_session(), trial, held, by=by),
        may_keep=may(by, Action.KEEP_SCENARIO, firm_id=trial.firm.id),
    )


def _outcome(reader: Reader, trial: Trial, found: Scenario) -> Outcome:
    asked, after = trial.today.questionnaire, found.change.after

    def said(message: str, gates: Sequence[Gate]) -> tuple[str, ...]:
        return tuple(
            translate(
                message, level=gate.level, condition=gate_need(reader, gate), state=gate_have(reader, gate)
            )
            for gate in gates
        )

    return Outcome(
        level=level_sentence(asked, after, language(), translate),
        before=amount(found.change.before.index),
        after=amount(after.index),
        old=found.change.before.level,
        new=after.level,
        lifted=said(mark("Now met for level %(level)s: %(condition)s (%(state)s)."), found.lifted),
        lost=said(mark("No longer met for level %(level)s: %(condition)s (%(state)s)."), found.lost),
        peers=_peers(trial),
        report=change_report(
            reader,
            reader,
            found.change,
            (translate("Today"), translate("With these answers")),
            by_question=True,
        ),
    )


def _peers(trial: Trial) -> str:
    """The quarters before and after; '' where no group is published that is large enough."""
    quarters = quarter_words()
    before, after = trial.quarters
    if before is None or after is None or trial.peers is None:
        return ""
    return translate(
        "Among %(firms)s firms of the published peer group: %(before)s today, %(after)s with these answers.",
        firms=trial.peers.count,
        before=quarters[before],
        after=quarters[after],
    )

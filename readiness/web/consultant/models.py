"""What the pages of consultants show, put together from services."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import render_template, request

from readiness.assessment.permissions import Action, Role
from readiness.assessment.states import Step
from readiness.scoring.scorecard import Basis
from readiness.services.draw_sample import draw_sample
from readiness.services.editing import view_held
from readiness.services.get_dimension import DimensionView
from readiness.services.get_evidence import list_files
from readiness.services.get_result import get_result
from readiness.services.get_task_list import get_task_list
from readiness.services.record_verdicts import standing_verdicts
from readiness.web.access import current_person
from readiness.web.answer_form import asks_of, computed_words, spoken
from readiness.web.clashes import Clash
from readiness.web.consultant.forms import ReturnForm, SignForm, sign_form
from readiness.web.consultant.verdict_form import VerdictForm
from readiness.web.consultant.words import CLOSED, closed_words, not_yet_words, state_words, verdict_words
from readiness.web.database import get_services, get_session, now
from readiness.web.fields import Ask


def sample_left(key: str) -> tuple[str, ...]:
    """Codes of the sample that still lack a verdict; the office is not told the sample."""
    person = current_person()
    held = view_held(get_services(), get_session(), key, Action.VIEW_VERDICTS, by=person)
    return draw_sample(held).missing(standing_verdicts(held)) if person.role is Role.CONSULTANT else ()


def assessment_page(key: str, form: ReturnForm) -> str:
    """Dimensions with verdicts given, the sample left, both results side by side."""
    person = current_person()
    tasks = get_task_list(get_services(), get_session(), key, by=person)
    result = get_result(get_services(), get_session(), key, by=person)
    left = sample_left(key)
    waiting: dict[str, list[str]] = {}
    for code in left:
        waiting.setdefault(tasks.questionnaire.question[code].dimension, []).append(code)
    return render_template(
        "consultant/assessment.html",
        tasks=tasks,
        state=state_words(tasks.state),
        declared=result.scorecards[Basis.DECLARED],
        verified=result.scorecards.get(Basis.VERIFIED),
        audit=result.audit,
        left=left,
        waiting=waiting,
        can_sign=Step.SIGN in tasks.steps,
        can_return=Step.RETURN in tasks.steps,
        form=form,
    )


def dimension_page(
    view: DimensionView, form: VerdictForm, clashes: Sequence[Clash] = (), *, closed: bool = False
) -> str:
    """Answers, evidence and verdicts of a dimension; `clashes` are verdicts between which a choice is to be made.

    `closed`: verdicts were sent, but the assessment's state no longer takes any; the page keeps what was typed.
    """
    asks = asks_of(view)
    standing = {entry.code: verdict_words(asks[entry.code], entry.verdict) for entry in view.questions}
    profile = view.answers.profile
    answers = {
        entry.code: computed_words(asks[entry.code], profile) or spoken(asks[entry.code], entry.answer)
        for entry in view.questions
    }
    return render_template(
        "consultant/dimension.html",
        view=view,
        form=form,
        files=list_files(get_services(), get_session(), view.key, by=current_person(), at=now()),
        asks=asks,
        answers=answers,
        standing=standing,
        clashes=clashes,
        can_verify=closed or Step.VERIFY in view.steps,
        can_send=view.state not in CLOSED,
        closed=closed_words(view.state) if closed else "",
        unasked=_reasons_without_question(form, asks),
        state=state_words(view.state),
    )


def _reasons_without_question(form: VerdictForm, asks: Mapping[str, Ask]) -> dict[str, str]:
    """Code → the reason that was typed for a question of which there is nothing to verify any more."""
    names = {code: f"reason-{ask.name}" for code, ask in asks.items() if code not in form.asks}
    return {code: request.form[name] for code, name in names.items() if request.form.get(name, "").strip()}


def sign_page(key: str, form: SignForm | None = None) -> str:
    """The statement to sign; where something stands in the way that first, and the form only with what was typed."""
    tasks = get_task_list(get_services(), get_session(), key, by=current_person())
    left = [(code, tasks.questionnaire.question[code].dimension) for code in sample_left(key)]
    why = "" if Step.SIGN in tasks.steps else not_yet_words(tasks.state)
    form = form or (None if why or left else sign_form())
    return render_template("consultant/sign.html", tasks=tasks, left=left, why=why, form=form)

"""The firm's action plan: what is to be done by period, one action with its history, and actions of one's own."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from readiness.assessment.permissions import Action
from readiness.document.words import Reader
from readiness.errors import ConflictError, NotFoundError
from readiness.services.add_action import ActionDesk, OwnAction, add_action, open_action_desk
from readiness.services.change_action import change_action
from readiness.services.list_actions import (
    ActionLine,
    ActionPage,
    FirmActions,
    get_action,
    list_actions,
    sums_of,
)
from readiness.web.access import access, current_person
from readiness.web.database import get_services, get_session, now
from readiness.web.fields import Ask
from readiness.web.filters import qt
from readiness.web.firm import blueprint
from readiness.web.firm.action_forms import DoingForm, OwnForm, blocks_of, doing_form, own_form
from readiness.web.firm.action_words import (
    STATES,
    WAITING,
    action_words,
    history_words,
    period_words,
    reader_of,
    sum_words,
)
from readiness.web.i18n import language, mark, translate

PAGE = "/firm/<key:key>/actions"
NOBODY, LATE, ANSWER_WAITING = "nobody", "late", "waiting"


@blueprint.get(PAGE)
@access(Action.VIEW_ACTIONS)
def actions(key: str) -> str:
    """The plan by period; person and status of the address narrow it."""
    found = list_actions(get_services(), get_session(), key, by=current_person(), at=now())
    person, state = request.args.get("person", ""), request.args.get("state", "")
    chosen = [line for line in _of_state(found, state) if _of_person(line, person)]
    periods = [
        (
            period_words(period),
            sum_words(_reader(found), period.sums),
            [action_words(line) for line in period.lines],
        )
        for period in found.periods(chosen)
    ]
    return render_template(
        "firm/actions.html", found=found, periods=periods, chosen={"person": person, "state": state},
        sums=sum_words(_reader(found), sums_of(found.lines)), late=sum(line.late for line in found.lines),
        waiting=sum(line.row.waiting for line in found.lines), states=_state_choices(), nobody=NOBODY,
    )  # fmt: skip


@blueprint.get(f"{PAGE}/<key:action>")
@access(Action.VIEW_ACTIONS)
def show_action(key: str, action: str) -> str:
    """One action with all that was decided of it."""
    page = _page(key, action)
    return _render(page, doing_form(page))


@blueprint.post(f"{PAGE}/<key:action>")
@access(Action.CHANGE_ACTIONS)
def save_action(key: str, action: str) -> ResponseReturnValue:
    """Keep who, when, how much and how far; what a colleague changed meanwhile is shown before it is written over."""
    page = _page(key, action)
    form, by = doing_form(page), current_person()

    def keep() -> object:
        sending: dict[str, Any] = {"base": form.seen(), "by": by, "at": now()}
        return change_action(get_services(), get_session(), key, action, form.doing(), **sending)

    try:
        done = form.check(keep)
    except ConflictError:
        get_session().rollback()
        page = _page(key, action)
        form.show_revision(page.line.row.revision)
        return _render(page, form, changed=True), 409
    if done is None:
        return _render(_page(key, action), form), 422
    flash(translate("Saved."), "done")
    return redirect(url_for("firm.show_action", key=key, action=action))


@blueprint.get(f"{PAGE}/new")
@access(Action.CHANGE_ACTIONS)
def new_action(key: str) -> str:
    """First the question that shall be improved, then the action."""
    desk = open_action_desk(get_services(), get_session(), key, by=current_person())
    code = request.args.get("question", "")
    form = _own_form(desk, code) if code in desk.held.questionnaire.question else None
    return _render_new(desk, form)


@blueprint.post(f"{PAGE}/new")
@access(Action.CHANGE_ACTIONS)
def add_own(key: str) -> ResponseReturnValue:
    """Add the action to the plan."""
    by, session = current_person(), get_session()
    desk = open_action_desk(get_services(), session, key, by=by)
    code = request.form.get("question", "")
    if code not in desk.held.questionnaire.question:
        raise NotFoundError(f"no question {code!r}")
    form = _own_form(desk, code)

    def add() -> object:
        own = OwnAction(
            question=code, title=form.text("title"), target=form.target(), owner=form.text("owner"),
            due_on=form.due_on.data, yuan_planned=form.yuan("yuan_planned"),
        )  # fmt: skip
        sending: dict[str, Any] = {"client_id": form.client_id.data or "", "by": by, "at": now()}
        return add_action(get_services(), session, key, own, **sending)

    if not form.check(add):
        form.renew()
        return _render_new(desk, form), 422
    flash(translate("The action is in the plan."), "done")
    return redirect(url_for("firm.actions", key=key))


def _of_state(found: FirmActions, state: str) -> list[ActionLine]:
    """The lines of a status; of one that is not known all that are not dropped."""
    if state == "dropped":
        return list(found.dropped)
    if state == LATE:
        return [line for line in found.lines if line.late]
    if state == ANSWER_WAITING:
        return [line for line in found.lines if line.row.waiting]
    return [line for line in found.lines if state not in STATES or line.row.state == state]


def _of_person(line: ActionLine, person: str) -> bool:
    owner = line.row.owner.key if line.row.owner else NOBODY
    return not person or owner == person


def _state_choices() -> list[tuple[str, str]]:
    named = [(state, translate(words)) for state, (words, _) in STATES.items()]
    more = [(LATE, translate(mark("Late"))), (ANSWER_WAITING, translate(WAITING[0]))]
    return [("", translate("all but the dropped")), *named, *more]


def _reader(found: FirmActions) -> Reader:
    """Any questionnaire will do for words of money."""
    lines = found.lines or found.dropped
    if lines:
        return reader_of(lines[0])
    services = get_services()
    return Reader(services.catalogue.get(services.settings.questionnaire), language(), translate)


def _page(key: str, action: str) -> ActionPage:
    return get_action(get_services(), get_session(), key, action, by=current_person(), at=now())


def _render(page: ActionPage, form: DoingForm, *, changed: bool = False) -> str:
    return render_template(
        "firm/action.html", page=page, action=action_words(page.line), form=form, changed=changed,
        history=history_words(page.line, page.history, page.people),
    )  # fmt: skip


def _own_form(desk: ActionDesk, code: str) -> OwnForm:
    asked = desk.held.questionnaire
    ask = Ask(asked.question[code], asked, desk.held.answers.shares, lambda place: qt(place, asked))
    form = own_form(ask, {})
    form.offer({seat.user.key: seat.user.name for seat in desk.members})
    return form


def _render_new(desk: ActionDesk, form: OwnForm | None) -> str:
    reader = Reader(desk.held.questionnaire, language(), translate)
    questions = [(q.code, f"{q.code} {reader.question(q.code)}") for q in desk.held.questionnaire.questions]
    return render_template(
        "firm/action_new.html",
        desk=desk,
        form=form,
        questions=questions,
        blocks=blocks_of(form) if form else (),
    )

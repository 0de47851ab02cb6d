"""Send a sheet of answers back: look at every difference, then take those that are ticked."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_wtf.file import FileField
from werkzeug.wrappers import Response
from wtforms import HiddenField

from readiness.assessment.permissions import Action
from readiness.errors import ConflictError, InputError
from readiness.questionnaire.answers import Answer, State
from readiness.services.export_firm import export_answers
from readiness.services.import_answers import (
    AnswerLook,
    SentAnswer,
    look_again,
    look_at_answers,
    take_answers,
)
from readiness.services.read_answer_file import AnswerCell, read_answer_file
from readiness.web.access import access, current_person
from readiness.web.answer_form import spoken
from readiness.web.database import get_services, get_session, let_others_write, now
from readiness.web.fields import Ask
from readiness.web.filters import qt
from readiness.web.firm import blueprint
from readiness.web.firm.pages import remark
from readiness.web.forms import Form, Needed
from readiness.web.i18n import lazy_gettext, translate
from readiness.web.messages import message_for
from readiness.web.throttle import get_throttle

Answered = str | Response | tuple[str, int]
CODE_LENGTH = 100


class SheetForm(Form):
    """The file."""

    file = FileField(
        lazy_gettext("Sheet of answers"), [Needed()],
        description=lazy_gettext("The file you downloaded, filled in: XLSX, or the same sheet saved as CSV."),
        render_kw={"accept": ".xlsx,.csv"},
    )  # fmt: skip


class TakeForm(Form):
    """What was looked at: `rows` are the differences, `client_id` makes a repeated sending harmless."""

    rows = HiddenField()
    client_id = HiddenField()


@blueprint.get("/assessments/<key:key>/answers/import")
@access(Action.EDIT_ANSWERS)
def choose_sheet(key: str) -> str:
    """The sheet to download, and the way back."""
    return _choose(key, SheetForm())


@blueprint.post("/assessments/<key:key>/answers/import")
@access(Action.EDIT_ANSWERS)
def look_at_sheet(key: str) -> Answered:
    """Every difference; nothing is written."""
    by = current_person()
    get_throttle().count(f"answers {by.id}", 5)
    form = SheetForm()
    if form.validate():
        name, content = form.file.data.filename or "", form.file.data.read()
        let_others_write()
        cells: tuple[AnswerCell, ...] | None = form.call(lambda: read_answer_file(name, content, key))
        if cells is not None:
            return _look(look_at_answers(get_services(), get_session(), key, cells, by=by, at=now()))
    return _choose(key, form), 422


@blueprint.post("/assessments/<key:key>/answers/take")
@access(Action.EDIT_ANSWERS)
def take_sheet(key: str) -> Answered:
    """Save what is ticked; where anything changed meanwhile nothing is saved, and the differences are shown anew."""
    by, form = current_person(), TakeForm()
    sent = _read(form.text("rows"))
    ticked = set(request.form.getlist("take"))
    chosen = [one for one in sent if one.code in ticked]
    sending: dict[str, Any] = {"by": by, "at": now()}
    taken: int | None = None
    try:
        if chosen:
            client_id = form.text("client_id")
            taken = form.call(
                lambda: take_answers(
                    get_services(), get_session(), key, chosen, client_id=client_id, **sending
                )
            )
        else:
            form.refuse(InputError("take", "answers_none_ticked"))
    except ConflictError:
        form.refuse(InputError("take", "answers_moved"))
    if taken is None:
        look = look_again(get_services(), get_session(), key, sent, **sending)
        return _look(look, form, ticked), 422
    flash(translate("%(count)s answers were taken from the sheet.", count=taken), "done")
    return redirect(url_for("firm.tasks", key=key))


def _choose(key: str, form: SheetForm) -> str:
    found = export_answers(get_services(), get_session(), key, by=current_person())
    return render_template("firm/answer_import.html", form=form, assessment=found.held.assessment)


def _look(look: AnswerLook, form: TakeForm | None = None, ticked: set[str] | None = None) -> str:
    fresh = TakeForm(None, data={"rows": _write(look), "client_id": secrets.token_urlsafe(16)})
    return render_template(
        "firm/answer_look.html", look=look, form=form or fresh, fresh=fresh, ticked=ticked, words=_words(look),
        reason=message_for, remark=remark,
    )  # fmt: skip


def _words(look: AnswerLook) -> Callable[[str, Answer | None], str]:
    """An answer in words, for the question with this code."""
    questionnaire, shares = look.held.questionnaire, look.held.answers.shares

    def words(code: str, answer: Answer | None) -> str:
        if answer is None or code not in questionnaire.question:
            return "–"
        ask = Ask(questionnaire.question[code], questionnaire, shares, lambda place: qt(place, questionnaire))
        return spoken(ask, answer)

    return words


def _write(look: AnswerLook) -> str:
    rows = [
        [one.row, one.code, one.base, one.new.state.value, one.new.value, one.new.reason]
        for one in look.differences
    ]
    return json.dumps(rows, ensure_ascii=False)


def _read(text: str) -> list[SentAnswer]:
    """What `_write` wrote; anything else is nothing."""
    try:
        return [_one(row) for row in json.loads(text)]
    except (ValueError, TypeError, RecursionError):
        return []


def _one(row: Sequence[Any]) -> SentAnswer:
    number, code, base, state, value, reason = row
    if not isinstance(code, str) or len(code) > CODE_LENGTH or not isinstance(reason, str):
        raise ValueError(code)
    return SentAnswer(int(number), code, int(base), Answer(State(state), value, reason))

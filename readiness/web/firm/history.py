"""The page of one question: what was answered by whom and when, and the notes of colleagues."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from readiness.assessment.permissions import Action
from readiness.questionnaire.answers import Answer, State
from readiness.services.get_history import QuestionHistory, get_history
from readiness.services.write_note import LENGTH, withdraw_note, write_note
from readiness.store.rows import AnswerRow, Note
from readiness.web.access import access, current_person
from readiness.web.answer_form import spoken
from readiness.web.database import get_services, get_session, now
from readiness.web.fields import Ask
from readiness.web.filters import qt
from readiness.web.firm import blueprint
from readiness.web.forms import Form, Longest, Needed
from readiness.web.i18n import lazy_gettext, translate

Answered = str | Response | tuple[str, int]
PAGE = "/assessments/<key:key>/questions/<code:code>"


class NoteForm(Form):
    """Words for colleagues."""

    words = TextAreaField(lazy_gettext("Note for colleagues"), [Needed(), Longest(LENGTH)])


@dataclass(frozen=True)
class HistoryPage:
    """A question's history in the reader's words."""

    view: QuestionHistory
    ask: Ask

    def words(self, row: AnswerRow) -> str:
        """What was saved."""
        return spoken(self.ask, Answer(State(row.state), row.value, row.reason))

    @property
    def standing(self) -> str:
        """What stands now."""
        return spoken(self.ask, self.view.answer)

    @property
    def earlier(self) -> str:
        """What counted in the round before, '' where there is nothing."""
        found = self.view.earlier.answers.get(self.view.question.code) if self.view.earlier else None
        return spoken(self.ask, found) if found else ""


@blueprint.get(PAGE)
@access(Action.VIEW_HISTORY)
def show_history(key: str, code: str) -> str:
    """Every saved answer and every note."""
    return _render(key, code, NoteForm())


@blueprint.post(f"{PAGE}/notes")
@access(Action.WRITE_NOTE)
def add_note(key: str, code: str) -> Answered:
    """Leave a note."""
    form = NoteForm()
    by, at, services = current_person(), now(), get_services()

    def leave() -> Note:
        return write_note(services, get_session(), key, code, text=form.text("words"), by=by, at=at)

    note = form.call(leave) if form.validate() else None
    if note is None:
        return _render(key, code, form), 422
    return redirect(f"{url_for('firm.show_history', key=key, code=code)}#note-{note.key}")


@blueprint.post(f"{PAGE}/notes/<key:note>/withdraw")
@access(Action.WRITE_NOTE)
def drop_note(key: str, code: str, note: str) -> Response:
    """Take one's own note back."""
    withdraw_note(get_services(), get_session(), key, note, by=current_person(), at=now())
    flash(translate("The note is taken back."), "done")
    return redirect(url_for("firm.show_history", key=key, code=code))


def _render(key: str, code: str, form: NoteForm) -> str:
    view = get_history(get_services(), get_session(), key, code, by=current_person())
    ask = Ask(
        view.question, view.questionnaire, view.answers.shares, lambda place: qt(place, view.questionnaire)
    )
    return render_template("firm/history.html", page=HistoryPage(view, ask), form=form)

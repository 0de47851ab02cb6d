"""A done action: what it reached becomes an answer, with evidence, by the way of every answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from readiness.assessment.permissions import Action
from readiness.document.explanation import amount
from readiness.errors import ConflictError
from readiness.questionnaire.answers import Answer
from readiness.questionnaire.matching import comparable
from readiness.services.add_evidence import KeptFile
from readiness.services.check_file import KINDS, MEGABYTES
from readiness.services.finish_action import Done, Finished, Foreseen, finish_action, foresee
from readiness.services.get_dimension import DimensionView, QuestionView, get_dimension
from readiness.services.get_evidence import EvidencePage, get_evidence_page
from readiness.services.list_actions import ActionPage, get_action
from readiness.web.access import access, current_person
from readiness.web.answer_form import asks_of, spoken
from readiness.web.clashes import Clash
from readiness.web.database import get_services, get_session, let_others_write, now
from readiness.web.fields import Ask, figure_text, is_asked
from readiness.web.filters import qt
from readiness.web.firm import blueprint
from readiness.web.firm.action_forms import DoneForm, blocks_of, done_form, offer_answer
from readiness.web.firm.action_words import action_words, answer_to_offer
from readiness.web.firm.clashes import settle_answers
from readiness.web.firm.evidence import keep_files
from readiness.web.i18n import translate

PAGE = "/firm/<key:key>/actions/<key:action>/done"


@dataclass(frozen=True)
class DonePage:
    """A done action on its way to an answer. `ask`: the question as it is asked now (None: nothing can be answered);
    `sheet`: its dimension in the present assessment (None: the answer has to wait)."""

    action: ActionPage
    ask: Ask | None
    sheet: DimensionView | None
    evidence: EvidencePage | None

    @property
    def view(self) -> QuestionView | None:
        """The question as it stands in the present assessment."""
        views = self.sheet.questions if self.sheet and self.ask else ()
        return next((view for view in views if self.ask and view.code == self.ask.question.code), None)

    @property
    def standing(self) -> Answer:
        """What stands there now."""
        return self.view.answer if self.view else Answer()

    @property
    def offered(self) -> Answer | None:
        """What was reached or aimed at, where it can be read as an answer to the question as it is asked now."""
        row, line = self.action.line.row, self.action.line
        planned = line.questionnaire.question.get(row.question)
        fits = self.ask and planned and comparable(planned, self.ask.question)
        return answer_to_offer(row) if fits else None


@blueprint.get(PAGE)
@access(Action.CHANGE_ACTIONS)
def show_done(key: str, action: str) -> str:
    """The answer that was aimed at, to be put right and sent with its evidence."""
    page = _page(key, action)
    form = _form(page)
    offer_answer(form, page.offered)
    return _render(page, form)


@blueprint.post(PAGE)
@access(Action.CHANGE_ACTIONS)
def finish(key: str, action: str) -> ResponseReturnValue:
    """Keep the answer, the files and the cost; what a colleague answered meanwhile is shown with the choice."""
    page = _page(key, action)
    form = _form(page)
    if clashes := _clashes(page, form):
        form.renew()
        return _render(page, form, clashes), 409
    form.validate()
    answer, spent = form.answer(), form.yuan("yuan_spent")
    sent = [file for name in ("file", "photo") for file in request.files.getlist(name) if file.filename]
    if form.refused:
        form.renew()
        return _render(page, form), 422
    try:
        done = _send(page, form, answer, spent, sent)
    except ConflictError:
        get_session().expire_all()
        page = _page(key, action)
        form.renew()
        return _render(page, form, _clashes(page, form)), 409
    if done is None:
        get_session().rollback()
        form.renew()
        return _render(_page(key, action), form), 422
    _tell(done)
    return redirect(url_for("firm.show_action", key=key, action=action))


def _send(
    page: DonePage, form: DoneForm, answer: Answer | None, spent: float | None, sent: list[FileStorage]
) -> Finished | None:
    """Files are looked at before anything is locked; what is not taken of them is said and the rest waits."""
    kept, refused = list[KeptFile](), list[str]()
    firm, action = page.action.firm.key, page.action.line.row.key
    if sent:
        let_others_write()
        kept, refused = keep_files(sent)
    if refused:
        form.file.errors = refused
        return None
    base = form.base()[page.ask.question.code] if page.ask else 0
    done = Done(
        answer=answer if page.ask else None, base=base, client_id=form.client_id.data or "", yuan_spent=spent,
        files=kept, links=request.form.getlist("files"), bare=bool(form.bare.data),
        given_up=form.given_up,
    )  # fmt: skip
    return form.call(
        lambda: finish_action(
            get_services(), get_session(), firm, action, done, by=current_person(), at=now()
        )
    )


def _tell(done: Finished) -> None:
    if done.index is not None:
        before, after = map(amount, done.index)
        words = translate(
            "Done. The answer is saved; the index went from %(before)s to %(after)s by it.",
            before=before,
            after=after,
        )
    elif done.row.waiting:
        words = translate("Done. The answer waits until the firm has an assessment that can be filled in.")
    else:
        words = translate("Done.")
    flash(words, "done")


def _page(key: str, action: str) -> DonePage:
    services, session, by = get_services(), get_session(), current_person()
    page = get_action(services, session, key, action, by=by, at=now(), whole=False)
    code = page.line.row.question
    if page.present is None:
        asked, shares = page.line.questionnaire, page.line.answers.shares
        found = asked.question.get(code)
        ask = Ask(found, asked, shares, lambda place: qt(place, asked)) if found else None
        return DonePage(page, _answerable(ask), None, None)
    asked = services.catalogue.get(page.present.round.questionnaire)
    if code not in asked.question:
        return DonePage(page, None, None, None)
    view = get_dimension(services, session, page.present.key, asked.question[code].dimension, by=by)
    ask = _answerable(asks_of(view)[code])
    if ask is None:
        return DonePage(page, None, None, None)
    evidence = get_evidence_page(services, session, page.present.key, code, by=by, at=now())
    return DonePage(page, ask, view, evidence)


def _answerable(ask: Ask | None) -> Ask | None:
    """The question, unless it is computed from the profile or does not apply to the firm's processes."""
    return ask if ask and not ask.question.computed and is_asked(ask.question, ask.shares) else None


def _form(page: DonePage) -> DoneForm:
    revision = page.view.revision if page.view else 0
    spent = figure_text(page.action.line.row.yuan_spent)
    return done_form(page.ask, page.standing, revision, {"yuan_spent": spent})


def _clashes(page: DonePage, form: DoneForm) -> list[Clash]:
    return settle_answers(form, [page.view]) if page.view else []


def _render(page: DonePage, form: DoneForm, clashes: list[Clash] | None = None) -> str:
    foreseen = _foreseen(page)
    shown: dict[str, Any] = {
        "page": page, "action": action_words(page.action.line), "form": form, "blocks": blocks_of(form),
        "clashes": clashes or [], "chosen": request.form.getlist("files"), "kinds": KINDS, "megabytes": MEGABYTES,
    }  # fmt: skip
    return render_template(
        "firm/action_done.html",
        standing=spoken(page.ask, page.standing) if page.ask and page.view else "",
        foreseen={name: amount(index) for name, index in vars(foreseen).items()} if foreseen else None, **shown,
    )  # fmt: skip


def _foreseen(page: DonePage) -> Foreseen | None:
    """What the offered answer would make of the index now."""
    if page.ask is None or page.sheet is None or page.offered is None:
        return None
    return foresee(page.sheet, page.ask.question.code, page.offered)

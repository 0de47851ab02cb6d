"""One question by itself, as the script of its page sends it: from a dimension, from the quick scan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import jsonify, render_template, request
from flask.typing import ResponseReturnValue

from readiness.assessment.permissions import Action
from readiness.questionnaire.answer_checks import check_answers
from readiness.questionnaire.answers import Answer
from readiness.services.get_dimension import AnswerSheet, get_question
from readiness.services.save_answers import merged
from readiness.web.access import access, current_person
from readiness.web.answer_form import AnswerForm, read_answer
from readiness.web.api.describe import ERROR, TEXT, WHOLE, describe, object_of
from readiness.web.clashes import THEIRS
from readiness.web.database import get_services, get_session, now
from readiness.web.fields import Ask
from readiness.web.filters import clock
from readiness.web.firm import blueprint
from readiness.web.firm.pages import question_form, remark
from readiness.web.firm.senders import same_person
from readiness.web.firm.sending import send_question
from readiness.web.i18n import translate
from readiness.web.revisions import mark_of

TICKED = "y"
TEXTS = {"type": "array", "items": TEXT}
REFUSED = object_of(error=TEXT, detail=TEXT)
FIELDS = {
    "type": "array",
    "items": TEXTS,
    "description": "name and value of each control, as the form has them",
}
OTHERS = {
    400: ("no CSRF token", ERROR), 401: ("not signed in, or as somebody else", ERROR), 403: ("not allowed", ERROR),
    404: ("not there for this person", ERROR),
    422: ("not a possible answer", REFUSED),
}  # fmt: skip
SAVED_QUESTION: dict[int, tuple[str, dict[str, Any] | None]] = {
    200: ("kept", object_of(revision=WHOLE, seen=TEXT, time=TEXT, remarks=TEXTS, fields=FIELDS)),
    409: (
        "somebody else saved meanwhile ('conflict', with both values to `choice`), or the assessment is not open",
        object_of(error=TEXT, detail=TEXT, choice=TEXT),
    ),
    **OTHERS,
}  # fmt: skip


@dataclass(frozen=True)
class OneQuestion:
    """What stands, and the form of the one question."""

    view: AnswerSheet
    form: AnswerForm

    @property
    def ask(self) -> Ask:
        """The question."""
        return self.form.asks[0]

    @property
    def answer(self) -> Answer:
        """What the form holds; InputError where it is none."""
        return read_answer(self.ask, self.form.typed(self.ask))

    def remarks(self) -> list[str]:
        """What is odd about the answer: a likely slip of unit, a contradiction."""
        code, questionnaire = self.ask.question.code, self.view.questionnaire
        found = check_answers(questionnaire, merged(self.view.answers, {code: self.answer}))
        return [remark(notice) for notice in found if notice.code == code]

    def fields(self) -> Iterator[tuple[str, str]]:
        """Name and value of each control, as the page would send them."""
        for name, data in self.form.typed(self.ask).items():
            values = (
                [TICKED] * data
                if isinstance(data, bool)
                else data
                if isinstance(data, list)
                else [data or ""]
            )
            yield from ((name, str(value)) for value in values)


@blueprint.post("/api/assessments/<key:key>/dimensions/<code:code>/questions/<code:question>")
@access(Action.EDIT_ANSWERS)
@describe(
    "Save the fields of one question as the form of its dimension names them; acknowledged means kept",
    headers={"X-CSRFToken": "the token of GET /api/csrf-token"},
    answers=SAVED_QUESTION,
)
def save_question(key: str, code: str, question: str) -> ResponseReturnValue:
    """The same fields, read by the same form; where somebody else was faster, both values to choose from."""
    same_person()

    def load() -> OneQuestion:
        view = get_question(get_services(), get_session(), key, code, question, by=current_person())
        return OneQuestion(view, question_form(view, question))

    sent = send_question(key, load, lambda page: {question: page.answer})
    page = sent.page
    if sent.clashes:
        words = translate("Somebody else changed this meanwhile")
        choice = render_template("firm/clash_here.html", clash=sent.clashes[0])
        return jsonify(error="conflict", detail=words, choice=choice), 409
    if sent.receipt is None:
        said = [*page.form.refusals, *(error for field in page.form for error in field.errors)]
        return jsonify(error="refused", detail=" ".join(map(str, said))), 422
    chosen = request.form.get(f"keep-{page.ask.name}")
    return jsonify(
        revision=sent.receipt.revisions[question],
        seen=mark_of(page.form.typed(page.ask)),
        time=clock(now()),
        remarks=page.remarks(),
        fields=list(page.fields()) if chosen == THEIRS else [],
    )

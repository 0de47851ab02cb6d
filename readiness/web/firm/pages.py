"""Page models: what the firm's templates show, in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from wtforms import Field

from readiness.assessment.states import AssessmentState
from readiness.errors import NotFoundError
from readiness.questionnaire.answer_checks import MESSAGES, Notice
from readiness.questionnaire.figures import ratio_value
from readiness.services.get_beside import Beside
from readiness.services.get_dimension import AnswerSheet, DimensionView, QuestionSheet, QuestionView
from readiness.services.get_task_list import TaskState
from readiness.web.answer_form import AnswerForm, asks_of, computed_words, make_form, spoken
from readiness.web.fields import FIGURES, HANDLERS, Ask, is_asked
from readiness.web.firm.rates import formula_words
from readiness.web.i18n import mark, translate

STATES = {
    AssessmentState.DRAFT: (mark("Being filled in"), "busy"),
    AssessmentState.SUBMITTED: (mark("Submitted"), "done"),
    AssessmentState.IN_VERIFICATION: (mark("Being verified"), "busy"),
    AssessmentState.RETURNED: (mark("Returned to the firm"), "warn"),
    AssessmentState.VERIFIED: (mark("Verified"), "done"),
    AssessmentState.FINAL: (mark("Final"), "done"),
    AssessmentState.WITHDRAWN: (mark("Withdrawn"), "plain"),
}
PROGRESS = {
    TaskState.NOT_STARTED: (mark("Not started"), "plain"),
    TaskState.STARTED: (mark("In progress"), "busy"),
    TaskState.DONE: (mark("Done"), "done"),
    TaskState.NOT_APPLICABLE: (mark("Not applicable"), "plain"),
    TaskState.WAITING: (mark("First the processes"), "plain"),
}


def state_tag(state: str) -> tuple[str, str]:
    """Words and tone of an assessment's state."""
    words, tone = STATES[AssessmentState(state)]
    return translate(words), tone


def progress_tag(state: TaskState) -> tuple[str, str]:
    """Words and tone of how far a part is."""
    words, tone = PROGRESS[state]
    return translate(words), tone


def remark(notice: Notice) -> str:
    """A remark on an answer as a sentence."""
    return translate(MESSAGES[notice.key], **notice.values)


@dataclass(frozen=True)
class QuestionBlock:
    """One question of a dimension's page; `computed` and `formula` only where the profile gives the figure. `earlier`:
    what counted in the round before, '' where there is nothing; `as_earlier`: the same stands now."""

    ask: Ask
    view: QuestionView
    fields: tuple[Field, ...]
    units: Mapping[str, Any]
    form: AnswerForm
    computed: str
    formula: str
    remarks: tuple[str, ...]
    notes: int
    earlier: str
    as_earlier: bool

    @property
    def grouped(self) -> bool:
        """True when several fields stand under one legend."""
        return len(self.fields) > 1 or (bool(self.fields) and self.fields[0].name != self.ask.name)

    @property
    def unsaved(self) -> bool:
        """True when the page comes back with something typed that is not kept."""
        return not self.ask.question.computed and self.form.touched(self.ask)

    def extra(self, part: str) -> Field | None:
        """The tick or reason beside the answer, or what the form hides, where the question has it."""
        return self.form[name] if (name := f"{self.ask.name}-{part}") in self.form else None


@dataclass(frozen=True)
class DimensionPage:
    """A dimension with its form; `following` is the next dimension's code, '' after the last. `beside` has notes and
    the round before."""

    view: DimensionView
    form: AnswerForm
    blocks: tuple[QuestionBlock, ...]
    following: str
    beside: Beside

    @property
    def earlier_round(self) -> str:
        """The name of the round before, '' in the first."""
        return self.beside.earlier.round.name if self.beside.earlier else ""


def dimension_page(view: DimensionView, beside: Beside) -> DimensionPage:
    """The page as the firm's processes ask it."""
    form = sheet_form(view)
    codes = [dimension.code for dimension in view.questionnaire.dimensions]
    place = codes.index(view.dimension.code) + 1
    return DimensionPage(
        view=view,
        form=form,
        blocks=question_blocks(view, beside, form),
        following=codes[place] if place < len(codes) else "",
        beside=beside,
    )


def sheet_form(view: QuestionSheet) -> AnswerForm:
    """The fields of every question that the firm's processes ask."""
    return _form(view, _asked(view))


def question_blocks(view: QuestionSheet, beside: Beside, form: AnswerForm) -> tuple[QuestionBlock, ...]:
    """The questions as they stand on the page."""
    views = {question.code: question for question in view.questions}
    return tuple(_block(view, beside, ask, views[ask.question.code], form) for ask in _asked(view))


def question_form(view: AnswerSheet, code: str) -> AnswerForm:
    """The part of the dimension's form that holds one question; NotFoundError where there is nothing to type."""
    found = [ask for ask in _asked(view) if ask.question.code == code and not ask.question.computed]
    if not found:
        raise NotFoundError(f"no question {code!r} to answer here")
    return _form(view, found)


def _asked(view: AnswerSheet) -> list[Ask]:
    return [ask for ask in asks_of(view).values() if is_asked(ask.question, ask.shares)]


def _form(view: AnswerSheet, asks: Sequence[Ask]) -> AnswerForm:
    standing = {question.code: question.answer for question in view.questions}
    revisions = {question.code: question.revision for question in view.questions}
    open_ones = [
        ask for ask in asks if not ask.question.computed or _lacks_figures(ask, view.answers.profile)
    ]
    return make_form(open_ones, standing, revisions)


def _lacks_figures(ask: Ask, profile: Mapping[str, object]) -> bool:
    """True for a computed question that only 'not measured' can answer."""
    formula = ask.question.formula
    return formula is not None and ratio_value(formula, profile) is None


def _block(
    view: QuestionSheet, beside: Beside, ask: Ask, question: QuestionView, form: AnswerForm
) -> QuestionBlock:
    names = [] if ask.question.computed else list(HANDLERS[ask.question.kind].fields(ask))
    ratio = ask.question.formula if ask.question.computed else None
    earlier = beside.answer_of(ask.question.code)
    return QuestionBlock(
        ask=ask,
        view=question,
        fields=tuple(form[name] for name in names),
        units=FIGURES.units(ask) if ask.question.variants else {},
        form=form,
        computed=computed_words(ask, view.answers.profile),
        formula=formula_words(view.questionnaire, ratio) if ratio else "",
        remarks=tuple(remark(notice) for notice in question.notices),
        notes=beside.notes.get(ask.question.code, 0),
        earlier=spoken(ask, earlier) if earlier else "",
        as_earlier=earlier == replace(question.answer, documents=()),
    )  # fmt: skip

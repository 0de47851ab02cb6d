"""Answers and figures that two people changed at the same time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from readiness.errors import InputError
from readiness.questionnaire.texts import path
from readiness.services.append_changes import PROCESSES, PROFILE, STATEMENTS
from readiness.services.get_dimension import PartView, QuestionView
from readiness.web.answer_form import AnswerForm, fill, read_answer, spoken
from readiness.web.clashes import THEIRS, Clash, Standing, choice, settle
from readiness.web.fields import Ask, said
from readiness.web.firm.profile_form import PartForm
from readiness.web.i18n import language, translate

WORDS = {PROFILE: "profile", PROCESSES: "processes", STATEMENTS: "statements"}


def settle_answers(form: AnswerForm, questions: Sequence[QuestionView]) -> list[Clash]:
    """Bring the answers onto what stands, as far as that was chosen; what still needs a choice comes back."""
    views = {question.code: question for question in questions}
    return settle(form, [(ask, _standing(form, ask, views[ask.question.code])) for ask in form.asks])


def _standing(form: AnswerForm, ask: Ask, view: QuestionView) -> Standing:
    return Standing(view.saved, fill(ask, view.answer), spoken(ask, view.answer), _sent(ask, form.typed(ask)))


def settle_parts(form: PartForm, view: PartView) -> list[Clash]:
    """The same for figures, shares and statements, figure by figure; each part has one revision for all of them."""
    base, open_ = form.base(), []
    for part in form.parts:
        saved = view.saved.get(part)
        now = saved.revision if saved else 0
        if base[part] == now:
            continue
        rows = [_part_clash(form, view, part, name) for name in form.differing(part)]
        if all(row.keep for row in rows):
            form.move(part, now, give_up={row.field for row in rows if row.keep == THEIRS})
        else:
            open_ += rows
    return open_


def _part_clash(form: PartForm, view: PartView, part: str, name: str) -> Clash:
    code = name.removeprefix(form.parts[part])
    words = str(view.questionnaire.texts.get(f"{WORDS[part]}.{path(code)}", language()))
    saved = view.saved.get(part)
    both = _worded(form, name, form.standing[name]), _worded(form, name, form[name].data or "")
    return Clash(words, name, *both, saved, choice(name, saved.revision if saved else 0))


def _worded(form: PartForm, name: str, data: str) -> str:
    """The words of a choice, else the figure itself."""
    choices: Mapping[str, Any] = {c.value: c.label for c in getattr(form[name], "choices", None) or ()}
    return said(choices[data]) if data and data in choices else data or translate("Not answered yet")


def _sent(ask: Ask, typed: Mapping[str, Any]) -> str:
    """What was typed as an answer, or as it stands where it is none."""
    try:
        return spoken(ask, read_answer(ask, typed))
    except InputError:
        return translate("; ").join(
            str(data) for data in typed.values() if data and not isinstance(data, bool)
        )

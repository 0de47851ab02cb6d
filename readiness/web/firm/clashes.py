"""What two people changed at the same time: both values, who and when, and the choice between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

from readiness.errors import InputError
from readiness.questionnaire.texts import path
from readiness.services.append_changes import PROCESSES, PROFILE, STATEMENTS
from readiness.services.get_dimension import PartView, QuestionView, Saved
from readiness.web.answer_form import AnswerForm, fill, mark_of, read_answer, spoken, whole
from readiness.web.fields import Ask, said
from readiness.web.firm.profile_form import PartForm
from readiness.web.i18n import language, translate

MINE, THEIRS = "mine", "theirs"
WORDS = {PROFILE: "profile", PROCESSES: "processes", STATEMENTS: "statements"}


@dataclass(frozen=True)
class Clash:
    """One question or figure: the field it belongs to, both values in words, and what was chosen ('' for nothing yet).

    `saved` tells the revision that stands, by whom and when.
    """

    name: str
    field: str
    standing: str
    sent: str
    saved: Saved | None
    keep: str

    @property
    def revision(self) -> int:
        """The revision that the choice is made against."""
        return self.saved.revision if self.saved else 0

    @property
    def anchor(self) -> str:
        """Where it stands on the page: a question has its section, a figure its own field."""
        return self.field if "-" in self.field else f"q-{self.field}"


def settle_answers(form: AnswerForm, questions: Sequence[QuestionView]) -> list[Clash]:
    """Bring the form onto what stands, as far as that was chosen; what still needs a choice comes back.

    A question that was not touched here takes the other's answer without asking: nothing typed is lost by that.
    """
    views = {question.code: question for question in questions}
    base, open_ = form.base(), []
    for ask in form.asks:
        view = views[ask.question.code]
        if base[view.code] == view.revision:
            continue
        theirs, typed = fill(ask, view.answer), form.typed(ask)
        differs = form.touched(ask) and mark_of(typed) != mark_of(theirs)
        keep = _choice(ask.name, view.revision) if differs else THEIRS
        if keep:
            form.move(ask, theirs, view.revision, keep_typed=keep == MINE)
        else:
            text = str(ask.questionnaire.texts.get(f"questions.{ask.name}.text", language()))
            words = spoken(ask, view.answer), _sent(ask, typed)
            open_.append(Clash(f"{view.code} {text}", ask.name, *words, view.saved, keep))
    return open_


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
    return Clash(words, name, *both, saved, _choice(name, saved.revision if saved else 0))


def _worded(form: PartForm, name: str, data: str) -> str:
    """The words of a choice, else the figure itself."""
    choices: Mapping[str, Any] = {c.value: c.label for c in getattr(form[name], "choices", None) or ()}
    return said(choices[data]) if data and data in choices else data or translate("Not answered yet")


def _choice(field: str, revision: int) -> str:
    """What was chosen for the field; '' also where something else stands since the choice was shown."""
    keep = request.form.get(f"keep-{field}", "")
    return keep if keep in (MINE, THEIRS) and whole(request.form.get(f"stands-{field}")) == revision else ""


def _sent(ask: Ask, typed: Mapping[str, Any]) -> str:
    """What was typed as an answer, or as it stands where it is none."""
    try:
        return spoken(ask, read_answer(ask, typed))
    except InputError:
        return translate("; ").join(
            str(data) for data in typed.values() if data and not isinstance(data, bool)
        )

"""Answers and figures that two people changed at the same time."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from typing import Any

from readiness.errors import InputError
from readiness.questionnaire.texts import path
from readiness.services.append_changes import PROCESSES, PROFILE, STATEMENTS
from readiness.services.get_dimension import AnswerView, PartView, Saved
from readiness.web.access import current_person
from readiness.web.answer_form import AnswerForm, fill, read_answer, spoken
from readiness.web.clashes import THEIRS, Clash, Standing, choice, settle
from readiness.web.database import now
from readiness.web.fields import Ask, said
from readiness.web.firm.profile_form import PartForm
from readiness.web.firm.senders import typed_at
from readiness.web.i18n import language, translate

WORDS = {PROFILE: "profile", PROCESSES: "processes", STATEMENTS: "statements"}


def settle_answers(form: AnswerForm, questions: Sequence[AnswerView]) -> list[Clash]:
    """Bring the answers onto what stands, as far as that was chosen; what still needs a choice comes back.

    What was typed and given up by choice is left in the form's `given_up`.
    """
    views = {question.code: question for question in questions}
    form.given_up = {}
    for ask in form.asks:
        if choice(ask.name, views[ask.question.code].revision) == THEIRS:
            with contextlib.suppress(InputError):
                form.given_up[ask.question.code] = read_answer(ask, form.typed(ask))
    return settle(form, [(ask, _standing(form, ask, views[ask.question.code])) for ask in form.asks])


def _standing(form: AnswerForm, ask: Ask, view: AnswerView) -> Standing:
    sent = _sent(ask, form.typed(ask))
    return Standing(view.saved, fill(ask, view.answer), spoken(ask, view.answer), sent, own=_own(view.saved))


def _own(saved: Saved | None) -> bool:
    """True for what the same person saved before this was typed: by autosave, in another window, by a lost reply."""
    return saved is not None and saved.by_id == current_person().id and saved.at <= typed_at()


def settle_parts(form: PartForm, view: PartView) -> list[Clash]:
    """The same for figures, shares and statements, figure by figure; each part has one revision for all of them."""
    base, open_ = form.base(), []
    for part in form.parts:
        saved = view.saved.get(part)
        now = saved.revision if saved else 0
        if base[part] == now or move_onto_own(form, view, part):
            continue
        rows = [_part_clash(form, view, part, name) for name in form.differing(part)]
        if all(row.keep for row in rows):
            form.move(part, now, give_up={row.field for row in rows if row.keep == THEIRS})
        else:
            open_ += rows
    return open_


def move_onto_own(form: PartForm, view: PartView, part: str) -> bool:
    """Base a part on what the same person saved before this was typed; False where somebody else saved it after the
    page was shown, be it under another save of one's own: a part holds many fields."""
    saved = view.saved.get(part)
    if saved is None or not _own(saved) or view.others.get(part, 0) > form.base()[part]:
        return False
    form.move(part, saved.revision, give_up=())
    return True


def _part_clash(form: PartForm, view: PartView, part: str, name: str) -> Clash:
    code = name.removeprefix(form.parts[part])
    words = str(view.questionnaire.texts.get(f"{WORDS[part]}.{path(code)}", language()))
    saved = view.saved.get(part)
    both = _worded(form, name, form.standing[name]), _worded(form, name, form[name].data or "")
    keep = choice(name, saved.revision if saved else 0)
    return Clash(words, name, *both, saved, keep, current_person().name, now())


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

"""What two people changed at the same time: both values, who and when, and the choice between them, per question."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import request

from readiness.services.get_dimension import Saved
from readiness.web.access import current_person
from readiness.web.database import now as arrived
from readiness.web.fields import Ask
from readiness.web.i18n import language
from readiness.web.revisions import RevisedForm, mark_of, whole

MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class Clash:
    """One question or figure: the field it belongs to, both values in words, and what was chosen ('' for nothing yet).

    `saved` tells the revision that stands, by whom and when; `sent_by` and `sent_at`
    the same of the other value.
    """

    name: str
    field: str
    standing: str
    sent: str
    saved: Saved | None
    keep: str
    sent_by: str
    sent_at: dt.datetime

    @property
    def revision(self) -> int:
        """The revision that the choice is made against."""
        return self.saved.revision if self.saved else 0

    @property
    def anchor(self) -> str:
        """Where it stands on the page: a question has its section, a figure its own field."""
        return self.field if "-" in self.field else f"q-{self.field}"


@dataclass(frozen=True)
class Standing:
    """What stands of one question: who saved it, what its fields hold for it, its words and those of what is sent.

    `own`: it was saved by the one who sends, before this was typed, so that nobody has to be asked.
    """

    saved: Saved | None
    filled: Mapping[str, Any]
    words: str
    sent: str
    own: bool = False

    @property
    def revision(self) -> int:
        """0 for what nobody has saved yet."""
        return self.saved.revision if self.saved else 0


def settle(form: RevisedForm, pairs: Iterable[tuple[Ask, Standing]]) -> list[Clash]:
    """Bring the form onto what stands, as far as that was chosen; what still needs a choice comes back.

    A question that was not touched here takes the other's value without asking: nothing typed is lost by that.
    """
    base, open_, me = form.base(), [], current_person().name
    for ask, now in pairs:
        if base[ask.question.code] == now.revision:
            continue
        differs = form.touched(ask) and mark_of(form.typed(ask)) != mark_of(now.filled)
        keep = (MINE if now.own else choice(ask.name, now.revision)) if differs else THEIRS
        if keep:
            form.move(ask, now.filled, now.revision, keep_typed=keep == MINE)
        else:
            text = str(ask.questionnaire.texts.get(f"questions.{ask.name}.text", language()))
            name = f"{ask.question.code} {text}"
            open_.append(Clash(name, ask.name, now.words, now.sent, now.saved, keep, me, arrived()))
    return open_


def choice(field: str, revision: int) -> str:
    """What was chosen for the field; '' also where something else stands since the choice was shown."""
    keep = request.form.get(f"keep-{field}", "")
    return keep if keep in (MINE, THEIRS) and whole(request.form.get(f"stands-{field}")) == revision else ""

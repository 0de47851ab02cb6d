"""Forms that save question by question on the revision they showed: what was touched, and what stands meanwhile."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import HiddenField

from readiness.web.fields import Ask
from readiness.web.forms import Form


class RevisedForm(Form):
    """Each question has two hidden fields: `base-…` is the revision that was shown, `seen-…` a mark of its fields."""

    client_id = HiddenField()

    def questions(self) -> Iterable[Ask]:
        """The questions that the form can change."""
        raise NotImplementedError

    def typed(self, ask: Ask) -> dict[str, Any]:
        """What the fields of a question hold."""
        raise NotImplementedError

    def base(self) -> dict[str, int]:
        """Question code → the revision that the page showed."""
        return {ask.question.code: whole(self._fields[f"base-{ask.name}"].data) for ask in self.questions()}

    def touched(self, ask: Ask) -> bool:
        """True when the fields of a question hold something else than the page showed."""
        return mark_of(self.typed(ask)) != str(self._fields[f"seen-{ask.name}"].data)

    def move(self, ask: Ask, standing: Mapping[str, Any], revision: int, *, keep_typed: bool = False) -> None:
        """Base a question on what stands now (`standing` by field), with what is typed or without."""
        if not keep_typed:
            for name, data in standing.items():
                self._fields[name].data = data
        self._fields[f"base-{ask.name}"].data = str(revision)
        self._fields[f"seen-{ask.name}"].data = mark_of(standing)

    def renew(self) -> None:
        """Name the next sending anew: this one was refused."""
        self.client_id.data = secrets.token_urlsafe(16)


def mark_of(typed: Mapping[str, Any]) -> str:
    """A short mark of what fields hold, to tell whether they were touched."""
    plain = {
        name: sorted(map(str, data))
        if isinstance(data, list)
        else data
        if isinstance(data, bool)
        else data or ""
        for name, data in typed.items()
    }
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()[:16]


def whole(text: object) -> int:
    """A revision as a hidden field holds it, 0 for what is none."""
    return int(str(text)) if str(text).isascii() and str(text).isdigit() and len(str(text)) < 12 else 0

"""Both values of figures, shares and statements that somebody else changed meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from readiness.errors import ConflictError
from readiness.questionnaire.answers import Answer
from readiness.questionnaire.texts import path
from readiness.services.append_changes import PROCESSES, PROFILE, STATEMENTS
from readiness.services.get_dimension import PartView
from readiness.web.fields import figure_text
from readiness.web.firm.pages import ConflictRow
from readiness.web.i18n import language, translate


class Part(NamedTuple):
    """Where the words of a part's codes stand and how its fields are named."""

    words: str
    field: str


PARTS = {
    PROFILE: Part("profile", "profile"),
    PROCESSES: Part("processes", "process"),
    STATEMENTS: Part("statements", "statement"),
}


def part_conflicts(view: PartView, conflict: ConflictError) -> list[ConflictRow]:
    """One row for each code whose values differ."""
    return [
        _row(view, PARTS[part], code, old.get(code), new.get(code))
        for part, (standing, sent) in conflict.conflicts.items()
        for old, new in [(_held(standing), _held(sent))]
        for code in {**old, **new}
        if old.get(code) != new.get(code)
    ]


def _held(answer: object) -> Mapping[str, object]:
    value = answer.value if isinstance(answer, Answer) else None
    return value if isinstance(value, dict) else {}


def _row(view: PartView, part: Part, code: str, old: object, new: object) -> ConflictRow:
    name = str(view.questionnaire.texts.get(f"{part.words}.{path(code)}", language()))
    return ConflictRow(name, f"{part.field}-{path(code)}", _said(old), _said(new))


def _said(value: object) -> str:
    if isinstance(value, bool):
        return translate("Yes") if value else translate("No")
    return (value if isinstance(value, str) else figure_text(value)) or translate("Not answered yet")

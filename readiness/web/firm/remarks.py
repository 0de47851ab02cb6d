"""Remarks on answers with the place where each can be put right."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from markupsafe import Markup

from readiness.questionnaire.answer_checks import Notice
from readiness.questionnaire.model import Questionnaire
from readiness.questionnaire.texts import path
from readiness.web.filters import qt
from readiness.web.firm.pages import remark
from readiness.web.i18n import translate


@dataclass(frozen=True)
class Place:
    """Where something stands: its address, and its name in the reader's words."""

    address: str
    words: Markup | str


def question_place(questionnaire: Questionnaire, key: str, code: str) -> Place:
    """A question on the page of its dimension: code and text."""
    page = url_for("firm.show_dimension", key=key, code=questionnaire.question[code].dimension)
    words = Markup("{} {}").format(code, qt(f"questions.{path(code)}.text", questionnaire))
    return Place(f"{page}#q-{path(code)}", words)


def statement_place(questionnaire: Questionnaire, key: str, code: str) -> Place:
    """A statement on its page."""
    address = f"{url_for('firm.show_statements', key=key)}#statement-{path(code)}"
    return Place(address, qt(f"statements.{path(code)}", questionnaire))


def place_of(questionnaire: Questionnaire, key: str, notice: Notice) -> Place:
    """The control that a remark is about."""
    if notice.code in questionnaire.question:
        return question_place(questionnaire, key, notice.code)
    if notice.code in {statement.code for statement in questionnaire.statements}:
        return statement_place(questionnaire, key, notice.code)
    profile = url_for("firm.show_profile", key=key)
    if notice.field in questionnaire.process:
        words: Markup | str = qt(f"processes.{path(notice.field)}", questionnaire)
        return Place(f"{profile}#process-{path(notice.field)}", words)
    if notice.code in {entry.code for entry in questionnaire.profile}:
        return Place(
            f"{profile}#profile-{path(notice.code)}", qt(f"profile.{path(notice.code)}", questionnaire)
        )
    return Place(f"{profile}#processes", translate("Processes"))


def remark_lines(
    questionnaire: Questionnaire, key: str, notices: tuple[Notice, ...]
) -> list[tuple[Place, str]]:
    """Each remark with its place."""
    return [(place_of(questionnaire, key, notice), remark(notice)) for notice in notices]

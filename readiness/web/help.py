"""Help of a question beside its fields, for firms and for consultants."""

from __future__ import annotations

from flask import Flask

from readiness.document.help_words import Pairs, help_pairs
from readiness.document.words import Reader
from readiness.web.fields import Ask
from readiness.web.i18n import language, translate


def init_help(app: Flask) -> None:
    """Make `help_of` known to templates."""
    app.jinja_env.globals["help_of"] = help_of


def help_of(ask: Ask, *, definition: bool = False) -> Pairs:
    """What stands behind 'Help' for a firm with these processes; `definition` first where the page does not show it."""
    reader = Reader(ask.questionnaire, language(), translate)
    pairs = help_pairs(reader, ask.question, ask.shares, audit=True)
    words = reader.text("questions", ask.question.code, ".help")
    return (("", words), *pairs) if definition and words else pairs

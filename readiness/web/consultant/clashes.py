"""Verdicts that two consultants gave at the same time."""

from __future__ import annotations

from collections.abc import Sequence

from readiness.errors import InputError
from readiness.services.get_dimension import QuestionView
from readiness.web.clashes import Clash, Standing, settle
from readiness.web.consultant.verdict_form import VerdictForm, fill
from readiness.web.consultant.words import VERDICTS, verdict_words
from readiness.web.fields import Ask
from readiness.web.i18n import translate


def settle_verdicts(form: VerdictForm, questions: Sequence[QuestionView]) -> list[Clash]:
    """Bring the verdicts onto what stands, as far as that was chosen; what still needs a choice comes back."""
    views = {question.code: question for question in questions}
    return settle(form, [(ask, _standing(form, ask, views[code])) for code, ask in form.asks.items()])


def _standing(form: VerdictForm, ask: Ask, view: QuestionView) -> Standing:
    return Standing(
        view.verdict_saved, fill(ask, view.verdict), verdict_words(ask, view.verdict), _sent(form, ask)
    )


def _sent(form: VerdictForm, ask: Ask) -> str:
    """What was given as a verdict, or as it was typed where it is none yet."""
    try:
        return verdict_words(ask, form.entry(ask.question.code))
    except InputError:
        known = {verdict.value: translate(words) for verdict, words in VERDICTS.items()}
        typed = [str(data) for data in form.typed(ask).values() if data]
        return translate("; ").join(known.get(data, data) for data in typed) or translate("No verdict yet")

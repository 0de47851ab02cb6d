"""How numbers, days and the questionnaire's words look on pages."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_timezone_name
from babel.numbers import format_decimal
from flask import Flask, current_app
from markupsafe import Markup, escape

from readiness.config import Settings
from readiness.document.words import in_percent, signed
from readiness.questionnaire.model import Questionnaire
from readiness.questionnaire.texts import Text
from readiness.scoring.grid import display
from readiness.web.database import get_services
from readiness.web.i18n import TAGS, language, translate

NOTHING = "–"


def init_filters(app: Flask) -> None:
    """Make the filters and `qt` known to templates."""
    app.jinja_env.filters.update(
        score=score,
        difference=difference,
        percent=percent,
        answered=answered,
        day=day,
        moment=moment,
        quantity=quantity,
        qt=marked,
    )
    app.jinja_env.globals.update(qt=qt, zone_name=zone_name)


def score(value: float | None, thresholds: Iterable[float] = ()) -> str:
    """One decimal, more where one would show the number on the other side of a threshold."""
    return NOTHING if value is None or math.isnan(value) else display(value, list(thresholds))


def difference(value: float | None) -> str:
    """Like `score` for what changed: with its sign, a true minus."""
    return NOTHING if value is None or math.isnan(value) else signed(display(abs(value)), value)


def percent(value: float | None, thresholds: Iterable[float] = ()) -> str:
    """Like `score`, with the sign."""
    return NOTHING if value is None else in_percent(translate, score(value, thresholds))


def answered(share: float | None, questionnaire: Questionnaire) -> str:
    """Progress as all pages show it: percent of the weight, never rounded up to what an official result needs."""
    return percent(share, [questionnaire.rules.coverage_overall])


def day(value: dt.date | None) -> str:
    """A day in words of the language; moments are taken in the service's time zone."""
    if value is None:
        return NOTHING
    if isinstance(value, dt.datetime):
        value = value.astimezone(zone()).date()
    return str(format_date(value, "long", locale=language()))


def moment(value: dt.datetime | None) -> str:
    """Day and minute in the service's time zone."""
    if value is None:
        return NOTHING
    return f"{format_date(value.astimezone(zone()), 'medium', locale=language())} {clock(value)}"


def clock(value: dt.datetime) -> str:
    """The minute of the day in the service's time zone."""
    return str(format_time(value.astimezone(zone()), "short", locale=language()))


def zone_name() -> str:
    """The name of the time zone that `day` and `moment` write in."""
    return str(get_timezone_name(zone(), locale=language()))


def quantity(value: float | None, unit: str = "") -> str:
    """A number with its separators and its unit."""
    if value is None:
        return NOTHING
    number = format_decimal(value, locale=language())
    return f"{number} {unit}".strip()


def qt(path: str, questionnaire: Questionnaire | None = None) -> Markup:
    """Words of the questionnaire in the reader's language; words of the fallback language are marked as such."""
    if questionnaire is None:
        services = get_services()
        questionnaire = services.catalogue.get(services.settings.questionnaire)
    return marked(questionnaire.texts.get(path, language()))


def marked(text: Text | str) -> Markup:
    """A text of the questionnaire, in a span with its `lang` where it is not the reader's language."""
    if isinstance(text, str) or text.language == language():
        return escape(str(text))
    tag = TAGS.get(text.language, text.language)
    return Markup('<span lang="{}">{}</span>').format(tag, text.value)


def zone() -> ZoneInfo:
    """Where the service is."""
    settings: Settings = current_app.extensions["readiness_settings"]
    return ZoneInfo(settings.timezone)


def plain_text(value: Any) -> str:
    """Text for places that hold no markup, such as titles and option labels."""
    return str(value.value if isinstance(value, Text) else value)

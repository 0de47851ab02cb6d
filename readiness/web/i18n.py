"""The reader's language: chosen, else their account's, else their browser's, else the service's."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from flask import Blueprint, Flask, abort, current_app, g, redirect, request, session
from flask_babel import Babel, force_locale, get_translations, gettext, lazy_gettext
from werkzeug.wrappers import Response

from readiness.config import Settings, shipped
from readiness.document.words import mark
from readiness.questionnaire.texts import Worded
from readiness.services.sign_in import change_language
from readiness.web.access import PUBLIC, access
from readiness.web.auth import find_person
from readiness.web.database import get_services, get_session
from readiness.web.urls import came_from

NAMES = {"zh_Hans": "简体中文", "en": "English", "vi": "Tiếng Việt"}
TAGS = {"zh_Hans": "zh-Hans", "en": "en", "vi": "vi"}
BROWSER = {"zh": "zh_Hans", "en": "en", "vi": "vi"}

blueprint = Blueprint("language", __name__)

__all__ = ["gettext", "language", "lazy_gettext", "mark", "translate", "translate_into"]


def init_i18n(app: Flask, settings: Settings) -> None:
    """Words in templates by `_()`, the choice of language, and `lang` attributes."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(shipped("translations"))
    app.config["BABEL_DEFAULT_LOCALE"] = settings.default_language
    app.config["BABEL_DEFAULT_TIMEZONE"] = settings.timezone
    Babel(app, locale_selector=language)
    app.register_blueprint(blueprint)
    app.jinja_env.globals.update(language=language, language_names=NAMES, language_tags=TAGS)


def language() -> str:
    """zh_Hans, en or vi for this request."""
    if "language" not in g:
        g.language = _choose()
    return cast(str, g.language)


def _choose() -> str:
    settings: Settings = current_app.extensions["readiness_settings"]
    chosen = session.get("language") if session else None
    if chosen not in settings.languages:
        person = find_person()
        chosen = person.language if person else None
    if chosen not in settings.languages:
        wanted = [tag.replace("-", "_").split("_")[0].lower() for tag in request.accept_languages.values()]
        chosen = next((BROWSER[tag] for tag in wanted if tag in BROWSER), settings.default_language)
    return cast(str, chosen)


def translate(message: str, /, **values: object) -> str:
    """The Translate that services, documents and reports take, in the reader's language."""
    return str(gettext(message, **(_said(values, language()) if values else {})))


def translate_into(code: str) -> Callable[..., str]:
    """A Translate for another language than the reader's, for mails and reports."""

    def translated(message: str, /, **values: object) -> str:
        with force_locale(code):
            return str(gettext(message, **_said(values, code)))

    return translated


def _said(values: dict[str, object], code: str) -> dict[str, object]:
    """The values, those with words in several languages in the one that is read."""
    return {key: value.said(code) if isinstance(value, Worded) else value for key, value in values.items()}


class FormWords:
    """WTForms' own messages from our catalogue."""

    def gettext(self, message: str) -> str:
        """One message."""
        return str(get_translations().ugettext(message))

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """Languages here do not change words by number except English."""
        return self.gettext(singular if number == 1 else plural)


@blueprint.post("/language/<code>")
@access(PUBLIC)
def choose(code: str) -> Response:
    """Keep the language for this browser and go back to the page."""
    if code not in NAMES:
        abort(404)
    session["language"] = code
    person = find_person()
    if person is not None:
        change_language(get_services(), get_session(), code, by=person)
    return redirect(came_from("/"))

"""What the commands share: settings, the questionnaire, words in the reader's language."""

from __future__ import annotations

import gettext
import os
from collections.abc import Callable
from pathlib import Path

from readiness.config import Settings
from readiness.questionnaire.catalogue import Catalogue
from readiness.questionnaire.checked_copy import load_remembered
from readiness.questionnaire.files import stated_version
from readiness.questionnaire.model import Questionnaire

LANGUAGES = ("zh_Hans", "en", "vi")
TRANSLATIONS = Path(__file__).resolve().parent.parent / "translations"


def settings() -> Settings:
    """The settings of this process's environment."""
    return Settings.from_environment(os.environ)


def file_settings() -> Settings:
    """The settings for commands that only read files: they need no secret, wherever they run."""
    return Settings.from_environment({**os.environ, "READINESS_ENVIRONMENT": "development"})


def load_questionnaire(folder: Path | None) -> Questionnaire:
    """The questionnaire in `folder`, else the service's own."""
    if folder is None:
        found = file_settings()
        folder = found.questionnaires_dir / found.questionnaire
    return load_remembered(folder)


def named_questionnaire(file: Path) -> Questionnaire | None:
    """The version that an answer file says it answers, where the service has it."""
    catalogue, stated = Catalogue(file_settings().questionnaires_dir), stated_version(file)
    return catalogue.get(stated) if stated in catalogue.versions() else None


def catalogue_texts(language: str) -> Callable[..., str]:
    """A translator of page words: msgid and named values in, words of `language` out."""
    catalogue = gettext.translation("messages", TRANSLATIONS, languages=[language], fallback=True)

    def translate(message: str, /, **values: object) -> str:
        return catalogue.gettext(message) % values if values else catalogue.gettext(message)

    return translate

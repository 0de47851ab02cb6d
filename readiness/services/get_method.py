"""The method of the questionnaire that new rounds start with, with its worked example."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from readiness.document.blocks import MethodModel
from readiness.document.method_page import Worked, method_model
from readiness.questionnaire.example import example_of
from readiness.questionnaire.model import Questionnaire
from readiness.scoring.engine import scorecard
from readiness.scoring.scorecard import Basis
from readiness.services.context import Services
from readiness.services.keep import Kept
from readiness.services.translator import translator

ON = dt.date(2000, 1, 1)
"""The day of the example's result; its own answers hold no audit that could grow old."""
_kept: Kept[MethodModel] = Kept()


def get_method(services: Services, language: str) -> MethodModel:
    """The method in this language; made once for each language and questionnaire."""
    asked = services.catalogue.get(services.settings.questionnaire)
    folder = services.catalogue.root / services.settings.questionnaire
    return _kept.get((language,), asked, lambda: make_method(asked, folder, language))


def make_method(asked: Questionnaire, folder: Path, language: str) -> MethodModel:
    """The method of any version, as the command writes it; `folder` may hold its example."""
    example = example_of(asked, folder)
    worked = None
    if example is not None:
        card = scorecard(asked, example.answers, basis=Basis.DECLARED, on=ON)
        worked = Worked(example.name, example.name_en, example.answers, card)
    return method_model(asked, language, translator(language), worked)

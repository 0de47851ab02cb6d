"""Pages for everybody."""

from __future__ import annotations

from typing import NamedTuple

from flask import Blueprint, render_template

from readiness.web.access import PUBLIC, access
from readiness.web.database import get_services

blueprint = Blueprint("public", __name__)


class PillarLine(NamedTuple):
    """A pillar on the first page: its code for the words, and how many questions it has."""

    code: str
    questions: int


@blueprint.get("/")
@access(PUBLIC)
def landing() -> str:
    """What it is for, whom, how long, what to have ready, who sees what."""
    services = get_services()
    questionnaire = services.catalogue.get(services.settings.questionnaire)
    return render_template(
        "public/landing.html",
        pillars=[
            PillarLine(p.code, sum(len(d.questions) for d in p.dimensions)) for p in questionnaire.pillars
        ],
        questions=len(questionnaire.questions),
    )

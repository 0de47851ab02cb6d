"""Pages for everybody."""

from __future__ import annotations

from typing import NamedTuple

from flask import Blueprint, render_template

from readiness.document.checklist import has_checklist
from readiness.questionnaire.outlook_rules import scan_of
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
    """What it is for, how it goes and how long it takes, what to have ready, what happens with data, who sees what."""
    services = get_services()
    questionnaire = services.catalogue.get(services.settings.questionnaire)
    return render_template(
        "public/landing.html",
        pillars=[
            PillarLine(p.code, sum(len(d.questions) for d in p.dimensions)) for p in questionnaire.pillars
        ],
        questions=len(questionnaire.questions),
        scan=questionnaire.outlook if scan_of(questionnaire.outlook) else None,
        sub_sectors=questionnaire.sub_sectors,
        checklists=has_checklist(questionnaire),
        fewest=questionnaire.rules.peer_group_from,
    )

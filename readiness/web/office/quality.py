"""The quality of a round: of its questionnaire, of its audits and of the sheets."""

from __future__ import annotations

from flask import render_template

from readiness.assessment.permissions import Action
from readiness.document.quality_findings import quality_findings
from readiness.document.quality_tables import quality_tables
from readiness.document.words import Reader
from readiness.errors import InputError
from readiness.services.get_quality import get_quality
from readiness.services.list_progress import list_progress
from readiness.web.access import access, current_person
from readiness.web.database import get_services, get_session
from readiness.web.i18n import language, translate
from readiness.web.office import blueprint

MOST = 600
SHEETS = 100


@blueprint.get("/rounds/<key:round_key>/quality")
@access(Action.VIEW_QUALITY)
def quality(round_key: str) -> str:
    """Alpha, correlations and agreement as tables, and the sheets to look at; of some of the firms in a large round."""
    by = current_person()
    try:
        found = get_quality(get_services(), get_session(), round_key, by=by, most=MOST)
    except InputError as error:
        if error.code != "round_empty":
            raise
        round_ = list_progress(get_services(), get_session(), round_key, by=by).round
        return render_template("office/quality.html", round=round_, found=None)
    reader = Reader(found.questionnaire, language(), translate)
    return render_template(
        "office/quality.html",
        round=found.round,
        found=found,
        findings=quality_findings(reader, found.quality),
        tables=quality_tables(reader, found.quality, found.consultants),
        sheets=found.conspicuous[:SHEETS],
    )

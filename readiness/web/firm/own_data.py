"""Everything of the firm to take along, and the answers of one assessment as a sheet."""

from __future__ import annotations

import json
from io import BytesIO

from flask import abort, render_template, send_file
from werkzeug.wrappers import Response

from readiness.assessment.permissions import Action
from readiness.document.answer_sheet import answer_lines
from readiness.document.words import Reader
from readiness.exports.answers_xlsx import answers_xlsx
from readiness.exports.ranking_xlsx import ranking_xlsx
from readiness.services.editing import local_day
from readiness.services.export_firm import FirmData, export_answers, export_firm, view_own_data
from readiness.web.access import access, current_person
from readiness.web.database import get_services, get_session, now
from readiness.web.firm import blueprint
from readiness.web.firm.data_sheets import firm_sheets
from readiness.web.i18n import language, translate
from readiness.web.throttle import get_throttle

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
JSON = "application/json"
KINDS = ("xlsx", "json")


@blueprint.get("/firm/<key:key>/data")
@access(Action.EXPORT_DATA)
def own_data(key: str) -> str:
    """What can be taken along, and what can be deleted."""
    firm, assessments = view_own_data(get_services(), get_session(), key, by=current_person())
    return render_template("firm/own_data.html", firm=firm, assessments=assessments)


@blueprint.post("/firm/<key:key>/data/<code:kind>")
@access(Action.EXPORT_DATA)
def take_data(key: str, kind: str) -> Response:
    """The whole file; it is made at once, kept nowhere, and limited in number like sign-ins."""
    if kind not in KINDS:
        abort(404)
    person = current_person()
    get_throttle().count(f"export {person.id}")
    data = export_firm(get_services(), get_session(), key, kind=kind, by=person, at=now())
    content = ranking_xlsx(firm_sheets(data)) if kind == "xlsx" else _json(data)
    day = local_day(get_services(), now()).isoformat()
    name = f"{data.firm.name}-{day}.{kind}"
    return send_file(
        BytesIO(content), XLSX if kind == "xlsx" else JSON, as_attachment=True, download_name=name
    )


@blueprint.get("/assessments/<key:key>/answers.xlsx")
@access(Action.VIEW_HISTORY)
def answers_workbook(key: str) -> Response:
    """The answers as a sheet that can be filled in and sent back."""
    get_throttle().count(f"answers {current_person().id}", 5)
    found = export_answers(get_services(), get_session(), key, by=current_person())
    assessment = found.held.assessment
    lines = answer_lines(
        Reader(found.held.questionnaire, language(), translate), found.held.answers, found.saved
    )
    content = answers_xlsx(key, lines, f"{translate('Answers')} {assessment.round.name}", translate)
    name = f"{assessment.firm.name}-{assessment.round.name}.xlsx"
    return send_file(BytesIO(content), XLSX, as_attachment=True, download_name=name)


def _json(data: FirmData) -> bytes:
    return json.dumps(data.document, ensure_ascii=False, indent=1).encode()

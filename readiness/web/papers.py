"""Papers for everybody, by sub-sector: blank questionnaire and checklist of figures, as page, workbook and PDF."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, redirect, render_template, send_file, url_for
from werkzeug.wrappers import Response

from readiness.document.checklist import has_checklist
from readiness.services.get_paper import (
    BLANK,
    CHECKLIST,
    PAPERS,
    get_paper,
    get_pdf,
    get_workbook,
    request_pdf,
)
from readiness.web.access import PUBLIC, access
from readiness.web.database import get_services, get_session, now
from readiness.web.i18n import language
from readiness.web.throttle import get_throttle

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILE_NAMES = {BLANK.name: "questionnaire", CHECKLIST.name: "checklist"}
OF_BLANK, OF_CHECKLIST = {"paper": BLANK.name}, {"paper": CHECKLIST.name}
blueprint = Blueprint("papers", __name__)


@blueprint.get("/questionnaire")
@access(PUBLIC)
def choose() -> str:
    """The sub-sectors."""
    services = get_services()
    asked = services.catalogue.get(services.settings.questionnaire)
    return render_template(
        "papers/sub_sectors.html", sub_sectors=asked.sub_sectors, checklists=has_checklist(asked)
    )


@blueprint.get("/questionnaire/<code:sub_sector>")
@access(PUBLIC)
def blank(sub_sector: str) -> str:
    """The blank questionnaire of one sub-sector."""
    model = get_paper(get_services(), BLANK, sub_sector, language())
    return render_template("papers/blank.html", model=model, sub_sector=sub_sector, paper=BLANK.name)


@blueprint.get("/checklist/<code:sub_sector>")
@access(PUBLIC)
def checklist(sub_sector: str) -> str:
    """The figures to have ready, by the person who usually knows."""
    model = get_paper(get_services(), CHECKLIST, sub_sector, language())
    return render_template("papers/checklist.html", model=model, sub_sector=sub_sector, paper=CHECKLIST.name)


@blueprint.get("/questionnaire/<code:sub_sector>/<code:language>/xlsx", defaults=OF_BLANK)
@blueprint.get("/checklist/<code:sub_sector>/<code:language>/xlsx", defaults=OF_CHECKLIST)
@access(PUBLIC)
def workbook(paper: str, sub_sector: str, language: str) -> Response:
    """The same as a workbook."""
    content = get_workbook(get_services(), PAPERS[paper], sub_sector, language)
    return _file(content, XLSX, f"{FILE_NAMES[paper]}-{sub_sector}-{language}.xlsx")


@blueprint.post("/questionnaire/<code:sub_sector>/<code:language>/pdf", defaults=OF_BLANK)
@blueprint.post("/checklist/<code:sub_sector>/<code:language>/pdf", defaults=OF_CHECKLIST)
@access(PUBLIC)
def draw(paper: str, sub_sector: str, language: str) -> Response:
    """Have the PDF drawn, once for all visitors; whoever asks too often waits."""
    get_throttle().count("blank questionnaire", network=True)
    request_pdf(get_services(), get_session(), PAPERS[paper], sub_sector, language, at=now())
    return redirect(url_for("papers.pdf", paper=paper, sub_sector=sub_sector, language=language), 303)


@blueprint.get("/questionnaire/<code:sub_sector>/<code:language>/pdf", defaults=OF_BLANK)
@blueprint.get("/checklist/<code:sub_sector>/<code:language>/pdf", defaults=OF_CHECKLIST)
@access(PUBLIC)
def pdf(paper: str, sub_sector: str, language: str) -> Response | tuple[str, dict[str, str]]:
    """The PDF if it was drawn before, else how far it is; a visit never draws."""
    found = get_pdf(get_services(), get_session(), PAPERS[paper], sub_sector, language)
    if found.content is not None:
        return _file(found.content, PDF, f"{FILE_NAMES[paper]}-{sub_sector}-{language}.pdf")
    page = render_template(
        "papers/waiting.html", paper=paper, sub_sector=sub_sector, asked=language, waiting=found.waiting
    )
    return page, {"Refresh": "3"} if found.waiting else {}


def _file(content: bytes, media_type: str, name: str) -> Response:
    return send_file(BytesIO(content), media_type, as_attachment=True, download_name=name)

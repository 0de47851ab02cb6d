"""Pages for everybody on the method: how scores come about, and the blank questionnaire of each sub-sector."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, redirect, render_template, send_file, url_for
from werkzeug.wrappers import Response

from readiness.errors import NotFoundError
from readiness.services.get_blank import get_blank, get_blank_pdf, get_blank_workbook, request_blank_pdf
from readiness.services.get_method import get_method
from readiness.web.access import PUBLIC, access
from readiness.web.database import get_services, get_session, now
from readiness.web.i18n import language
from readiness.web.throttle import get_throttle

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
blueprint = Blueprint("method", __name__)


@blueprint.get("/method")
@access(PUBLIC)
def overview() -> str:
    """What holds for all questions: weights, steps, levels, sources, the worked example."""
    return render_template("method/overview.html", method=get_method(get_services(), language()))


@blueprint.get("/method/<code:pillar>")
@access(PUBLIC)
def chapter(pillar: str) -> str:
    """Every question of one pillar."""
    method = get_method(get_services(), language())
    number = next((i for i, found in enumerate(method.chapters, start=1) if found.code == pillar), None)
    if number is None:
        raise NotFoundError(f"pillar {pillar!r}")
    return render_template("method/chapter.html", method=method, number=number)


@blueprint.get("/questionnaire")
@access(PUBLIC)
def choose() -> str:
    """The sub-sectors."""
    services = get_services()
    asked = services.catalogue.get(services.settings.questionnaire)
    return render_template("method/sub_sectors.html", sub_sectors=asked.sub_sectors)


@blueprint.get("/questionnaire/<code:sub_sector>")
@access(PUBLIC)
def blank(sub_sector: str) -> str:
    """The blank questionnaire of one sub-sector."""
    model = get_blank(get_services(), sub_sector, language())
    return render_template("method/blank.html", model=model, sub_sector=sub_sector)


@blueprint.get("/questionnaire/<code:sub_sector>/<code:language>/xlsx")
@access(PUBLIC)
def workbook(sub_sector: str, language: str) -> Response:
    """The same as a workbook."""
    content = get_blank_workbook(get_services(), sub_sector, language)
    return _file(content, XLSX, f"{sub_sector}-{language}.xlsx")


@blueprint.post("/questionnaire/<code:sub_sector>/<code:language>/pdf")
@access(PUBLIC)
def draw(sub_sector: str, language: str) -> Response:
    """Have the PDF drawn, once for all visitors; whoever asks too often waits."""
    get_throttle().count("blank questionnaire", network=True)
    request_blank_pdf(get_services(), get_session(), sub_sector, language, at=now())
    return redirect(url_for("method.pdf", sub_sector=sub_sector, language=language), 303)


@blueprint.get("/questionnaire/<code:sub_sector>/<code:language>/pdf")
@access(PUBLIC)
def pdf(sub_sector: str, language: str) -> Response | tuple[str, dict[str, str]]:
    """The PDF if it was drawn before, else how far it is; a visit never draws."""
    found = get_blank_pdf(get_services(), get_session(), sub_sector, language)
    if found.content is not None:
        return _file(found.content, PDF, f"{sub_sector}-{language}.pdf")
    page = render_template(
        "method/waiting.html", sub_sector=sub_sector, asked=language, waiting=found.waiting
    )
    return page, {"Refresh": "3"} if found.waiting else {}


def _file(content: bytes, media_type: str, name: str) -> Response:
    return send_file(BytesIO(content), media_type, as_attachment=True, download_name=f"questionnaire-{name}")

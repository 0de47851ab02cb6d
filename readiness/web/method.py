"""Pages for everybody on the method: how scores come about."""

from __future__ import annotations

from flask import Blueprint, render_template

from readiness.errors import NotFoundError
from readiness.services.get_method import get_method
from readiness.web.access import PUBLIC, access
from readiness.web.database import get_services
from readiness.web.i18n import language

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

"""A firm's result for whoever has the link: one page, to read, with no way into anything else."""

from __future__ import annotations

from flask import Blueprint, render_template

from readiness.services.open_share import open_share, record_opening
from readiness.web.access import PUBLIC, access
from readiness.web.database import get_database, get_services, get_session, let_others_write, now
from readiness.web.firm.result_page import result_model
from readiness.web.throttle import get_throttle

TRIES = 30
NO_INDEX = {"X-Robots-Tag": "noindex, nofollow, noarchive"}
blueprint = Blueprint("shared", __name__)


@blueprint.get("/shared/<ticket:secret>")
@access(PUBLIC)
def shared(secret: str) -> tuple[str, int, dict[str, str]]:
    """The result as it stands now; unknown, expired and revoked links look the same."""
    get_throttle().count("shared", TRIES, network=True, look=True)
    found = open_share(get_services(), get_session(), secret, at=now())
    if found is None:
        get_throttle().count("shared", TRIES, network=True)
        return render_template("shared/gone.html"), 404, NO_INDEX
    page = render_template(
        "shared/result.html",
        page=result_model(found.page, whole=False),
        stands=found.stands,
        until=found.until,
    )
    let_others_write()
    with get_database().transaction() as writing:
        record_opening(writing, found.share_id, at=now())
    return page, 200, NO_INDEX

"""Who sends an answer, and how long ago it was typed: what a page's script says of its sendings."""

from __future__ import annotations

import datetime as dt

from flask import abort, request

from readiness.web.access import current_person
from readiness.web.database import now
from readiness.web.revisions import whole


def typed_at() -> dt.datetime:
    """When the last letter of this sending was typed: now less the seconds it waited; now for a plain form."""
    return now() - dt.timedelta(seconds=min(whole(request.form.get("age")), 10**8))


def same_person() -> None:
    """401 where the page belongs to somebody else than who has signed in meanwhile: nobody's answers are saved in
    another name."""
    if request.form.get("person") not in (None, current_person().email):
        abort(401)

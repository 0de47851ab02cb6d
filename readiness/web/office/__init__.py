"""Pages of the cluster office: rounds, firms, import, assignments, progress and the ranking."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("office", __name__, url_prefix="/office")

from readiness.web.office import assignments, drawing, firm, firms, imports, quality, ranking, rounds  # noqa: E402, F401 - they add their routes

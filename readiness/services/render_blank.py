"""Draw the PDF of a blank questionnaire; runs in a worker."""

from __future__ import annotations

from readiness.reports.worker import render_pdf
from readiness.services.context import Services
from readiness.services.get_blank import blank_path, get_blank


def render_blank(services: Services, sub_sector: str, language: str) -> None:
    """Store the PDF where `get_blank_pdf` looks for it."""
    model = get_blank(services, sub_sector, language)
    services.files.put(blank_path(model), render_pdf(model))

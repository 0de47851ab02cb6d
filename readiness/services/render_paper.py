"""Draw the PDF of a blank questionnaire or a checklist; runs in a worker."""

from __future__ import annotations

from readiness.reports.worker import render_pdf
from readiness.services.context import Services
from readiness.services.get_paper import PAPERS, get_paper, paper_path


def render_paper(services: Services, paper: str, sub_sector: str, language: str) -> None:
    """Store the PDF where `get_pdf` looks for it."""
    made = PAPERS[paper]
    model = get_paper(services, made, sub_sector, language)
    services.files.put(paper_path(made, model), render_pdf(model))

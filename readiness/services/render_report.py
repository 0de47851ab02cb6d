"""Draw the PDF of an assessment; runs in a worker."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, agreed
from readiness.document.build import FirmHead, RoundHead, report_model
from readiness.document.model import ReportModel
from readiness.document.proof import Proof
from readiness.questionnaire.trade import sub_sector_of
from readiness.reports.worker import render_pdf
from readiness.scoring.peer_view import Peers
from readiness.services.context import Services
from readiness.services.editing import view_held
from readiness.services.get_peers import peers_of
from readiness.services.get_result import ResultView, result_of
from readiness.services.prove_result import proof_of
from readiness.services.translator import translator
from readiness.store.files import new_path

PDF = "application/pdf"


def render_report(
    services: Services,
    session: Session,
    assessment_key: str,
    language: str,
    *,
    by: Person,
    at: dt.datetime,
    progress: Callable[[int], None] | None = None,
) -> dict[str, Any]:
    """Store the PDF under a random path; returns that path, the file's name, media type and size.

    The firm's own figures stand in it only for those who may see the answers.
    """
    held = view_held(services, session, assessment_key, Action.REQUEST_REPORT, by=by)
    result = result_of(services, session, held, by=by)
    figures = agreed(by, Action.VIEW_ANSWERS, held.assessment.consent)
    today = at.astimezone(ZoneInfo(services.settings.timezone)).date()
    proof = proof_of(services, session, held, result.main.basis)
    peers = None if result.round.practice else peers_of(session, result)
    content = render_pdf(model_of(result, language, today=today, figures=figures, proof=proof, peers=peers))
    if progress:
        progress(90)
    path = new_path("reports")
    services.files.put(path, content)
    name = f"{result.firm.name}-{result.round.name}-{language}-{today.isoformat()}.pdf"
    return {"path": path, "name": name, "media_type": PDF, "size": len(content)}


def model_of(
    result: ResultView,
    language: str,
    *,
    today: dt.date,
    figures: bool,
    proof: Proof | None = None,
    peers: Peers | None = None,
) -> ReportModel:
    """The report model of a result; `figures` adds the table with the firm's own numbers, `proof` how to check it,
    `peers` what others score.

    What is not submitted yet counts as of `today`.
    """
    firm, round_ = result.firm, result.round
    return report_model(
        result.questionnaire,
        result.scorecards,
        firm=FirmHead(firm.name, firm.name_en, firm.credit_code, firm.city, firm.district),
        round_head=RoundHead(
            round_.name, None if round_.practice else round_.closes_on, round_.reference_year
        ),
        on=result.day or today,
        language=language,
        translate=translator(language),
        answers=result.answers if figures else None,
        proof=proof,
        peers=peers,
        sub_sector=sub_sector_of(result.questionnaire, result.answers.shares),
    )

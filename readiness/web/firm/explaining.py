"""Why the result is what it is, and what changed since another one."""

from __future__ import annotations

from flask import render_template, request

from readiness.assessment.permissions import Action
from readiness.document.changes import ChangeReport, change_report
from readiness.document.explanation import why_part
from readiness.document.sentences import basis_word, result_sentences
from readiness.document.words import Reader
from readiness.scoring.scorecard import Basis
from readiness.services.compare_results import Comparison, compare_results
from readiness.services.get_result import ResultView
from readiness.services.get_why import get_why
from readiness.web.access import access, current_person
from readiness.web.database import get_services, get_session
from readiness.web.firm import blueprint
from readiness.web.i18n import language, translate

LABEL = 190.0


@blueprint.get("/assessments/<key:key>/why")
@access(Action.VIEW_RESULT)
def why(key: str) -> str:
    """Points lost by every answer and through what; each gate of the next level with what lifts it."""
    found = get_why(get_services(), get_session(), key, by=current_person())
    view = found.result
    reader = Reader(view.questionnaire, language(), translate)
    return render_template(
        "firm/why.html",
        view=view,
        why=why_part(reader, found.explanation) if found.explanation else None,
        sentences=result_sentences(view.questionnaire, view.main, language(), translate),
        basis=basis_word(view.main.basis, translate),
    )


@blueprint.get("/assessments/<key:key>/compare")
@access(Action.VIEW_RESULT)
def compare(key: str) -> str:
    """From an earlier result to this one; `with` names the other assessment."""
    chosen = request.args.get("with", "")
    found = compare_results(get_services(), get_session(), key, chosen, by=current_person())
    return render_template(
        "firm/compare.html", found=found, view=found.result, report=_report(found), name_of=result_name
    )


def result_name(view: ResultView, basis: Basis | None = None) -> str:
    """The round and the basis of a result."""
    return translate(
        "%(round)s, %(basis)s",
        round=view.round.name,
        basis=basis_word(basis or view.main.basis, translate),
    )


def _report(found: Comparison) -> ChangeReport | None:
    if found.change is None:
        return None
    view, other = found.result, found.other
    after = Reader(view.questionnaire, language(), translate)
    before = Reader(other.questionnaire, language(), translate) if other else after
    if other is not None:
        names = result_name(other), result_name(view)
    else:
        names = basis_word(Basis.DECLARED, translate), basis_word(Basis.VERIFIED, translate)
    return change_report(before, after, found.change, names, label=LABEL)

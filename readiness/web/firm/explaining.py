"""Why the result is what it is, and what changed since another one."""

from __future__ import annotations

from flask import render_template, request

from readiness.assessment.permissions import Action
from readiness.document.changes import ChangeReport, change_report
from readiness.document.explanation import why_part
from readiness.document.sentences import basis_word, result_sentences
from readiness.document.words import Reader
from readiness.services.compare_results import Compared, Comparison, compare_results
from readiness.services.get_why import get_why
from readiness.web.access import access, current_person
from readiness.web.database import get_services, get_session
from readiness.web.firm import blueprint
from readiness.web.i18n import language, translate

TURNED = "1"


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
    """From the older of two results to the newer, or back; `with` names the other assessment."""
    found = compare_results(
        get_services(),
        get_session(),
        key,
        request.args.get("with", ""),
        by=current_person(),
        turned=is_turned(),
    )
    return render_template(
        "firm/compare.html",
        found=found,
        view=found.result,
        names=[result_name(one) for one in found.pair] if found.pair else [],
        report=_report(found),
    )


def is_turned() -> bool:
    """True where the address asks to read from the newer result to the older one."""
    return request.args.get("turned") == TURNED


def quarter_words() -> dict[int, str]:
    """The quarters of a peer group, 1 the best."""
    return {
        1: translate("the leading quarter"),
        2: translate("the second quarter"),
        3: translate("the third quarter"),
        4: translate("the last quarter"),
    }


def result_name(one: Compared) -> str:
    """The round and the basis of a result."""
    return translate(
        "%(round)s, %(basis)s", round=one.view.round.name, basis=basis_word(one.basis, translate)
    )


def _report(found: Comparison) -> ChangeReport | None:
    if found.change is None or found.pair is None:
        return None
    before, after = found.pair
    readers = [Reader(one.view.questionnaire, language(), translate) for one in found.pair]
    if before.view is after.view:
        names = basis_word(before.basis, translate), basis_word(after.basis, translate)
    else:
        names = result_name(before), result_name(after)
    return change_report(readers[0], readers[1], found.change, names)

"""Addresses of consultants."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from readiness.assessment.permissions import Action
from readiness.assessment.states import Step
from readiness.errors import ConflictError, TransitionError
from readiness.services.get_dimension import DimensionView, get_dimension
from readiness.services.list_verifications import GROUPS, list_verifications
from readiness.services.open_evidence import open_evidence
from readiness.services.record_verdicts import record_verdicts
from readiness.services.return_assessment import return_assessment
from readiness.services.sign_audit import sign_audit
from readiness.web.access import access, current_person
from readiness.web.clashes import Clash
from readiness.web.consultant.clashes import settle_verdicts
from readiness.web.consultant.forms import ReturnForm, SignForm, sign_form
from readiness.web.consultant.models import assessment_page, dimension_page, sign_page
from readiness.web.consultant.verdict_form import VerdictForm, make_form
from readiness.web.consultant.words import GROUP_WORDS, state_words
from readiness.web.database import get_services, get_session, now
from readiness.web.files import send_attachment
from readiness.web.i18n import translate
from readiness.web.navigation import home_of
from readiness.web.tones import TONES

LINES = 50
FIRST = (0, 0)
blueprint = Blueprint("consultant", __name__, url_prefix="/consultant")


@blueprint.get("/")
@access(Action.VIEW_WORK_LIST)
def index() -> str:
    """The assessments given to this consultant, those to be verified first."""
    group = request.args.get("show", "")
    group = group if group in GROUPS else ""
    work = list_verifications(
        get_services(), get_session(), by=current_person(), group=group, after=_place(), limit=LINES
    )
    return render_template(
        "consultant/index.html",
        work=work,
        group=group,
        after=_place() != FIRST,
        groups=[(code, translate(words)) for code, words in GROUP_WORDS.items()],
        state_words=state_words,
        tones=TONES,
    )


def _place() -> tuple[int, int]:
    """Where the page begins, as its address says: number of the group and id; the beginning for what is no place."""
    parts = request.args.get("after", "").split("-")
    if len(parts) != 2 or not all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts):
        return FIRST
    return int(parts[0]), int(parts[1])


@blueprint.get("/<key:key>")
@access(Action.VIEW_WORK_LIST)
def assessment(key: str) -> str:
    """One assessment: what is verified, what is left, what it comes to."""
    return assessment_page(key, ReturnForm())


@blueprint.get("/<key:key>/dimensions/<code:code>")
@access(Action.RECORD_VERDICTS)
def dimension(key: str, code: str) -> str:
    """Answers of a dimension with their verdicts."""
    view = get_dimension(get_services(), get_session(), key, code, by=current_person())
    return dimension_page(view, make_form(view))


@blueprint.post("/<key:key>/dimensions/<code:code>")
@access(Action.RECORD_VERDICTS)
def record(key: str, code: str) -> ResponseReturnValue:
    """Record verdicts; refusals and conflicts come back with everything that was typed."""
    view = get_dimension(get_services(), get_session(), key, code, by=current_person())
    form = make_form(view)
    if Step.VERIFY not in view.steps:
        return _stale(view, form, closed=True)
    if clashes := settle_verdicts(form, view.questions):
        return _stale(view, form, clashes)
    try:
        done = form.validate_on_submit() and _record(key, form)
    except ConflictError:  # somebody was faster in this very moment
        get_session().expire_all()
        view = get_dimension(get_services(), get_session(), key, code, by=current_person())
        return _stale(view, form, settle_verdicts(form, view.questions))
    except TransitionError:  # the state changed in this very moment
        get_session().expire_all()
        view = get_dimension(get_services(), get_session(), key, code, by=current_person())
        return _stale(view, form, closed=True)
    if not done:
        return dimension_page(view, form), 422
    flash(translate("The verdicts have been recorded."), "done")
    return redirect(url_for("consultant.assessment", key=key), 303)


def _stale(
    view: DimensionView, form: VerdictForm, clashes: Sequence[Clash] = (), *, closed: bool = False
) -> ResponseReturnValue:
    form.renew()
    return dimension_page(view, form, clashes, closed=closed), 409


def _record(key: str, form: VerdictForm) -> bool:
    entries = form.read()
    if form.refused:
        return False
    services, session, by = get_services(), get_session(), current_person()
    sent, base = str(form.client_id.data or ""), form.base()
    form.call(
        lambda: record_verdicts(services, session, key, entries, base=base, client_id=sent, by=by, at=now())
    )
    return not form.refused


@blueprint.get("/<key:key>/sign")
@access(Action.SIGN_AUDIT)
def sign(key: str) -> str:
    """The statement under the verification, or what is missing before it."""
    return sign_page(key)


@blueprint.post("/<key:key>/sign")
@access(Action.SIGN_AUDIT)
def sign_now(key: str) -> ResponseReturnValue:
    """Sign; from here on there is a verified result."""
    form = sign_form()
    try:
        done = form.validate_on_submit() and _sign(key, form)
    except TransitionError:
        return sign_page(key, form), 409
    if done:
        flash(translate("The verification has been signed. The verified result stands."), "done")
        return redirect(url_for("consultant.assessment", key=key), 303)
    return sign_page(key, form), 422


def _sign(key: str, form: SignForm) -> bool:
    services, session, by = get_services(), get_session(), current_person()
    day = form.signed_on.data or now().date()
    form.call(
        lambda: sign_audit(
            services, session, key, independence=form.independence.data, signed_on=day, by=by, at=now(),
            statement=form.statement.data or "",
        )
    )  # fmt: skip
    return not form.refused


@blueprint.post("/<key:key>/return")
@access(Action.RETURN_ASSESSMENT)
def give_back(key: str) -> ResponseReturnValue:
    """Give the assessment back to the firm with a reason."""
    form, by = ReturnForm(), current_person()
    services, session = get_services(), get_session()
    if form.validate_on_submit():
        reason = form.reason.data or ""
        try:
            form.call(lambda: return_assessment(services, session, key, reason=reason, by=by, at=now()))
        except TransitionError:  # signed, given back or withdrawn meanwhile
            return assessment_page(key, form), 409
    if form.refused:
        return assessment_page(key, form), 422
    flash(translate("The assessment is with the firm again."), "done")
    return redirect(home_of(by), 303)


@blueprint.get("/evidence/<key:key>")
@access(Action.VIEW_EVIDENCE)
def evidence(key: str) -> ResponseReturnValue:
    """A file that supports an answer, always as an attachment."""
    return send_attachment(open_evidence(get_services(), get_session(), key, by=current_person()))

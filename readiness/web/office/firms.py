"""Firms: who is there, confirming and inviting them."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from readiness.assessment.permissions import Action
from readiness.services.confirm_firm import confirm_firm
from readiness.services.get_firm import get_firm
from readiness.services.invite_firm import invite_firm
from readiness.services.list_firms import STAGES as ALL_STAGES
from readiness.services.list_firms import FirmSearch, list_firms
from readiness.web.access import access, current_person
from readiness.web.database import get_services, get_session, now
from readiness.web.i18n import translate
from readiness.web.office import blueprint
from readiness.web.office.forms import InvitationForm
from readiness.web.office.paging import here, page_from, way_back
from readiness.web.office.words import STAGES, say
from readiness.web.pictures import picture_of
from readiness.web.tones import TONES

LONGEST_SEARCH = 100


@blueprint.get("/rounds/<key:round_key>/firms")
@access(Action.LIST_FIRMS)
def firms(round_key: str) -> str:
    """A page of firms with how far each is, narrowed by name or credit code, state and confirmation."""
    services, search = get_services(), _search()
    page = list_firms(
        services, get_session(), round_key, by=current_person(), search=search, after=page_from()
    )
    kept = {
        "search": search.text or None, "stage": search.stage or None,
        "unconfirmed": "yes" if search.unconfirmed else None,
    }  # fmt: skip
    return render_template(
        "office/firms.html",
        round=page.round,
        page=page,
        search=search,
        kept=kept,
        after=page_from(),
        here=here(),
        stages=[(code, say(STAGES, code)) for code in ALL_STAGES],
        say=say,
        words=STAGES,
        tones=TONES,
        questionnaire=services.catalogue.get(page.round.questionnaire),
    )


def _search() -> FirmSearch:
    """What the filters of the list say; what they cannot say is no filter."""
    stage = request.args.get("stage", "")
    return FirmSearch(
        text=request.args.get("search", "").strip()[:LONGEST_SEARCH],
        stage=stage if stage in ALL_STAGES else "",
        unconfirmed=request.args.get("unconfirmed") == "yes",
    )


@blueprint.post("/rounds/<key:round_key>/firms/<key:firm_key>/confirm")
@access(Action.CONFIRM_FIRM)
def confirm(round_key: str, firm_key: str) -> Response:
    """From now on the firm can be ranked."""
    confirm_firm(get_services(), get_session(), firm_key, by=current_person(), at=now())
    flash(translate("The firm is confirmed and can be ranked."), "done")
    return redirect(way_back(url_for("office.firms", round_key=round_key)))


@blueprint.route("/rounds/<key:round_key>/firms/<key:firm_key>/invite", methods=["GET", "POST"])
@access(Action.INVITE_FIRM)
def invite(round_key: str, firm_key: str) -> str | tuple[str, int]:
    """Make a code for the firm's first owner; it is shown this once. A firm of another city does not exist here."""
    get_firm(get_services(), get_session(), round_key, firm_key, by=current_person())
    form = InvitationForm(data={"email": request.args.get("email", "")})
    if form.validate_on_submit():
        invited = form.call(
            lambda: invite_firm(
                get_services(), get_session(), firm_key, by=current_person(), at=now(),
                email=form.email.data or "", round_key=round_key,
            )
        )  # fmt: skip
        if invited is not None:
            picture = picture_of(invited.link)
            return render_template(
                "office/invited.html", invited=invited, picture=picture, back=_list(round_key)
            )
    page = render_template("office/invite.html", form=form, back=_list(round_key))
    return page, 422 if form.refused else 200


def _list(round_key: str) -> str:
    return way_back(url_for("office.firms", round_key=round_key))

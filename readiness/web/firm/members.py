"""The firm's people: who belongs to it, who is invited, who owns it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import DateField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from readiness.assessment.permissions import EDITOR, OWNER, Action
from readiness.errors import InputError, NotFoundError
from readiness.services.change_member import change_member
from readiness.services.give_parts import give_parts
from readiness.services.hand_over import hand_over
from readiness.services.invite_firm import Invited, invite_firm
from readiness.services.list_members import FirmPeople, list_members
from readiness.services.remind_member import remind_member
from readiness.services.remove_member import remove_member
from readiness.services.withdraw_invitation import withdraw_invitation
from readiness.store.rows import Membership
from readiness.web.access import access, current_person
from readiness.web.database import get_services, get_session, now
from readiness.web.filters import qt
from readiness.web.firm import blueprint
from readiness.web.forms import Form, line
from readiness.web.i18n import NAMES, language, lazy_gettext, mark, translate
from readiness.web.messages import message_for
from readiness.web.pictures import picture_of

Answered = str | Response | tuple[str, int]
LONGEST_ADDRESS = 254
KINDS = {
    EDITOR: mark("Editor: answers questions"),
    OWNER: mark("Owner: also declares, submits, looks after people"),
}


class InviteForm(Form):
    """Whom to invite, as what, and for an editor for which dimensions (none ticked: all)."""

    email = line(
        lazy_gettext("Mail address"), LONGEST_ADDRESS, needed=False, type="email", autocomplete="off",
        description=lazy_gettext(
            "Leave it empty to hand the code over yourself, for example by WeChat or on paper."
        ),
    )  # fmt: skip
    language = SelectField(
        lazy_gettext("Language of the mail"), choices=list(NAMES.items()), validate_choice=False
    )
    kind = RadioField(lazy_gettext("Role in the firm"), validate_choice=False)
    dimensions = SelectMultipleField(
        lazy_gettext("An editor only for these dimensions (none ticked: for all)"), validate_choice=False,
        widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(),
    )  # fmt: skip


class PartsForm(Form):
    """What one member shall answer (none ticked: all), and until when."""

    dimensions = SelectMultipleField(
        lazy_gettext("Answers these dimensions (none ticked: all)"), validate_choice=False,
        widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(),
    )  # fmt: skip
    due_on = DateField(lazy_gettext("To be finished by"), [Optional()])


@blueprint.get("/firm/<key:key>/members")
@access(Action.MANAGE_MEMBERS)
def members(key: str) -> str:
    """Members, open invitations, and the form that invites."""
    return _render(key, _form())


@blueprint.post("/firm/<key:key>/members")
@access(Action.MANAGE_MEMBERS)
def invite(key: str) -> Answered:
    """Invite somebody; the code is shown this once, for those whom mail does not reach."""
    form = _form()
    valid = form.validate()
    sending: dict[str, Any] = {
        "email": form.text("email"), "kind": form.text("kind"), "dimensions": _chosen(form),
        "language": form.text("language") if form.text("language") in NAMES else "",
        "by": current_person(), "at": now(),
    }  # fmt: skip
    invited = form.call(lambda: invite_firm(get_services(), get_session(), key, **sending)) if valid else None
    if invited is None:
        return _render(key, form), 422
    return _render(key, _form(fresh=True), invited, mailed=bool(sending["email"]))


@blueprint.post("/firm/<key:key>/members/<key:user>/role")
@access(Action.MANAGE_MEMBERS)
def hand_on(key: str, user: str) -> Response:
    """Make a member an owner, or an owner an editor."""
    form = _form()
    sending: dict[str, Any] = {"kind": form.text("kind"), "by": current_person(), "at": now()}
    try:
        change_member(get_services(), get_session(), key, user, **sending)
    except InputError as error:
        flash(message_for(error), "wrong")
    else:
        flash(translate("The role is changed, and the person is told."), "done")
    return redirect(url_for("firm.members", key=key))


@blueprint.post("/firm/<key:key>/members/<key:user>/hand-over")
@access(Action.MANAGE_MEMBERS)
def give_firm(key: str, user: str) -> Response:
    """Make a member the owner in one's own place, and oneself an editor."""
    try:
        hand_over(get_services(), get_session(), key, user, by=current_person(), at=now())
    except InputError as error:
        flash(message_for(error), "wrong")
        return redirect(url_for("firm.members", key=key))
    flash(translate("The firm is handed over. You are an editor now."), "done")
    return redirect(url_for("firm.index"))


@blueprint.get("/firm/<key:key>/members/<key:user>")
@access(Action.MANAGE_MEMBERS)
def show_parts(key: str, user: str) -> str:
    """What one member shall answer, and until when."""
    people = _people(key)
    seat = _seat_of(people, user)
    return _render_parts(
        people, seat, _parts_form(data={"dimensions": seat.dimensions, "due_on": seat.due_on})
    )


@blueprint.post("/firm/<key:key>/members/<key:user>")
@access(Action.MANAGE_MEMBERS)
def save_parts(key: str, user: str) -> Answered:
    """Give the member dimensions and a day."""
    form = _parts_form()
    by, at, services = current_person(), now(), get_services()

    def give() -> bool:
        sending: dict[str, Any] = {"dimensions": _chosen(form), "due_on": form.due_on.data}
        give_parts(services, get_session(), key, user, **sending, by=by, at=at)
        return True

    if not form.check(give):
        people = _people(key)
        return _render_parts(people, _seat_of(people, user), form), 422
    own = any(seat.user.key == user and seat.user_id == by.id for seat in _people(key).members)
    flash(translate("Saved.") if own else translate("Saved, and the person is told."), "done")
    return redirect(url_for("firm.members", key=key))


@blueprint.post("/firm/<key:key>/members/<key:user>/remind")
@access(Action.MANAGE_MEMBERS)
def remind(key: str, user: str) -> Response:
    """Send the member a mail about what is open."""
    try:
        remind_member(get_services(), get_session(), key, user, by=current_person(), at=now())
    except InputError as error:
        flash(message_for(error), "wrong")
    else:
        flash(translate("The person is reminded."), "done")
    return redirect(url_for("firm.members", key=key))


@blueprint.post("/firm/<key:key>/members/<key:user>/remove")
@access(Action.MANAGE_MEMBERS)
def remove(key: str, user: str) -> Response:
    """Take a member out; the last owner stays."""
    try:
        remove_member(get_services(), get_session(), key, user, by=current_person(), at=now())
    except InputError as error:
        flash(message_for(error), "wrong")
    else:
        flash(translate("The person is removed and signed out; a mail tells about it."), "done")
    return redirect(url_for("firm.members", key=key))


@blueprint.post("/firm/<key:key>/invitations/<key:invitation>/withdraw")
@access(Action.MANAGE_MEMBERS)
def withdraw_invited(key: str, invitation: str) -> Response:
    """Make an invitation worthless that nobody has used."""
    withdraw_invitation(get_services(), get_session(), key, invitation, by=current_person(), at=now())
    flash(translate("The invitation is withdrawn."), "done")
    return redirect(url_for("firm.members", key=key))


def _form(*, fresh: bool = False) -> InviteForm:
    """With the offered values; `fresh` leaves out what was sent."""
    held = {"kind": EDITOR, "language": language()}
    form = InviteForm(None, data=held) if fresh else InviteForm(data=held)
    form.kind.choices = [(kind, translate(words)) for kind, words in KINDS.items()]
    form.dimensions.choices = list(_dimension_names().items())
    return form


def _dimension_names() -> dict[str, str]:
    services = get_services()
    questionnaire = services.catalogue.get(services.settings.questionnaire)
    return {
        dimension.code: f"{dimension.code} {qt(f'dimensions.{dimension.code}', questionnaire).striptags()}"
        for dimension in questionnaire.dimensions
    }


def _parts_form(data: dict[str, Any] | None = None) -> PartsForm:
    form = PartsForm(data=data)
    form.dimensions.choices = list(_dimension_names().items())
    return form


def _people(key: str) -> FirmPeople:
    return list_members(get_services(), get_session(), key, by=current_person(), at=now())


def _seat_of(people: FirmPeople, user: str) -> Membership:
    found = next((seat for seat in people.members if seat.user.key == user), None)
    if found is None:
        raise NotFoundError(f"no member {user!r} of this firm")
    return found


def _render_parts(people: FirmPeople, seat: Membership, form: PartsForm) -> str:
    return render_template("firm/parts.html", people=people, seat=seat, form=form)


def _chosen(form: InviteForm | PartsForm) -> list[str] | None:
    ticked = set(form.dimensions.data or ())
    return [code for code in _dimension_names() if code in ticked] or None


def _render(key: str, form: InviteForm, invited: Invited | None = None, *, mailed: bool = False) -> str:
    people = _people(key)
    kinds = {kind: translate(words) for kind, words in KINDS.items()}
    return render_template(
        "firm/members.html", people=people, form=form, kinds=kinds,
        invited=invited, mailed=mailed, picture=picture_of(invited.link) if invited else "",
    )  # fmt: skip

"""The administrator's pages: people and the log of events."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, SelectField

from readiness.assessment.permissions import Action, Role
from readiness.services.add_user import add_user
from readiness.services.change_user import change_user, forget_second_factor
from readiness.services.clean_input import NAME_LENGTH
from readiness.services.list_events import EventSearch, list_events
from readiness.services.list_people import get_colleague, list_people
from readiness.services.reset_password import issue_reset
from readiness.store.rows import User
from readiness.web import event_words
from readiness.web.access import access, current_person
from readiness.web.database import get_services, get_session, now
from readiness.web.forms import Form, line
from readiness.web.i18n import NAMES, language
from readiness.web.i18n import lazy_gettext as _lazy
from readiness.web.i18n import translate as _
from readiness.web.identity_forms import city_choices, city_field, email_field
from readiness.web.navigation import ROLES

PAGE = 50
LAST_ID = 2**31 - 1

blueprint = Blueprint("admin", __name__, url_prefix="/admin")


def role_choices(*, all_roles: bool = True) -> list[tuple[str, str]]:
    """Roles in words; people of firms come by invitation, so a new login is for the cluster."""
    return [(role.value, _(words)) for role, words in ROLES.items() if all_roles or role is not Role.FIRM]


class PersonForm(Form):
    """What a new login and an old one share."""

    person_name = line(_lazy("Name"), NAME_LENGTH, autocomplete="off")
    role = SelectField(_lazy("Role"))
    city = city_field(description=_lazy("Only for officers: they then see firms of this city."))


class ChangePersonForm(PersonForm):
    """A login that exists."""

    active = BooleanField(_lazy("May sign in"), default=True)


class NewPersonForm(PersonForm):
    """A new login of the cluster."""

    email = email_field("off")
    language = SelectField(_lazy("Language of the mails"), choices=list(NAMES.items()))


@blueprint.get("/people")
@access(Action.LIST_PEOPLE)
def people() -> str:
    """People by page, narrowed by role and by a part of name or address."""
    role, search = request.args.get("role", ""), request.args.get("search", "").strip()[:NAME_LENGTH]
    after = request.args.get("after", 0, type=_bounded)
    found = list_people(
        get_services(),
        get_session(),
        by=current_person(),
        role=role if role in set(Role) else "",
        search=search,
        after=after,
        limit=PAGE + 1,
    )
    role_kept, search_kept = role or None, search or None
    first = url_for("admin.people", role=role_kept, search=search_kept) if after else None
    more = None
    if len(found) > PAGE:
        more = url_for("admin.people", role=role_kept, search=search_kept, after=found[PAGE - 1].id)
    return render_template(
        "admin/people.html", people=found[:PAGE], more=more, first=first, role=role, search=search,
        roles=role_choices(),
    )  # fmt: skip


@blueprint.route("/people/add", methods=["GET", "POST"])
@access(Action.ADD_PERSON)
def add() -> ResponseReturnValue:
    """A new login; its owner gets a mail to choose the password."""
    form = NewPersonForm(language=language())
    form.role.choices = role_choices(all_roles=False)
    form.city.choices = city_choices(_("All cities"))
    if form.validate_on_submit():
        user = form.call(
            lambda: add_user(
                get_services(),
                get_session(),
                email=form.text("email"),
                name=form.text("person_name"),
                role=Role(form.role.data),
                city=form.text("city"),
                language=form.language.data,
                by=current_person(),
                at=now(),
            )
        )
        if user is not None:
            flash(
                _(
                    "%(name)s is added; a mail with a link to choose the password is on its way.",
                    name=user.name,
                ),
                "done",
            )
            return redirect(url_for("admin.people"))
    return render_template("admin/add.html", form=form), 422 if form.refused else 200


@blueprint.route("/people/<key:key>", methods=["GET", "POST"])
@access(Action.CHANGE_PERSON)
def person(key: str) -> ResponseReturnValue:
    """Change role, city or name, or end the login."""
    user = _get(key)
    form = ChangePersonForm(person_name=user.name, role=user.role, city=user.city or "", active=user.active)
    form.role.choices = role_choices()
    form.city.choices = city_choices(_("All cities"), user.city or "")
    if form.validate_on_submit():
        changed = form.call(
            lambda: change_user(
                get_services(),
                get_session(),
                key,
                by=current_person(),
                at=now(),
                name=form.text("person_name"),
                role=Role(form.role.data),
                city=form.text("city"),
                active=form.active.data,
            )
        )
        if changed is not None:
            flash(_("Saved."), "done")
            return redirect(url_for("admin.people"))
    return render_template("admin/person.html", form=form, user=user), 422 if form.refused else 200


@blueprint.post("/people/<key:key>/reset")
@access(Action.CHANGE_PERSON)
def reset(key: str) -> str:
    """A link to hand over where no mail arrives; shown once."""
    link = issue_reset(get_services(), get_session(), key, by=current_person(), at=now())
    return render_template("admin/reset_link.html", user=_get(key), link=link)


@blueprint.post("/people/<key:key>/forget-second-factor")
@access(Action.CHANGE_PERSON)
def forget(key: str) -> ResponseReturnValue:
    """Let somebody who lost the phone set the second step up again."""
    user = forget_second_factor(get_services(), get_session(), key, by=current_person(), at=now())
    flash(_("%(name)s sets the second step up again at the next sign-in.", name=user.name), "done")
    return redirect(url_for("admin.person", key=key))


@blueprint.get("/events")
@access(Action.VIEW_EVENTS)
def events() -> str:
    """The log, newest first, narrowed by what was done, by whom or to whom, and to which firm."""
    typed = {name: request.args.get(name, "").strip()[:NAME_LENGTH] for name in ("action", "person", "firm")}
    if typed["action"] not in event_words.SENTENCES:
        typed["action"] = ""
    before = request.args.get("before", 0, type=_bounded)
    page = list_events(
        get_services(),
        get_session(),
        by=current_person(),
        search=EventSearch(**typed),
        before=before,
        limit=PAGE,
    )
    kept: dict[str, Any] = {name: text or None for name, text in typed.items()}
    return render_template(
        "admin/events.html",
        page=page,
        typed=typed,
        words=event_words,
        more=url_for("admin.events", before=page.following, **kept) if page.following else None,
        first=url_for("admin.events", **kept) if before else None,
    )


def _get(key: str) -> User:
    return get_colleague(get_services(), get_session(), key, by=current_person())


def _bounded(text: str) -> int:
    """An id in an address; ValueError (which gives the default) beyond what a database holds."""
    number = int(text)
    if not 0 <= number <= LAST_ID:
        raise ValueError(text)
    return number

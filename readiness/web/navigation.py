"""The links at the top of every page, and where each role begins."""

from __future__ import annotations

from typing import NamedTuple

from flask import Flask, current_app, request, url_for

from readiness.assessment.permissions import Action, Person, Role, may
from readiness.web.auth import find_login, find_person
from readiness.web.i18n import mark, translate


class Place(NamedTuple):
    """A link of the navigation: its endpoint, its words, and what one must be allowed to see it."""

    endpoint: str
    words: str
    action: Action


PLACES = (
    Place("firm.index", mark("Assessments"), Action.LIST_ASSESSMENTS),
    Place("consultant.index", mark("Work list"), Action.VIEW_WORK_LIST),
    Place("office.index", mark("Rounds"), Action.LIST_ROUNDS),
    Place("admin.people", mark("People"), Action.LIST_PEOPLE),
)


class Link(NamedTuple):
    """A link as the template prints it."""

    address: str
    words: str
    current: bool


ROLES = {
    Role.FIRM: mark("Member of a firm"),
    Role.CONSULTANT: mark("Consultant"),
    Role.OFFICER: mark("Officer of the cluster office"),
    Role.ADMINISTRATOR: mark("Administrator"),
}


def init_navigation(app: Flask) -> None:
    """Give every page `person`, `links`, `home`, how many notices are `unread`, and the words for roles."""
    app.jinja_env.globals["role_name"] = role_name
    app.context_processor(_context)


def role_name(role: str) -> str:
    """A role in words."""
    return translate(ROLES[Role(role)])


def _context() -> dict[str, object]:
    person, login = find_person(), find_login()
    return {
        "person": person,
        "links": links_for(person),
        "home": home_of(person) if person else url_for("public.landing"),
        "unread": (login.row.unread or 0) if login else 0,
        "development": "dev.mail" in current_app.view_functions,
    }


def home_of(person: Person) -> str:
    """The first page of a role."""
    found = _places(person)
    return url_for(found[0].endpoint) if found else url_for("public.landing")


def links_for(person: Person | None) -> list[Link]:
    """The places this person may go to."""
    if person is None:
        return []
    blueprint = request.blueprint
    return [
        Link(url_for(place.endpoint), translate(place.words), place.endpoint.split(".")[0] == blueprint)
        for place in _places(person)
    ]


def _places(person: Person) -> list[Place]:
    known = current_app.view_functions
    return [place for place in PLACES if place.endpoint in known and may(person, place.action)]

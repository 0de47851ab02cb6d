"""Every page of the service, by the addresses of the pinned list, each as somebody who may open it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from readiness.assessment.permissions import Role
from tests.journeys.places import Places

ROUTES = Path(__file__).parents[1] / "architecture" / "routes.txt"
NO_PAGE = re.compile(
    r"^/(api|static)/|^/(healthz|readyz|theme\.css)$|[./](xlsx|json)$|/(file|preview|outlook)$"
    r"|evidence/<key:(file|key)>$"
)
"""Data, files, styles, and a part that a script puts into its page: nothing to look at."""
OF_RESULT = "<key:receipt>"
"""In addresses of what only a submitted assessment has."""
BY_STEPS = {
    "/assessments/<key:key>/dimensions/<code:code>/evidence/<code:question>/<key:file>",
    "/assessments/<key:key>/plan/take-over",
    "/assessments/<key:key>/questions/<code:code>",
    "/assessments/<key:key>/what-if/<key:scenario>",
    "/firm/<key:key>/members/<key:user>",
    "/login/code",
    "/account/passkeys/<key:passkey>",
    "/login/kept",
    "/assessments/<key:key>/report/<key:job>",
    "/confirm/<ticket:token>",
    "/notices/off/<ticket:ticket>",
    "/shared/<ticket:secret>",
    "/reset/<ticket:token>",
    "/questionnaire/<code:sub_sector>/<code:language>/pdf",
    "/checklist/<code:sub_sector>/<code:language>/pdf",
}
"""Pages that only a journey reaches: their addresses are made on the way."""
ADDRESS = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Stop:
    """A page, who opens it (None: a visitor) and how it answers."""

    role: Role | None
    route: str
    path: str
    status: int = 200


def html_routes() -> list[str]:
    """Addresses of the pinned list that answer GET with a page."""
    lines = (line.split() for line in ROUTES.read_text(encoding="utf-8").splitlines())
    return [words[1] for words in lines if "GET" in words[0].split(",") and not NO_PAGE.search(words[1])]


def stops(places: Places, codes: Mapping[str, str]) -> Iterator[Stop]:
    """All pages of `html_routes` but those by steps, each once; roles in blocks, so that one sign-in serves all.

    `codes` fills the places of addresses that name something of the questionnaire.
    """
    common = {**codes, "firm_key": places.firm, "round_key": places.round, "action": places.action}
    finished = {"check", "declare"}
    for route in sorted(set(html_routes()) - BY_STEPS, key=lambda route: (_role(route) or "", route)):
        role = _role(route)
        keys = common | {"key": places.draft}
        if route.startswith("/firm/"):
            keys["key"] = places.own_firm
        elif role is Role.CONSULTANT:
            keys["key"] = places.assigned
        elif role is Role.ADMINISTRATOR:
            keys["key"] = places.person
        elif role is None:
            keys["code"] = places.code
        if route.endswith("/ranking"):
            keys["round_key"] = places.old_round
        if OF_RESULT not in route:
            yield Stop(role, route, ADDRESS.sub(lambda found, keys=keys: keys[found[1]], route))
        if route.startswith("/assessments/") and route.rpartition("/")[2] not in finished:
            keys = common | {"key": places.result, "receipt": places.receipt}
            yield Stop(role, route, ADDRESS.sub(lambda found, keys=keys: keys[found[1]], route))
    yield Stop(Role.CONSULTANT, "/consultant/<key:key>", f"/consultant/{places.signed}")


def _role(route: str) -> Role | None:
    first = route.split("/")[1]
    return {
        "admin": Role.ADMINISTRATOR,
        "office": Role.OFFICER,
        "consultant": Role.CONSULTANT,
        "assessments": Role.FIRM,
        "firm": Role.FIRM,
        "account": Role.FIRM,
        "notices": Role.FIRM,
    }.get(first)


def refused(places: Places) -> Iterator[Stop]:
    """What must not be seen: foreign, forbidden, unknown."""
    yield Stop(None, "", "/no-such-page", 404)
    yield Stop(Role.FIRM, "", "/office/", 403)
    yield Stop(Role.FIRM, "", f"/assessments/{places.other}", 404)
    yield Stop(Role.CONSULTANT, "", f"/consultant/{places.draft}", 404)

"""The pinned list of addresses, read as what can be asked: method, rule, who may."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from readiness.assessment.permissions import PERMISSIONS, Action, Role
from tests.architecture.test_routes import SNAPSHOT
from tests.questionnaire.bakers import bakery

PUBLIC, SIGNED_IN = "public", "signed in"
ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
QUESTION = next(q.code for q in bakery().questions if q.kind == "ladder")
DIMENSION = bakery().question[QUESTION].dimension
PILLAR = bakery().pillars[0].code
SUB_SECTOR = bakery().sub_sectors[0]
TICKET = "T" * 43
WHOSE = {"/assessments": "assessment", "/api/assessments": "assessment", "/consultant/evidence": "file",
         "/consultant": "assessment", "/admin/people": "person", "/firm": "firm_key"}  # fmt: skip

FIRM_THINGS = {
    "assessment", "file", "job", "firm_key", "invitation", "receipt", "note", "notice", "share", "action",
    "scenario",
}  # fmt: skip


@dataclass(frozen=True)
class Route:
    """One line of the list for one method; `needed` is public, signed in or the name of an action."""

    method: str
    rule: str
    needed: str

    @property
    def is_api(self) -> bool:
        """True for addresses that speak JSON."""
        return self.rule.startswith("/api/")

    @property
    def is_public(self) -> bool:
        """True where nobody has to sign in."""
        return self.needed == PUBLIC

    @property
    def names_firm_data(self) -> bool:
        """True where the address names something of one firm."""
        return bool(FIRM_THINGS & set(self._things()))

    def allows(self, role: Role) -> bool:
        """What the table of permissions says about the role."""
        return self.needed in (PUBLIC, SIGNED_IN) or role in PERMISSIONS[Action(self.needed)]

    def address(self, values: Mapping[str, str]) -> str:
        """The address with these things in it; an argument that nobody knows fails the test that asks."""
        found = self.rule
        for argument, thing in zip(ARGUMENT.findall(self.rule), self._things(), strict=True):
            value = {"ticket": TICKET, "filename": "css/app.css"}.get(thing) or values[thing]
            found = re.sub(rf"<(?:\w+:)?{argument}>", value, found, count=1)
        return found

    def _things(self) -> list[str]:
        """What each argument names, by its own name or by the part of the service it stands in."""
        found = []
        for converter, name in re.findall(r"<(?:(\w+):)?(\w+)>", self.rule):
            if converter == "ticket":
                found.append("ticket")
            elif name == "key":
                found.append(next(thing for start, thing in WHOSE.items() if self.rule.startswith(start)))
            elif name == "code" and self.rule.startswith("/language"):
                found.append("language")
            elif name == "code" and (self.rule.startswith("/api/") or "/questions/<code:code>" in self.rule):
                found.append("question")
            else:
                found.append(name)
        return found


def _read(line: str) -> list[Route]:
    methods, rule, needed = re.split(r"\s+", line.strip(), maxsplit=2)
    return [Route(method, rule, needed) for method in methods.split(",")]


ROUTES = [route for line in SNAPSHOT.read_text(encoding="utf-8").splitlines() for route in _read(line)]
GETS = [route for route in ROUTES if route.method == "GET" and route.rule != "/dev/mail"]
UNSAFE = [route for route in ROUTES if route.method != "GET"]

"""Every form with fields nobody offers and with text nobody expects: no column is set by name, nothing fails."""

from __future__ import annotations

import re
import secrets

import pytest
import sqlalchemy as sa

from readiness.assessment.permissions import Action, Role
from readiness.store.rows import Assessment, Firm, Job, Membership, Round, ScorecardRow, User, metadata
from tests.factories import credit_code
from tests.security.addresses import UNSAFE, Route
from tests.security.conftest import ROLES, Scene

EVIL = {
    "role": "administrator", "kind": "owner", "state": "final", "credit_code": "91320509MA1ABCDE0X", "index": "100",
    "level": "5", "active": "", "confirmed_at": "2020-01-01", "city": "Wuxi", "firm_id": "2", "by_id": "1",
}  # fmt: skip
"""What each column would become; any other column gets a number that is another row's."""
ODD_TEXTS = (
    "x" * 20_000, "=1+1", "<svg onload=alert(1)>", "\u202e\u2066gpj.exe", "\U0001f9f5" * 500, "-1", "1e999",
    "9" * 40, "\x01\x1b[31m", "../../../etc/passwd", "' OR 1=1 --", "%s%n{0}", "\u0661\u0662", "NaN", "2026-02-30",
)  # fmt: skip
ENDS_THE_SESSION = "/logout"
TURNS = 5
GIVES_SEATS = Action.MANAGE_MEMBERS
GUARDED = (
    (
        User,
        ("id", "key", "email", "role", "city", "active", "fs_uniquifier", "confirmed_at", "tf_totp_secret"),
    ),
    (Firm, ("id", "key", "credit_code", "confirmed_at")),
    (Membership, ("firm_id", "user_id", "kind", "dimensions")),
    (Assessment, ("id", "key", "firm_id", "round_id", "audit_seed")),
    (Round, ("id", "key", "state", "digest", "questionnaire")),
    (ScorecardRow, ("id", "index", "level", "standing")),
)


def _guarded(scene: Scene) -> dict[str, list[str]]:
    """What a firm or a consultant never sets by a field; steps such as withdrawing have addresses of their own."""
    with scene.database.session() as session:
        return {
            row.__tablename__: sorted(
                map(repr, session.execute(sa.select(*(getattr(row, c) for c in columns))).all())
            )
            for row, columns in GUARDED
        }


def _columns() -> set[str]:
    return {column.name for table in metadata.sorted_tables for column in table.columns}


def _routes(role: Role) -> list[Route]:
    return [route for route in UNSAFE if route.rule != ENDS_THE_SESSION and route.allows(role)]


@pytest.mark.parametrize("who", ["owner", "editor", "foreign owner", "consultant", "other consultant"])
def test_no_column_is_set_by_its_name(scene: Scene, who: str) -> None:
    before, wrong = _guarded(scene), []
    client = scene.browser(who)
    for route in (route for route in _routes(ROLES[who]) if route.needed != GIVES_SEATS):
        for key in ("assessment", "draft"):
            page = dict.fromkeys(scene.fields(client, route, assessment=scene.values[key]), "")
            fields = {**page, **{name: EVIL.get(name, "2") for name in _columns()}}
            answer = scene.ask(client, route, fields, assessment=scene.values[key])
            after = _guarded(scene)
            if after != before or answer.status_code >= 500:
                wrong.append((route, key, answer.status_code, [t for t in after if after[t] != before[t]]))
                before = after
    assert wrong == []


@pytest.mark.parametrize("who", ["visitor", *ROLES])
def test_odd_text_in_every_field_is_kept_or_refused_and_never_fails(scene: Scene, who: str) -> None:
    """The same on both engines: what one of them would refuse is refused before."""
    failed = []
    client = scene.browser(who)
    routes = (
        [r for r in _routes(ROLES[who]) if not r.is_api]
        if who in ROLES
        else [r for r in UNSAFE if r.is_public]
    )
    for route in routes:
        if route.rule == ENDS_THE_SESSION:
            continue
        names = scene.fields(client, route, assessment=scene.values["draft"])
        for turn in range(TURNS):
            texts = {
                name: ODD_TEXTS[(place * 7 + turn * 3) % len(ODD_TEXTS)] for place, name in enumerate(names)
            }
            answer = scene.ask(client, route, texts, assessment=scene.values["draft"])
            if answer.status_code >= 500:
                failed.append((route, texts, answer.status_code))
    assert failed == []


def test_registration_gives_nobody_a_role_or_a_confirmed_firm(scene: Scene) -> None:
    client = scene.browser("visitor")
    token = client.get("/api/csrf-token").json
    assert token is not None
    words = f"{secrets.token_hex(8)} looms"
    data = {
        "csrf_token": token["csrf_token"], "credit_code": credit_code(99_999), "name": "New mill",
        "person_name": "Somebody", "email": "somebody@mill.example", "password": words, "again": words,
        "role": "administrator",
        "confirmed_at": "2020-01-01", "active": "1", "kind": "owner", "firm_id": "1", "tf_totp_secret": "A" * 32,
    }  # fmt: skip
    assert client.post("/register", data=data).status_code == 200
    with scene.database.session() as session:
        mails = [
            str(payload) for payload in session.scalars(sa.select(Job.payload).where(Job.kind == "mail"))
        ]
    tickets = {ticket for mail in mails for ticket in re.findall(r"/confirm/([\w-]+)", mail)}
    evil = {name: EVIL.get(name, "2") for name in _columns()}
    statuses = [client.post(f"/confirm/{ticket}", data={**evil, **data}).status_code for ticket in tickets]
    assert 302 in statuses
    with scene.database.session() as session:
        found = session.scalars(sa.select(User).where(User.email == "somebody@mill.example")).all()
        assert [(user.role, user.tf_totp_secret) for user in found] == [("firm", None)]
        firms = session.scalars(sa.select(Firm).where(Firm.name == "New mill")).all()
        assert [firm.confirmed_at for firm in firms] == [None]

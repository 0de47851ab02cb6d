"""One town with everybody in it, whose names mean harm, and a way to ask every pinned address as each of them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from readiness.assessment.permissions import Role
from readiness.questionnaire.answers import Answer, State
from readiness.services.add_action import OwnAction, add_action
from readiness.services.add_evidence import add_evidence
from readiness.services.invite_firm import invite_firm
from readiness.services.keep_scenario import keep_scenario
from readiness.services.open_assessment import open_assessment
from readiness.services.open_round import open_round
from readiness.services.request_report import request_report
from readiness.services.share_result import share_result
from readiness.services.write_note import write_note
from readiness.store.database import Database
from readiness.store.firms import add_member
from readiness.store.rows import (
    Invitation,
    IssuedResult,
    Job,
    Notice,
    Passkey,
    ShareLink,
    User,
    WebSession,
    metadata,
)
from tests.databases import Place, application
from tests.factories import NOON, make_firm, make_login, open_until
from tests.security.addresses import DIMENSION, PILLAR, QUESTION, SUB_SECTOR, Route
from tests.services.assessment import lives

HARM = "=<svg onload=alert(1)>\"'&{{7*7}}"
"""A name that would be a formula in a spreadsheet, a script in a page and a sum in a template."""
SECRET_WORD = "Lotus mill"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
CONSENT = {"scores": True, "figures": True, "evidence": True}
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
ROLES = {
    "owner": Role.FIRM,
    "editor": Role.FIRM,
    "limited editor": Role.FIRM,
    "foreign owner": Role.FIRM,
    "consultant": Role.CONSULTANT,
    "other consultant": Role.CONSULTANT,
    "officer": Role.OFFICER,
    "foreign officer": Role.OFFICER,
    "administrator": Role.ADMINISTRATOR,
}
Snapshot = dict[str, list[str]]


class Scene:
    """The running service: a firm with a submitted and a draft assessment, and everybody who may or may not look."""

    def __init__(self, url: str, folder: Path) -> None:
        services = lives.bakery_services(folder)
        settings = services.settings.__class__(**{**vars(services.settings), "database_url": url})
        self.settings = settings
        self.app = application(settings)
        self.database = Database(url)
        self.users: dict[str, User] = {}
        with self.database.transaction() as session:
            town = lives.make_town(services, session, closes_on=open_until())
            self._people(session, town)
            self.values = self._things(session, town)
            self.secrets = (town.firm.credit_code, SECRET_WORD)
            town.firm.name, town.firm.name_en, town.round.name = f"{HARM}{SECRET_WORD}", HARM, HARM

    def _people(self, session: Any, town: lives.Town) -> None:
        rows = {user.id: user for user in session.scalars(sa.select(User))}
        given = {"owner": town.owner.id, "consultant": town.consultant.id, "officer": town.officer.id}
        for who, role in ROLES.items():
            user = rows[given[who]] if who in given else make_login(session, role)
            user.name = f"{HARM} {who}"
            if role is not Role.FIRM:
                user.tf_primary_method, user.tf_totp_secret = "authenticator", TOTP_SECRET
            self.users[who] = user
        self.users["foreign officer"].city = "Wuxi"
        add_member(session, town.firm, self.users["editor"], kind="editor")
        add_member(
            session, town.firm, self.users["limited editor"], kind="editor", dimensions=["NO.SUCH.DIMENSION"]
        )
        make_firm(session, owner=self.users["foreign owner"])

    def _things(self, session: Any, town: lives.Town) -> dict[str, str]:
        """Keys of everything that an address can name."""
        by = {"by": town.owner, "at": NOON}
        lives.fill(town)
        file = add_evidence(
            town.services, session, town.key, QUESTION, name=f"{HARM.replace('/', '')}.pdf", content=PDF, **by
        )
        lives.declare(town, consent=CONSENT)
        lives.submit_assessment(town.services, session, town.key, **by)
        job_key = request_report(town.services, session, town.key, "en", **by)
        job = session.scalars(sa.select(Job).where(Job.key == job_key)).one()
        town.services.files.put("reports/aa/aa", PDF)
        job.state, job.result = "done", {"path": "reports/aa/aa", "name": f"{HARM}.pdf"}
        second = open_round(
            town.services, session, name="2027", reference_year=2026, opens_on=dt.date(2026, 1, 1),
            closes_on=open_until(), by=town.officer, at=NOON,
        )  # fmt: skip
        draft = open_assessment(town.services, session, town.firm.key, second.key, **by)
        invite_firm(town.services, session, town.firm.key, kind="editor", **by)
        share_result(
            town.services,
            session,
            town.key,
            label=f"{HARM} bank",
            until=NOON.date() + dt.timedelta(days=366),
            **by,
        )
        session.flush()
        invitation = session.scalars(sa.select(Invitation)).one()
        own = OwnAction(QUESTION, HARM, None, "", None, None)
        action = add_action(town.services, session, town.firm.key, own, client_id="own", **by)
        note = write_note(town.services, session, town.key, QUESTION, text=HARM, **by)
        passkey = Passkey(
            user_id=self.users["owner"].id, credential="owner", public_key="", uses=0, name=HARM, transports=[],
            created_at=NOON,
        )  # fmt: skip
        session.add(passkey)
        session.flush()
        share = session.scalars(sa.select(ShareLink.key)).one()
        supposed = {QUESTION: Answer(State.ANSWERED, 0)}
        scenario = keep_scenario(town.services, session, town.key, supposed, name=HARM, **by)
        receipt = session.scalars(sa.select(IssuedResult.key)).one()
        return {
            "notice": session.scalars(sa.select(Notice.key).where(Notice.user_id == town.owner.id)).one(),
            "assessment": town.key, "draft": draft.key, "file": file.key, "job": job_key,
            "round_key": town.round.key, "firm_key": town.firm.key, "person": self.users["editor"].key,
            "user": self.users["editor"].key, "invitation": invitation.key, "code": DIMENSION, "question": QUESTION,
            "language": "en", "pillar": PILLAR, "sub_sector": SUB_SECTOR, "receipt": receipt,
            "note": note.key, "share": share, "passkey": passkey.key, "kind": "json", "action": action.key,
            "scenario": scenario.key,
        }  # fmt: skip

    def browser(self, who: str) -> FlaskClient:
        """The browser of one of ROLES, or of a visitor; it reads English."""
        client = self.app.test_client()
        with client.session_transaction() as held:
            held["language"] = "en"
            if who in self.users:
                held["_user_id"], held["user_id"] = self.users[who].fs_uniquifier, self.users[who].id
        return client

    def ask(
        self,
        client: FlaskClient,
        route: Route,
        data: Mapping[str, Any] | None = None,
        *,
        token: str | None = "",
        **values: str,
    ) -> TestResponse:
        """Ask one address with a valid token; `token` None sends none; `values` name other things than ours."""
        address = route.address({**self.values, **values})
        if route.method == "GET":
            return client.get(address, query_string=data, buffered=True)
        if token == "":
            token = client.get("/api/csrf-token").json["csrf_token"]  # type: ignore[index]
        headers = {"X-CSRFToken": token} if token else {}
        if route.is_api:
            headers |= {"If-Match": "0", "Idempotency-Key": "12345678"}
            body = {"state": "answered", "value": 1} if data is None else dict(data)
            return client.open(address, method=route.method, json=body, headers=headers, buffered=True)
        return client.open(
            address, method=route.method, data=dict(data or {}), headers=headers, buffered=True
        )

    def snapshot(self) -> Snapshot:
        """Every row of every table but that of browser sessions."""
        found = {}
        with self.database.session() as session:
            for table in metadata.sorted_tables:
                if table is not WebSession.__table__:
                    found[table.name] = sorted(map(repr, session.execute(sa.select(table)).all()))
        return found

    def fields(self, client: FlaskClient, route: Route, **values: str) -> list[str]:
        """The names of all fields on the page where a form of this route stands, if it has one of its own."""
        page = client.get(route.address({**self.values, **values}))
        found = set(re.findall(r'<(?:input|select|textarea|button)[^>]*\bname="([^"]+)"', page.text))
        return sorted(found - {"csrf_token"}) if page.mimetype == "text/html" else []

    def close(self) -> None:
        """Give all connections back to the database, which is about to go."""
        self.app.extensions["readiness_database"].close()
        self.database.close()


@pytest.fixture(scope="module")
def scene(module_place: Place) -> Iterator[Scene]:
    """One town on each engine for all tests of a module."""
    found = Scene(module_place.url, module_place.folder)
    yield found
    found.close()

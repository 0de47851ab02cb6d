"""Twenty people of a firm who answer the same question at the same moment."""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import sqlalchemy as sa

from readiness.services.passwords import hash_password
from readiness.services.save_profile import save_profile
from readiness.store.rows import AnswerRow, User
from tests.factories import NOON
from tests.faults.conftest import PASSWORD, Client, Service
from tests.services.assessment.lives import make_editor

EDITORS = 20
CHOOSING = 3
"""How many of those who were asked answer at once; with all of them the test would take long and show no more."""
CODE, FIELD = "PEOPLE.3", "PEOPLE_3"


def people_of(service: Service) -> list[str]:
    """The addresses of twenty editors of the bakery, whose processes are declared."""
    with service.database.transaction() as session:
        service.town.session = session
        service.town.firm = session.merge(service.town.firm)
        people = [make_editor(service.town) for _ in range(EDITORS)]
        session.execute(sa.update(User).values(password=hash_password(PASSWORD)))
        save_profile(
            service.services, session, service.key, profile={"employees": 12, "flour_t": 80, "rye_t": 20},
            processes={"loaf": 70, "steamed": 30}, base={}, client_id="first", by=service.owner, at=NOON,
        )  # fmt: skip
        return [person.email for person in people]


def save(client: Client, key: str, value: int, **more: str) -> tuple[int, str]:
    """What the script of the page sends; the status, and the choice that is asked for."""
    fields = {FIELD: str(value), f"base-{FIELD}": "0", "client_id": f"sending-{value}", **more}
    address = f"/api/assessments/{key}/dimensions/PEOPLE/questions/{CODE}"
    reply = client.ask(
        "POST", address, urlencode(fields), {"Content-Type": "application/x-www-form-urlencoded"}
    )
    return reply.status, reply.json.get("choice", "")


def insist(client: Client, key: str, value: int, gate: threading.Barrier, turns: threading.Semaphore) -> int:
    """Save, and keep the own value against whoever was faster; how often one was asked."""
    gate.wait()
    status, choice = save(client, key, value)
    asked = 0
    with turns:
        while status == 409:
            asked += 1
            stands = re.search(rf'name="stands-{FIELD}" value="(\d+)"', choice)
            assert stands is not None, choice
            more = {f"keep-{FIELD}": "mine", f"stands-{FIELD}": stands[1], "client_id": f"{value}-{asked}"}
            status, choice = save(client, key, value, **more)
    assert status == 200
    return asked


def test_twenty_editors_of_one_question_make_twenty_revisions_and_none_is_lost(service: Service) -> None:
    emails = people_of(service)
    service.serve()
    gate, turns = threading.Barrier(EDITORS), threading.Semaphore(CHOOSING)
    with ThreadPoolExecutor(EDITORS) as pool:
        clients = list(pool.map(lambda email: Client(service.port, email), emails))
        asked = list(pool.map(lambda n: insist(clients[n], service.key, n + 1, gate, turns), range(EDITORS)))
    assert asked.count(0) == 1, "one was first, and all others saw an answer before they wrote over it"
    with service.database.session() as session:
        rows = session.execute(
            sa.select(AnswerRow.revision, AnswerRow.value, User.email)
            .join(User, User.id == AnswerRow.by_id).where(AnswerRow.code == CODE)
        ).all()  # fmt: skip
    assert {row.email: row.value for row in rows} == {email: n + 1 for n, email in enumerate(emails)}
    assert sorted(row.revision for row in rows) == list(range(2, EDITORS + 2))

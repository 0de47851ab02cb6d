"""What consultants do on their pages, through the app, on synthetic firms."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from readiness.assessment.permissions import Role
from readiness.config import Settings
from readiness.questionnaire.answers import Verdict
from readiness.questionnaire.model import Kind
from readiness.questionnaire.texts import path
from readiness.services.context import Services
from readiness.services.editing import Held, read_held
from readiness.services.seed_demo import demo_logins, seed_demo
from readiness.store.database import Database
from readiness.store.people import find_user, person_of
from readiness.store.rows import Assessment, Assignment
from readiness.store.verification import add_assignment
from tests.databases import Place, application
from tests.factories import SECRET

SURE = {"confirmed": "yes"}
AT = dt.datetime(2026, 5, 4, 3, 0, tzinfo=dt.UTC)


@dataclass
class Scene:
    """A running app with a submitted assessment given to the consultant, and one that is nobody's."""

    client: FlaskClient
    services: Services
    database: Database
    key: str
    other: str

    def enter(self, role: Role) -> None:
        """Sign in with password and, where asked, the code of the moment."""
        login = next(login for login in demo_logins() if login.role is role)
        self.post("/login", {"email": login.email, "password": login.password}, at="/login")
        if login.totp_secret:
            totp = self.client.application.extensions["readiness_totp"]
            self.post("/login/code", {"code": totp.current(login.totp_secret)}, at="/login/code")

    def post(self, address: str, data: Mapping[str, object], *, at: str) -> TestResponse:
        """Send a form with the hidden fields of the page it stands on."""
        page = self.client.get(at).text
        return self.client.post(address, data={**dict(_hidden(page)), **data})

    def held(self) -> Held:
        """The assessment as it stands now."""
        with self.database.session() as session:
            row = session.query(Assessment).filter_by(key=self.key).one()
            return read_held(self.services, row)


def _hidden(page: str) -> list[tuple[str, str]]:
    found = []
    for tag in re.findall(r"<input[^>]*>", page):
        parts = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if parts.get("type") == "hidden" and "name" in parts:
            found.append((parts["name"], html.unescape(parts.get("value", ""))))
    return found


@pytest.fixture
def scene(own_place: Place) -> Iterator[Scene]:
    """Fifteen synthetic firms, once on each engine; the language is English."""
    environ = {
        "READINESS_ENVIRONMENT": "test",
        "READINESS_DATA": str(own_place.folder),
        "READINESS_SECRET_KEY": SECRET,
        "READINESS_DATABASE": own_place.url,
        "READINESS_BASE_URL": "http://localhost",
    }
    app = application(Settings.from_environment(environ))
    services, database = app.extensions["readiness_services"], app.extensions["readiness_database"]
    keys = own_place.filled("consultant", lambda: _seed(services, database))
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    found = Scene(client, services, database, *keys)
    found.client.post("/language/en", data=dict(_hidden(found.client.get("/login").text)))
    yield found
    database.close()


def _seed(services: Services, database: Database) -> tuple[str, str]:
    with database.transaction() as session:
        seed_demo(services, session, firms=15, seed=4, at=AT)
        consultant = find_user(session, next(x.email for x in demo_logins() if x.role is Role.CONSULTANT))
        assert consultant is not None
        given = {row.assessment_id for row in session.query(Assignment)}
        free = [row for row in session.query(Assessment).filter_by(state="submitted") if row.id not in given]
        add_assignment(session, free[0], consultant, by=person_of(consultant), at=AT)
        return free[0].key, free[1].key


def _ladder(scene: Scene) -> tuple[str, str]:
    """A ladder question that the firm answered above the lowest step: its dimension and code."""
    held = scene.held()
    for question in held.questionnaire.questions:
        answer = held.answers.answers.get(question.code)
        if question.kind is Kind.LADDER and answer and isinstance(answer.value, int) and answer.value > 0:
            return question.dimension, question.code
    raise AssertionError("no such question")


def _open_names(scene: Scene, dimension: str) -> list[str]:
    """Names of the questions of a dimension that can get a verdict."""
    text = scene.client.get(f"/consultant/{scene.key}/dimensions/{dimension}").text
    return re.findall(r'<select[^>]*name="grade-([^"]+)"', text)


def _grade(scene: Scene) -> str:
    return scene.held().questionnaire.grades[-1].code


def test_lowered_without_a_reason_is_refused_beside_the_question_and_the_typed_text_stays(
    scene: Scene,
) -> None:
    scene.enter(Role.CONSULTANT)
    dimension, code = _ladder(scene)
    name, address = path(code), f"/consultant/{scene.key}/dimensions/{dimension}"
    lowered = {f"verdict-{name}": "lowered", f"audited-{name}": "0", f"grade-{name}": _grade(scene)}
    answer = scene.post(address, lowered, at=address)
    assert answer.status_code == 422
    assert f'id="reason-{name}-error"' in answer.text
    assert "Say why" in answer.text
    assert re.search(rf'<input checked[^>]*name="verdict-{name}"[^>]*value="lowered"', answer.text)
    confirmed = {f"verdict-{name}": "confirmed", f"reason-{name}": "seen the <order> book"}
    answer = scene.post(address, confirmed, at=address)
    assert answer.status_code == 422
    assert f'id="grade-{name}-error"' in answer.text
    assert "seen the &lt;order&gt; book" in answer.text
    assert scene.held().answers.verification is None


def test_a_recorded_verdict_shows_a_preview_and_a_second_one_on_an_old_page_shows_both(scene: Scene) -> None:
    scene.enter(Role.CONSULTANT)
    dimension, code = _ladder(scene)
    name, address = path(code), f"/consultant/{scene.key}/dimensions/{dimension}"
    old = dict(_hidden(scene.client.get(address).text))
    lowered = {
        f"verdict-{name}": "lowered",
        f"audited-{name}": "0",
        f"grade-{name}": _grade(scene),
        f"reason-{name}": "No records on site",
    }
    assert scene.client.post(address, data={**old, **lowered}).status_code == 303
    assert "Preview from the verdicts so far" in scene.client.get(f"/consultant/{scene.key}").text
    second = {
        **old,
        "client_id": "another-sending",
        f"verdict-{name}": "confirmed",
        f"grade-{name}": _grade(scene),
    }
    answer = scene.client.post(address, data=second)
    assert answer.status_code == 409
    assert "Somebody else changed this meanwhile" in answer.text
    assert answer.text.count("No records on site") >= 1
    hidden = dict(_hidden(answer.text))
    again = {**second, **hidden}
    assert scene.client.post(address, data=again).status_code == 409, "nothing was chosen"
    assert scene.client.post(address, data={**again, f"keep-{name}": "mine"}).status_code == 303
    verification = scene.held().answers.verification
    assert verification
    assert verification.verdicts[code].verdict is Verdict.CONFIRMED


def test_the_verdict_of_somebody_else_can_be_chosen_for_one_question_and_ones_own_for_another(
    scene: Scene,
) -> None:
    scene.enter(Role.CONSULTANT)
    dimension, names = next(
        (dimension.code, names)
        for dimension in scene.held().questionnaire.dimensions
        if len(names := _open_names(scene, dimension.code)) > 1
    )
    address, grade = f"/consultant/{scene.key}/dimensions/{dimension}", _grade(scene)
    old = dict(_hidden(scene.client.get(address).text))
    first, second = names[:2]
    for name in (first, second):
        old |= {f"verdict-{name}": "confirmed", f"grade-{name}": grade}
    doubtful = {f"verdict-{n}": "not_verifiable" for n in (first, second)} | {
        f"reason-{n}": f"nothing seen for {n}" for n in (first, second)
    }
    assert scene.client.post(address, data=old).status_code == 303
    asked = scene.client.post(address, data={**old, **doubtful})
    assert asked.status_code == 409
    choice = {f"keep-{first}": "theirs", f"keep-{second}": "mine"}
    sent = {**old, **doubtful, **dict(_hidden(asked.text)), **choice}
    assert scene.client.post(address, data=sent).status_code == 303
    verification = scene.held().answers.verification
    assert verification
    found = {path(code): entry.verdict for code, entry in verification.verdicts.items()}
    assert (found[first], found[second]) == (Verdict.CONFIRMED, Verdict.NOT_VERIFIABLE)


def test_a_page_of_verdicts_taken_back_in_the_browser_never_loses_what_is_sent_from_it(scene: Scene) -> None:
    scene.enter(Role.CONSULTANT)
    dimension, code = _ladder(scene)
    name, address = path(code), f"/consultant/{scene.key}/dimensions/{dimension}"
    old = dict(_hidden(scene.client.get(address).text))
    confirmed = {**old, f"verdict-{name}": "confirmed", f"grade-{name}": _grade(scene)}
    unseen = {**confirmed, f"verdict-{name}": "not_verifiable", f"reason-{name}": "Nobody there"}
    assert scene.client.post(address, data=confirmed).status_code == 303
    asked = scene.client.post(address, data=unseen)
    assert asked.status_code == 409
    again = {**unseen, **dict(_hidden(asked.text)), f"keep-{name}": "mine"}
    assert scene.client.post(address, data=again).status_code == 303
    assert scene.client.post(address, data=confirmed).status_code == 409, "the first page once more"


def _move(scene: Scene, state: str) -> None:
    with scene.database.transaction() as session:
        session.query(Assessment).filter_by(key=scene.key).update({"state": state})


@pytest.mark.parametrize(
    ("state", "now", "way_on"),
    [
        ("returned", "Given back to the firm", "when the firm has submitted again"),
        ("withdrawn", "Withdrawn by the firm", "when the firm has submitted again"),
        ("verified", "Verification signed", "give it to the cluster office"),
    ],
)
def test_verdict_typed_while_the_firm_got_its_assessment_back_stays_on_the_page(
    scene: Scene, state: str, now: str, way_on: str
) -> None:
    scene.enter(Role.CONSULTANT)
    dimension, code = _ladder(scene)
    name, address = path(code), f"/consultant/{scene.key}/dimensions/{dimension}"
    typed = {
        f"verdict-{name}": "confirmed",
        f"grade-{name}": _grade(scene),
        f"reason-{name}": "Seen <in> use",
    }
    shown = dict(_hidden(scene.client.get(address).text))
    _move(scene, state)
    answer = scene.client.post(address, data={**shown, **typed})
    assert answer.status_code == 409
    assert now in answer.text
    assert way_on in answer.text
    assert "Seen &lt;in&gt; use" in answer.text
    assert ("Record the verdicts" in answer.text) is (state != "verified")
    assert scene.held().answers.verification is None
    _move(scene, "submitted")
    assert scene.client.post(address, data={**dict(_hidden(answer.text)), **typed}).status_code == 303
    verification = scene.held().answers.verification
    assert verification
    assert verification.verdicts[code].reason == "Seen <in> use"


def test_reason_for_giving_back_stays_on_the_page_of_an_assessment_that_is_back_already(scene: Scene) -> None:
    scene.enter(Role.CONSULTANT)
    page = f"/consultant/{scene.key}"
    shown = dict(_hidden(scene.client.get(page).text))
    _move(scene, "returned")
    sent = {**shown, **SURE, "reason": "Energy bills are missing"}
    answer = scene.client.post(f"{page}/return", data=sent)
    assert answer.status_code == 409
    assert "The assessment was not given back" in answer.text
    assert "Energy bills are missing" in answer.text


def test_an_assessment_given_to_somebody_else_does_not_exist(scene: Scene) -> None:
    scene.enter(Role.CONSULTANT)
    for address in ("", "/dimensions/x", "/sign"):
        assert scene.client.get(f"/consultant/{scene.other}{address}").status_code == 404
    assert scene.other not in scene.client.get("/consultant/").text
    assert scene.key in scene.client.get("/consultant/").text


def test_people_of_firms_may_not_open_the_pages_of_consultants(scene: Scene) -> None:
    scene.enter(Role.FIRM)
    for address in ("/consultant/", f"/consultant/{scene.key}", f"/consultant/{scene.key}/sign"):
        assert scene.client.get(address).status_code == 403


def test_giving_back_needs_a_reason_and_then_leaves_the_assessment_with_the_firm(scene: Scene) -> None:
    scene.enter(Role.CONSULTANT)
    page = f"/consultant/{scene.key}"
    answer = scene.post(f"{page}/return", {**SURE, "reason": " "}, at=page)
    assert answer.status_code == 422
    assert 'id="reason-error"' in answer.text
    assert (
        scene.post(f"{page}/return", {**SURE, "reason": "Energy bills are missing"}, at=page).status_code
        == 303
    )
    assert "Given back to the firm" in scene.client.get(page).text


def test_signing_leads_to_a_verified_result_beside_the_declared_one(scene: Scene) -> None:
    scene.enter(Role.CONSULTANT)
    page, grade = f"/consultant/{scene.key}", _grade(scene)
    for dimension in scene.held().questionnaire.dimensions:
        address = f"{page}/dimensions/{dimension.code}"
        names = _open_names(scene, dimension.code)
        data = {f"verdict-{n}": "confirmed" for n in names} | {f"grade-{n}": grade for n in names}
        if names:
            assert scene.post(address, data, at=address).status_code == 303
        if dimension == scene.held().questionnaire.dimensions[0]:
            early = scene.post(
                f"{page}/sign", {**SURE, "independence": "y", "statement": "Seen on site"}, at=page
            )
            assert early.status_code == 422
            assert "The sample still lacks verdicts" in early.text
            assert "Seen on site" in early.text
    assert scene.post(f"{page}/sign", SURE, at=f"{page}/sign").status_code == 422
    day = {**SURE, "independence": "y", "signed_on": AT.date().isoformat()}
    unsure = scene.post(f"{page}/sign", {**day, "confirmed": None}, at=f"{page}/sign")
    assert "Sign the verification of" in unsure.text, "asked once where no script asks"
    assert "Verification signed" not in scene.client.get(page).text
    assert scene.post(f"{page}/sign", day, at=f"{page}/sign").status_code == 303
    text = scene.client.get(page).text
    assert "Verification signed" in text
    assert "Declared index" in text
    assert "Verified index" in text
    assert "Preview" not in text


def test_nothing_can_be_signed_before_there_is_a_verdict_and_what_was_typed_comes_back(scene: Scene) -> None:
    scene.enter(Role.CONSULTANT)
    page = f"/consultant/{scene.key}"
    before = scene.client.get(f"{page}/sign")
    assert "Nothing is verified yet" in before.text
    assert "questions of the sample still need a verdict" in before.text
    assert 'name="statement"' not in before.text
    typed = {**SURE, "independence": "y", "signed_on": AT.date().isoformat(), "statement": "Seen on site"}
    answer = scene.post(f"{page}/sign", typed, at=page)
    assert answer.status_code == 409
    assert "Nothing is verified yet" in answer.text
    assert "Seen on site" in answer.text


def test_an_audited_figure_stands_beside_its_unit_in_the_words_of_the_reader(scene: Scene) -> None:
    scene.enter(Role.CONSULTANT)
    scene.client.post("/language/zh_Hans", data=dict(_hidden(scene.client.get("/consultant/").text)))
    held = scene.held()
    units = {
        v.unit
        for q in held.questionnaire.questions
        for v in q.variants
        if not v.unit.isascii() or " " in v.unit
    }
    assert units
    shown, inputs = "", 0
    for dimension in held.questionnaire.dimensions:
        text = scene.client.get(f"/consultant/{scene.key}/dimensions/{dimension.code}").text
        inputs += text.count('name="audited-')
        shown += text
    words = {unit: str(held.questionnaire.texts.get(f"units.{unit}", "zh_Hans")) for unit in units}
    assert [unit for unit, said in words.items() if said != unit and unit in shown] == []
    assert 'class="unit"' in shown


def test_work_to_be_done_stands_first_and_the_list_can_be_narrowed(scene: Scene) -> None:
    scene.enter(Role.CONSULTANT)
    whole = scene.client.get("/consultant/").text
    states = re.findall(r'<span class="tag tag-\w+">([^<]+)</span>', whole)
    assert states == sorted(states, key=lambda said: said == "Verification signed")
    assert states[0] == "Waiting for verification"
    assert scene.key in scene.client.get("/consultant/?show=open").text
    signed = scene.client.get("/consultant/?show=signed").text
    assert scene.key not in signed
    assert "Verification signed" in signed
    for place in ("0-0", "2-999999999", "x", "1-", "-1-2", "9" * 30):
        assert scene.client.get(f"/consultant/?after={place}").status_code == 200

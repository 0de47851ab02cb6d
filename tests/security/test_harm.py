"""Files, links and hosts that mean harm."""

from __future__ import annotations

import io

import openpyxl
import pytest
import sqlalchemy as sa
import xlsxwriter

from readiness.store.rows import Job, WebSession
from tests.security.addresses import ROUTES, Route
from tests.security.conftest import HARM, SECRET_WORD, Scene

IMPORT = next(
    r for r in ROUTES if r.method == "POST" and r.rule.startswith("/office/") and r.rule.endswith("/import")
)
WORKBOOK = next(r for r in ROUTES if r.rule.endswith("/ranking.xlsx"))
EVIDENCE = next(r for r in ROUTES if r.method == "POST" and r.rule.endswith("/evidence/<code:question>"))


def _far_away() -> bytes:
    """A workbook of 5 KB whose last cell is the last that there can be."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["credit_code", "name"])
        sheet.write(1_048_575, 16_383, "x")
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("firms.xlsx", _far_away()),
        ("firms.xlsx", b"PK\x03\x04" + b"\x00" * 500),
        ("firms.csv", b"\xff\xfe\x00\xd8" * 9),
        ("firms.csv", b'credit_code,name\n"' + b"x" * 300_000),
        ("../../firms.exe", b"MZ"),
    ],
    ids=["one cell far away", "no workbook", "half characters", "endless cell", "a program"],
)
def test_list_that_means_harm_is_refused_and_the_service_lives(
    scene: Scene, name: str, content: bytes
) -> None:
    officer = scene.browser("officer")
    answer = scene.ask(officer, IMPORT, {"file": (io.BytesIO(content), name)})
    assert answer.status_code == 422
    assert officer.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("page.pdf", b"<html><script>alert(1)</script></html>"),
        ("page.html", b"%PDF-1.7\n"),
        ("photo.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40),
        ("table.xlsx", b"PK\x03\x04"),
        ("empty.pdf", b""),
    ],
)
def test_evidence_that_is_not_what_it_says_is_refused_beside_the_field(
    scene: Scene, name: str, content: bytes
) -> None:
    owner, before = scene.browser("owner"), scene.snapshot()
    sent = {"file": (io.BytesIO(content), name)}
    answer = scene.ask(owner, EVIDENCE, sent, assessment=scene.values["draft"])
    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text
    assert scene.snapshot() == before


def test_name_with_a_path_stays_in_the_folder_of_files(scene: Scene) -> None:
    sent = {"file": (io.BytesIO(b"%PDF-1.7\n1"), "../../../../tmp/evil.pdf")}
    answer = scene.ask(scene.browser("owner"), EVIDENCE, sent, assessment=scene.values["draft"])
    assert answer.status_code == 302
    files = [path for path in scene.settings.data_dir.rglob("*") if path.is_file()]
    assert not [path for path in files if "evil" in path.name]


def test_name_like_a_formula_is_text_in_the_workbook_of_the_ranking(scene: Scene) -> None:
    answer = scene.ask(scene.browser("officer"), WORKBOOK)
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
    assert f"'{HARM}{SECRET_WORD}" in [cell.value for cell in cells]


def test_address_in_a_mail_is_ours_whatever_host_was_asked(scene: Scene) -> None:
    client = scene.browser("visitor")
    base = "http://evil.example"
    token = client.get("/api/csrf-token", base_url=base).json
    assert token is not None
    form = {"csrf_token": token["csrf_token"], "email": scene.users["owner"].email}
    headers = {"X-Forwarded-Host": "evil.example", "Referer": base}
    client.post("/reset", data=form, base_url=base, headers=headers)
    with scene.database.session() as session:
        mails = [
            str(payload) for payload in session.scalars(sa.select(Job.payload).where(Job.kind == "mail"))
        ]
    assert [mail for mail in mails if "/reset/" in mail]
    assert [mail for mail in mails if "evil" in mail] == []


@pytest.mark.parametrize("cookie", ["x", "x" * 5000, "\u00e9", "' OR 1=1", "A" * 43])
def test_made_up_cookie_is_a_visitor_s(scene: Scene, cookie: str) -> None:
    client = scene.app.test_client()
    answer = client.get("/account", headers={"Cookie": f"session={cookie}".encode().decode("latin-1")})
    assert answer.status_code == 302
    with scene.database.session() as session:
        assert session.scalar(sa.select(sa.func.count()).where(WebSession.id_hash == cookie[:64])) == 0


@pytest.mark.parametrize("name", ["../wsgi.py", "..%2f..%2fwsgi.py", "%2e%2e/%2e%2e/etc/passwd"])
def test_static_files_end_at_their_folder(scene: Scene, name: str) -> None:
    assert scene.browser("visitor").get(f"/static/{name}").status_code == 404


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "DELETE", "PATCH"])
def test_method_that_nothing_uses_is_refused(scene: Scene, method: str) -> None:
    client = scene.browser("owner")
    token = client.get("/api/csrf-token").json
    assert token is not None
    assert method not in {route.method for route in ROUTES}
    statuses = {
        client.open(address, method=method, headers={"X-CSRFToken": token["csrf_token"]}).status_code
        for address in ("/", "/account", Route("GET", "/assessments/<key:key>", "").address(scene.values))
    }
    assert statuses == {405}

"""Who may open which page, headers on every answer, languages, and text that means harm."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import abort
from flask.testing import FlaskClient

from readiness.assessment.permissions import PERMISSIONS, Action, Role
from readiness.errors import ConflictError, NotFoundError, TransitionError, UnavailableError
from readiness.web.access import PUBLIC, SIGNED_IN, access
from tests.web.conftest import Site, send

KEY = "A" * 22
ALLOWED = {200, 302, 404, 409, 422}


def _addresses(site: Site) -> list[tuple[str, str, str]]:
    """(method, address, who may open it) of every route."""
    found = []
    for rule in site.app.url_map.iter_rules():
        needed = str(vars(site.app.view_functions[rule.endpoint])["access"])
        address = re.sub(r"<key:\w+>", KEY, rule.rule)
        address = re.sub(r"<code:\w+>", "X1", address)
        address = re.sub(r"<ticket:\w+>", "T" * 43, address)
        address = re.sub(r"<(?:\w+:|)?\w+>|<any\([^>]*>", "en", address)
        methods = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        found += [(method, address, needed) for method in methods]
    return found


def _status(client: FlaskClient, method: str, address: str, token: str) -> int:
    headers = {"X-CSRFToken": token, "If-Match": "0", "Idempotency-Key": "12345678"}
    return client.open(address, method=method, headers=headers).status_code


@pytest.mark.parametrize("role", [None, *Role])
def test_every_address_opens_only_for_those_the_table_names(site: Site, role: Role | None) -> None:
    client = site.browser(site.person(role) if role else None)
    wrong = []
    for method, address, needed in _addresses(site):
        if address.startswith(("/static", "/logout")):
            continue
        token = client.get("/api/csrf-token").json["csrf_token"]
        status = _status(client, method, address, token)
        if (
            needed == PUBLIC
            or (role and needed == SIGNED_IN)
            or (role and role in PERMISSIONS[Action(needed)])
        ):
            fits = status in ALLOWED | {403, 415} if needed not in {PUBLIC, SIGNED_IN} else status in ALLOWED
        elif role is None:
            fits = status == (401 if address.startswith("/api/") else 302)
        else:
            fits = status == 403
        if not fits:
            wrong.append((method, address, needed, status))
    assert wrong == []


def test_visitor_is_led_to_the_login_and_back(site: Site) -> None:
    answer = site.browser().get("/admin/people?role=officer")
    assert answer.location == "/login?next=/admin/people?role%3Dofficer"


@pytest.mark.parametrize(
    "address", ["/", "/login", "/nowhere", "/account", "/api/csrf-token", "/static/css/app.css"]
)
def test_every_answer_carries_the_policy(site: Site, address: str) -> None:
    answer = site.browser().get(address)
    headers = answer.headers
    answer.close()
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    kept = headers["Cache-Control"]
    assert kept == ("public, max-age=600" if address.startswith("/static") else "no-store")


def test_static_file_named_by_content_is_kept_for_long(site: Site) -> None:
    address = re.search(r'href="(/static/css/app[^"]+)"', site.browser().get("/").text)
    assert address is not None
    answer = site.browser().get(address[1])
    assert "immutable" in answer.headers["Cache-Control"]
    answer.close()


def test_new_visitor_reads_the_language_of_the_browser_else_chinese(site: Site) -> None:
    texts = {
        "zh-CN,zh;q=0.9,en;q=0.8": "您的企业处于什么水平",
        "vi-VN": "Doanh nghiệp của quý vị đang ở đâu",
        "de-DE, en;q=0.5": "Where does your firm stand?",
        "de-DE": "您的企业处于什么水平",
    }
    for wanted, words in texts.items():
        page = site.app.test_client().get("/", headers={"Accept-Language": wanted})
        assert words in page.text
    assert '<html lang="zh-Hans">' in site.app.test_client().get("/").text


def test_chosen_language_stays_and_is_the_account_s_from_then_on(site: Site) -> None:
    user = site.person()
    client = site.browser(user)
    answer = send(client, "/language/vi", {}, page="/account")
    assert answer.status_code == 302
    assert '<html lang="vi">' in client.get("/account").text
    assert site.user(user.id).language == "vi"
    assert send(client, "/language/de", {}, page="/account").status_code == 404


def test_language_form_leads_back_to_the_page_it_stood_on_and_nowhere_else(site: Site) -> None:
    client = site.browser()
    token = client.get("/api/csrf-token").json["csrf_token"]
    for referrer, expected in (
        ("http://localhost/register?a=1", "/register?a=1"),
        ("http://evil.example/x", "/"),
        ("", "/"),
    ):
        answer = client.post("/language/en", data={"csrf_token": token}, headers={"Referer": referrer})
        assert answer.location == expected


@pytest.mark.parametrize(
    "path", ["/%00", "/%ff", "/login?next=%00", "/?a=%ed%a0%80", "/admin/people?search=%C3%28"]
)
def test_bytes_that_no_database_keeps_are_refused(site: Site, path: str) -> None:
    assert site.browser().get(path).status_code == 400


def test_nul_and_broken_text_in_a_form_are_refused(site: Site) -> None:
    client = site.browser()
    token = client.get("/api/csrf-token").json["csrf_token"]
    for body in (b"email=a%00b", b"email=%ff", b"%00=x"):
        data = f"csrf_token={token}&".encode() + body
        answer = client.post("/login", data=data, content_type="application/x-www-form-urlencoded")
        assert answer.status_code == 422


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{7*7}}"])
def test_typed_text_comes_back_as_text(site: Site, text: str) -> None:
    page = send(site.browser(), "/register", {"name": text, "person_name": text}).text
    assert text not in page if "<" in text else text in page
    assert ">49<" not in page


@pytest.mark.parametrize("key", ["1", "-1", str(2**63), "a" * 21, "a" * 23, "%2e%2e%2f" * 3])
def test_key_of_another_form_is_no_page(client_as: Callable[[Role], FlaskClient], key: str) -> None:
    assert client_as(Role.ADMINISTRATOR).get(f"/admin/people/{key}").status_code == 404


def test_too_large_a_request_is_refused_politely(site: Site) -> None:
    client = site.browser()
    token = client.get("/api/csrf-token").json["csrf_token"]
    answer = client.post("/login", data={"csrf_token": token, "email": "x" * (26 * 1024 * 1024)})
    assert answer.status_code == 413
    assert "This is too large" in answer.text


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFoundError("x"), 404),
        (TransitionError("submit", "final"), 409),
        (ConflictError({"x": (1, 2)}), 409),
        (UnavailableError("x"), 503),
        (sa.exc.OperationalError("SELECT 1", {}, Exception("the secret of the house")), 503),
        (RuntimeError("the secret of the house"), 500),
    ],
)
@pytest.mark.parametrize("language", ["zh_Hans", "en", "vi"])
def test_every_error_has_a_page_without_a_trace(
    own_site: Site, error: Exception, status: int, language: str
) -> None:
    @access(PUBLIC)
    def fail() -> None:
        raise error

    own_site.app.add_url_rule("/fail", view_func=fail)
    answer = own_site.browser(language=language).get("/fail")
    assert answer.status_code == status
    assert "Traceback" not in answer.text
    assert "secret of the house" not in answer.text
    assert f'lang="{language.replace("_", "-")}"' in answer.text
    assert ("Retry-After" in answer.headers) == (status == 503)


def test_error_of_the_api_is_json(site: Site) -> None:
    answer = site.browser().get("/api/nowhere")
    assert (answer.status_code, answer.json["error"]) == (404, "404")


def test_failed_request_leaves_nothing_behind(own_site: Site) -> None:
    user = own_site.person()

    @access(PUBLIC)
    def change() -> str:
        from readiness.web.database import get_session

        found = get_session().get(type(user), user.id)
        assert found is not None
        found.name = "Changed"
        get_session().flush()
        abort(409)

    own_site.app.add_url_rule("/change", view_func=change, methods=["POST"])
    assert send(own_site.browser(), "/change", {}, page="/login").status_code == 409
    assert own_site.user(user.id).name == user.name


def test_view_without_declaration_stops_the_start(own_site: Site) -> None:
    from readiness.web.access import verify_access

    own_site.app.add_url_rule("/open", "open", lambda: "")
    with pytest.raises(RuntimeError, match="open"):
        verify_access(own_site.app)


def test_development_page_does_not_exist_elsewhere(site: Site) -> None:
    assert site.browser().get("/dev/mail").status_code == 404

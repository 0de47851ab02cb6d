"""Every page as everybody may open it: it changes nothing, carries its headers, and shows harmful names as text."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from werkzeug.http import parse_options_header
from werkzeug.test import TestResponse

from tests.security.addresses import GETS, Route
from tests.security.conftest import HARM, ROLES, Scene, Snapshot

ODD = {
    "after": "99999999999999999999", "from": "-1", "page": "1e9", "search": "x" * 3000, "role": "=1+1",
    "state": "\u202e", "next": "//evil.example/", "language": "../../etc/passwd", "sort": "'; DROP TABLE firm;--",
    "city": "\U0001f9f5" * 300, "id": str(2**63), "key": "-", "q": "%",
}  # fmt: skip
KEPT = ("static", "theme.css")


@dataclass
class Seen:
    """One answer of the sweep."""

    who: str
    route: Route
    answer: TestResponse

    def __repr__(self) -> str:
        return f"{self.who} {self.route.rule} {self.answer.status_code}"


@dataclass
class Sweep:
    """All answers, and the database before and after."""

    seen: list[Seen]
    before: Snapshot
    after: Snapshot


@pytest.fixture(scope="module")
def sweep(scene: Scene) -> Sweep:
    """Everybody asks every page, plainly and with odd parameters."""
    before, seen = scene.snapshot(), []
    for who in ("visitor", *ROLES):
        client = scene.browser(who)
        for route in GETS:
            for data in (None, ODD):
                answer = scene.ask(client, route, data)
                seen.append(Seen(who, route, answer))
    return Sweep(seen, before, scene.snapshot())


def test_looking_changes_nothing(sweep: Sweep) -> None:
    assert sweep.after == sweep.before


def test_no_page_fails_whatever_its_parameters_are(sweep: Sweep) -> None:
    assert [seen for seen in sweep.seen if seen.answer.status_code >= 500] == []


def test_harmful_names_are_text_on_every_page(sweep: Sweep) -> None:
    pages = [seen for seen in sweep.seen if seen.answer.mimetype == "text/html"]
    shown = [seen for seen in pages if "svg onload" in seen.answer.text]
    assert {seen.who for seen in shown} >= set(ROLES)
    assert [seen for seen in pages if "<svg onload" in seen.answer.text or "&49" in seen.answer.text] == []


def test_every_answer_carries_its_headers(sweep: Sweep) -> None:
    wrong = []
    for seen in sweep.seen:
        headers = seen.answer.headers
        policy = headers.get("Content-Security-Policy", "")
        fits = (
            ("default-src 'self'" in policy or "default-src 'none'" in policy)
            and "unsafe" not in policy
            and "frame-ancestors 'none'" in policy
            and headers.get("X-Content-Type-Options") == "nosniff"
            and headers.get("X-Frame-Options") == "DENY"
            and headers.get("Referrer-Policy") == "same-origin"
            and (headers["Cache-Control"] == "no-store" or any(word in seen.route.rule for word in KEPT))
        )
        if not fits:
            wrong.append(seen)
    assert wrong == []


def test_no_page_brings_script_or_style_of_its_own(sweep: Sweep) -> None:
    """The policy would stop it, and the page would look broken."""
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>|<style|\sstyle=\"|\son\w+=\""
    )
    pages = [seen for seen in sweep.seen if seen.answer.mimetype == "text/html"]
    assert [seen for seen in pages if inline.search(seen.answer.text)] == []


def test_nobody_is_led_to_another_host(sweep: Sweep) -> None:
    led = [seen for seen in sweep.seen if seen.answer.location]
    assert led
    assert [seen for seen in led if not re.match(r"/(?!/)", seen.answer.location or "")] == []


def test_files_are_downloads_whose_names_stay_in_their_header(sweep: Sweep) -> None:
    kinds = ("application/pdf", "spreadsheetml.sheet")
    files = [
        seen
        for seen in sweep.seen
        if seen.answer.status_code == 200 and (seen.answer.mimetype or "").endswith(kinds)
    ]
    assert {"file", "job"} <= {name for seen in files for name in re.findall(r":(\w+)>", seen.route.rule)}
    for seen in files:
        kind, options = parse_options_header(seen.answer.headers["Content-Disposition"])
        assert (kind, set(options)) == ("attachment", {"filename"}), seen


def test_harm_is_a_formula_a_script_and_a_sum() -> None:
    assert HARM.startswith("=")
    assert "<svg" in HARM
    assert "{{7*7}}" in HARM

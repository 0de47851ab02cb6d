"""The log of events, as an administrator reads it."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from readiness.assessment.permissions import Role
from readiness.store.events import record_event
from readiness.store.rows import Assessment, Evidence, EvidenceFile, User
from tests.factories import NOON, make_assessment, make_firm, make_round
from tests.web.conftest import Site


def log(site: Site) -> None:
    """One firm with an assessment that went back to it, and somebody who signed in."""
    officer = site.person(Role.OFFICER, email="officer@cluster.example")
    other = site.person(email="weaver@mill.example")
    with site.database.transaction() as session:
        firm = make_firm(session)
        firm.name = "Seven Looms Mill"
        assessment = make_assessment(session, firm, make_round(session))
        record_event(session, "sign_in", f"user:{other.key}", by_id=other.id, at=NOON)
        record_event(session, "confirm_firm", f"firm:{firm.key}", by_id=officer.id, at=NOON)
        detail = {"reason": "Invoice <missing>"}
        where = f"assessment:{assessment.key}"
        record_event(session, "return_assessment", where, by_id=officer.id, at=NOON, detail=detail)
        file = add_evidence_row(session, assessment, by=other)
        record_event(session, "remove_evidence", f"evidence:{file.key}", by_id=other.id, at=NOON)
        record_event(session, "purge_reports", "reports", by_id=None, at=NOON, detail={"files": 2})


def add_evidence_row(session: Session, assessment: Assessment, *, by: User) -> Evidence:
    """A file beside an answer."""
    file = EvidenceFile(
        assessment_id=assessment.id, name="meter.pdf", size=1, media_type="application/pdf", sha256="0" * 64,
        path="a", by_id=by.id, at=NOON,
    )  # fmt: skip
    row = Evidence(assessment_id=assessment.id, code="D1.1", file=file, by_id=by.id, at=NOON)
    session.add_all([file, row])
    session.flush()
    return row


def rows(site: Site, query: str = "", language: str = "en") -> str:
    client = site.browser(site.person(Role.ADMINISTRATOR), language)
    page = client.get(f"/admin/events{query}").text
    return page.partition("<tbody>")[2]


def test_log_is_read_as_sentences_with_names_and_mails(site: Site) -> None:
    log(site)
    text = rows(site)
    assert "Gave the assessment back to the firm" in text
    assert "return_assessment" not in text
    assert "officer@cluster.example" in text
    assert "Seven Looms Mill" in text
    assert "Reason: Invoice &lt;missing&gt;" in text
    assert "The service itself" in text
    assert "Removed a file from an answer" in text
    assert "12:00" in text


@pytest.mark.parametrize(
    ("language", "words"), [("zh_Hans", "将评估退回企业"), ("vi", "Trả bản đánh giá lại")]
)
def test_log_speaks_the_readers_language(site: Site, language: str, words: str) -> None:
    log(site)
    assert words in rows(site, language=language)


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ("?action=confirm_firm", "Confirmed the firm", "Gave the assessment back"),
        ("?person=WEAVER@", "Signed in", "Confirmed the firm"),
        ("?person=officer@", "Confirmed the firm", "Signed in"),
        ("?firm=Seven", "Gave the assessment back", "Signed in"),
        ("?firm=Seven&action=confirm_firm", "Confirmed the firm", "Gave the assessment back"),
    ],
)
def test_log_is_narrowed_by_action_person_and_firm(site: Site, query: str, there: str, gone: str) -> None:
    log(site)
    text = rows(site, query)
    assert there in text
    assert gone not in text


def test_log_without_a_hit_says_so_and_odd_filters_do_no_harm(site: Site) -> None:
    log(site)
    client = site.browser(site.person(Role.ADMINISTRATOR))
    assert "No event found" in client.get("/admin/events?firm=nobody%25").text
    assert client.get("/admin/events?action=x&before=-1").status_code == 200


def test_pages_of_the_log_keep_the_filter(site: Site) -> None:
    user = site.person(email="weaver@mill.example")
    with site.database.transaction() as session:
        for _ in range(51):
            record_event(session, "sign_in", f"user:{user.key}", by_id=user.id, at=NOON)
    client = site.browser(site.person(Role.ADMINISTRATOR))
    assert "/admin/events?before=2&amp;action=sign_in" in client.get("/admin/events?action=sign_in").text

"""A firm's data are deleted, a person leaves: what goes, what stays, and who cannot."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from readiness.errors import ForbiddenError, InputError
from readiness.services.add_evidence import add_evidence
from readiness.services.delete_account import delete_account
from readiness.services.delete_firm import delete_firm
from readiness.services.replay import replay
from readiness.services.share_result import share_result
from readiness.services.write_note import write_note
from readiness.store.rows import (
    AnswerRow,
    Assessment,
    Event,
    EvidenceFile,
    IssuedResult,
    Job,
    Membership,
    Note,
    ScorecardRow,
    ShareLink,
    Sheet,
    User,
    VerdictRow,
)
from tests.factories import NOON, as_person
from tests.services.assessment.lives import Town, confirm_all, fill, make_editor, sign, submit

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def furnish(town: Town) -> None:
    """Answers, a file, a note and a link."""
    fill(town)
    sending: dict[str, Any] = {"by": town.owner, "at": NOON}
    add_evidence(town.services, town.session, town.key, "DOUGH.1", name="a.pdf", content=PDF, **sending)
    write_note(town.services, town.session, town.key, "DOUGH.1", text="ask the miller", **sending)
    until = NOON.date() + dt.timedelta(days=7)
    share_result(town.services, town.session, town.key, label="Bank", until=until, **sending)


def delete(town: Town, name: str = "") -> None:
    delete_firm(
        town.services,
        town.session,
        town.firm.key,
        name=name or f" {town.firm.name.upper()} ",
        by=town.owner,
        at=NOON,
    )


def rows(town: Town, kind: Any) -> list[Any]:
    return list(town.session.scalars(sa.select(kind)).all())


def test_unsigned_work_goes_with_figures_files_and_links_and_receipts_stay_as_numbers(town: Town) -> None:
    furnish(town)
    submit(town)
    digest, code = rows(town, IssuedResult)[0].digest, town.firm.credit_code
    delete(town)
    assert {(row.state, row.value, row.reason) for row in rows(town, AnswerRow)} == {("unanswered", None, "")}
    assert all(rows(town, kind) == [] for kind in (Note, ShareLink, Membership, ScorecardRow))
    assert rows(town, Sheet)[0].document == {}
    issued = rows(town, IssuedResult)[0]
    assert (issued.document, issued.digest, bool(issued.number)) == ({}, digest, True)
    work = rows(town, Assessment)[0]
    assert (work.state, work.consent, work.declared_by) == ("withdrawn", None, "")
    assert rows(town, EvidenceFile)[0].deleted_at == NOON
    paths = [job.payload["paths"] for job in rows(town, Job) if job.kind == "delete_files"]
    assert paths == [[rows(town, EvidenceFile)[0].path]]
    town.session.refresh(town.firm)
    assert (town.firm.name, code in (town.firm.credit_code, town.firm.name)) == ("–", False)
    assert rows(town, Event)[-1].detail == {"kept": 0, "erased": 1}
    assert replay(town.services, town.session).differences == ()


def test_signed_result_stays_with_what_it_rests_on_and_is_shut_away(town: Town) -> None:
    furnish(town)
    submit(town)
    confirm_all(town)
    sign(town)
    answers = [(row.code, row.value) for row in rows(town, AnswerRow)]
    name = town.firm.name
    delete(town)
    work = rows(town, Assessment)[0]
    assert (work.state, work.consent) == ("verified", {"scores": True})
    assert [(row.code, row.value) for row in rows(town, AnswerRow)] == answers
    assert rows(town, ScorecardRow)
    assert rows(town, VerdictRow)
    assert (rows(town, Note), rows(town, ShareLink)) == ([], [])
    town.session.refresh(town.firm)
    assert town.firm.name == name
    assert replay(town.services, town.session).differences == ()


def test_deletion_wants_the_name_an_owner_and_no_verification_under_way(town: Town) -> None:
    fill(town)
    with pytest.raises(InputError) as refused:
        delete(town, "Another Firm")
    assert refused.value.code == "firm_name_differs"
    editor = make_editor(town)
    with pytest.raises(ForbiddenError):
        delete_firm(town.services, town.session, town.firm.key, name=town.firm.name, by=editor, at=NOON)
    town.session.execute(sa.update(Assessment).values(state="in_verification"))
    town.session.expire_all()
    with pytest.raises(InputError) as refused:
        delete(town)
    assert refused.value.code == "verification_running"


def test_answers_can_be_erased_and_in_no_other_way_changed(town: Town) -> None:
    fill(town)
    work = rows(town, Assessment)[0]
    for values in (
        {"value": 1},
        {"erased_at": NOON},
        {"erased_at": NOON, "value": None, "reason": "", "state": "answered"},
    ):
        with pytest.raises(SQLAlchemyError), town.session.begin_nested():
            town.session.execute(
                sa.update(AnswerRow).where(AnswerRow.assessment_id == work.id).values(**values)
            )
    with pytest.raises(IntegrityError), town.session.begin_nested():
        town.session.execute(sa.delete(AnswerRow))


def test_person_leaves_and_the_firm_keeps_the_answers_without_the_name(town: Town) -> None:
    editor = make_editor(town)
    fill(town, by=town.owner)
    town.session.execute(sa.update(Assessment).values(declared_by=editor.name))
    write_note(town.services, town.session, town.key, "DOUGH.1", text="ask", by=editor, at=NOON)
    delete_account(town.services, town.session, by=editor, at=NOON)
    left = town.session.scalars(sa.select(User).where(User.id == editor.id)).one()
    assert (left.active, left.password, left.memberships) == (False, None, [])
    assert left.name.startswith("Former editor")
    assert editor.email not in (left.email, left.name)
    assert rows(town, Note)[0].by.name == left.name
    assert rows(town, Assessment)[0].declared_by == "–"
    told = [job.payload["message"] for job in rows(town, Job) if job.kind == "mail"]
    assert told[-2:] == ["account_deleted", "member_left"]
    assert [event.action for event in rows(town, Event)][-2:] == ["leave_firm", "delete_account"]


def test_only_owner_stays_until_the_firm_has_another_one(town: Town) -> None:
    with pytest.raises(InputError) as refused:
        delete_account(town.services, town.session, by=town.owner, at=NOON)
    assert refused.value.code == "last_owner_leaves"
    with pytest.raises(ForbiddenError):
        delete_account(town.services, town.session, by=town.officer, at=NOON)
    delete(town)
    alone = as_person(town.session, town.session.get_one(User, town.owner.id))
    delete_account(town.services, town.session, by=alone, at=NOON)
    assert town.session.get_one(User, town.owner.id).active is False

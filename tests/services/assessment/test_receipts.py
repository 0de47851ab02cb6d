"""What was submitted stays readable as it was, with a number and a digest that anybody can compute again."""

from __future__ import annotations

import hashlib
import json

import pytest
import sqlalchemy as sa

from readiness.assessment.permissions import Role
from readiness.assessment.readable import read_number
from readiness.errors import ForbiddenError, NotFoundError, TransitionError
from readiness.services.get_receipt import LockedCopy, Receipt, get_locked_copy, list_receipts
from readiness.services.remove_evidence import remove_evidence
from readiness.services.return_assessment import return_assessment
from readiness.services.withdraw_assessment import withdraw_assessment
from readiness.store.events import list_events
from readiness.store.rows import IssuedResult
from tests.factories import NOON, as_person, make_login
from tests.services.assessment.lives import (
    Town,
    another_firm,
    confirm_all,
    fill,
    ladder,
    make_editor,
    save,
    sign,
    submit,
)
from tests.services.assessment.test_evidence import attach
from tests.services.assessment.test_retention import purge


def receipts(town: Town) -> tuple[Receipt, ...]:
    return list_receipts(town.services, town.session, town.key, by=town.owner).receipts


def copy_of(town: Town, receipt: Receipt) -> LockedCopy:
    return get_locked_copy(town.services, town.session, town.key, receipt.key, by=town.owner)


def send_back(town: Town) -> None:
    return_assessment(town.services, town.session, town.key, reason="again", by=town.officer, at=NOON)


def test_submission_gives_a_receipt_with_number_digest_and_who_declared(town: Town) -> None:
    fill(town)
    card = submit(town)
    (receipt,) = receipts(town)
    assert read_number(receipt.number) == receipt.number
    assert (receipt.index, receipt.level, receipt.basis) == (card.index, card.level, "declared")
    assert (receipt.declared_by, receipt.sent_by) == ("Test Owner", town.owner.name)
    assert receipt.stands


def test_digest_is_the_sha256_of_the_copy_as_a_file(town: Town) -> None:
    fill(town)
    attach(town)
    submit(town)
    (receipt,) = receipts(town)
    copy = copy_of(town, receipt)
    assert hashlib.sha256(copy.text.encode()).hexdigest() == receipt.digest
    document = json.loads(copy.text)
    assert document["number"] == receipt.number
    assert document["firm"]["credit_code"] == town.firm.credit_code
    assert [file["question"] for file in document["evidence"]] == ["DOUGH.1"]
    assert town.owner.name not in copy.text
    assert "Test Owner" not in copy.text


def test_number_and_digest_stand_in_the_log_and_in_the_mail(town: Town) -> None:
    fill(town)
    submit(town)
    (receipt,) = receipts(town)
    (event,) = [
        e for e in list_events(town.session, f"assessment:{town.key}") if e.action == "submit_assessment"
    ]
    assert (event.detail["number"], event.detail["digest"]) == (receipt.number, receipt.digest)


def test_earlier_copy_stays_as_it_was_after_a_return_and_another_submission(town: Town) -> None:
    fill(town)
    submit(town)
    (first,) = receipts(town)
    send_back(town)
    assert [receipt.stands for receipt in receipts(town)] == [False]
    save(town, {"DOUGH.1": ladder(1)}, base={"DOUGH.1": 3})
    submit(town)
    newest, earlier = receipts(town)
    assert (newest.stands, earlier.stands) == (True, False)
    assert earlier.digest == first.digest
    assert newest.number != earlier.number
    assert copy_of(town, earlier).answers.answers["DOUGH.1"].value == 3
    assert copy_of(town, newest).answers.answers["DOUGH.1"].value == 1
    assert newest.index < earlier.index


def test_copy_of_a_withdrawn_assessment_stays_readable(town: Town) -> None:
    fill(town)
    submit(town)
    withdraw_assessment(town.services, town.session, town.key, by=town.owner, at=NOON)
    (receipt,) = receipts(town)
    assert not receipt.stands
    assert copy_of(town, receipt).answers.answers["DOUGH.1"].value == 3


def test_file_that_lay_beside_an_earlier_submission_is_never_deleted(town: Town) -> None:
    fill(town, DOUGH__1={"value": 3})
    row = attach(town)
    submit(town)
    send_back(town)
    remove_evidence(town.services, town.session, row.key, by=town.owner, at=NOON)
    submit(town)
    assert purge(town) == (0, 0)
    newest, earlier = receipts(town)
    [locked] = copy_of(town, earlier).files
    assert (locked.sha256, locked.day("attached_on")) == (row.sha256, row.at.date())
    assert locked.day("valid_until") is None
    assert copy_of(town, newest).files == ()


def test_signed_verification_is_issued_with_the_verdicts_and_stands_from_then_on(town: Town) -> None:
    fill(town)
    submit(town)
    confirm_all(town)
    sign(town)
    verified, declared = receipts(town)
    assert (verified.basis, verified.stands) == ("verified", True)
    assert (declared.basis, declared.stands) == ("declared", False)
    assert copy_of(town, verified).answers.verification is not None
    assert copy_of(town, declared).answers.verification is None


def test_nothing_is_withdrawn_once_the_verification_has_begun(town: Town) -> None:
    fill(town)
    submit(town)
    confirm_all(town)
    with pytest.raises(TransitionError, match="cannot withdraw while the assessment is in_verification"):
        withdraw_assessment(town.services, town.session, town.key, by=town.owner, at=NOON)
    send_back(town)
    withdraw_assessment(town.services, town.session, town.key, by=town.owner, at=NOON)


def test_colleagues_read_the_receipt_and_nobody_else(town: Town) -> None:
    fill(town)
    submit(town)
    editor, stranger = make_editor(town, ["DOUGH"]), another_firm(town)[1]
    assert list_receipts(town.services, town.session, town.key, by=editor).receipts == receipts(town)
    with pytest.raises(NotFoundError):
        list_receipts(town.services, town.session, town.key, by=stranger)
    with pytest.raises(NotFoundError):
        get_locked_copy(town.services, town.session, town.key, receipts(town)[0].key, by=stranger)
    administrator = as_person(town.session, make_login(town.session, Role.ADMINISTRATOR))
    for person in (town.officer, town.consultant, administrator):
        with pytest.raises(ForbiddenError):
            get_locked_copy(town.services, town.session, town.key, receipts(town)[0].key, by=person)


@pytest.mark.parametrize(
    "statement",
    [
        sa.delete(IssuedResult),
        sa.update(IssuedResult).values(digest="0" * 64),
        sa.update(IssuedResult).values(document={}),
        sa.update(IssuedResult).values(index=99.0, declared_by=""),
    ],
    ids=["delete", "digest", "document", "index"],
)
def test_database_refuses_to_change_what_was_issued(town: Town, statement: sa.UpdateBase) -> None:
    fill(town)
    submit(town)
    with pytest.raises(sa.exc.IntegrityError, match="append-only"):
        town.session.execute(statement)

"""Whether a report is genuine: number and digest together, and nothing for whoever has only one of them."""

from __future__ import annotations

import dataclasses
import random

import pytest

from readiness.assessment.readable import new_number
from readiness.errors import InputError
from readiness.scoring.scorecard import Basis
from readiness.services.editing import read_held
from readiness.services.get_receipt import Receipt, list_receipts
from readiness.services.prove_result import Confirmation, Word, confirm_report, proof_of
from readiness.services.return_assessment import return_assessment
from readiness.services.withdraw_assessment import withdraw_assessment
from readiness.store.assessments import get_assessment
from tests.factories import NOON
from tests.services.assessment.lives import Town, confirm_all, fill, sign, submit


def issue(town: Town) -> Receipt:
    fill(town)
    submit(town)
    return newest(town)


def newest(town: Town) -> Receipt:
    return list_receipts(town.services, town.session, town.key, by=town.owner).receipts[0]


def confirm(town: Town, receipt: Receipt, **changes: str) -> Confirmation:
    return confirm_report(town.session, **{"number": receipt.number, "digest": receipt.digest, **changes})


def printed(town: Town, basis: Basis = Basis.DECLARED) -> str | None:
    held = read_held(town.services, get_assessment(town.session, town.key, person=town.owner))
    proof = proof_of(town.services, town.session, held, basis)
    return proof.number if proof else None


def test_report_of_the_result_that_counts_is_genuine_since_its_day(town: Town) -> None:
    receipt = issue(town)
    assert confirm(town, receipt) == Confirmation(Word.GENUINE, receipt.at)


def test_number_and_digest_may_be_typed_as_people_type(town: Town) -> None:
    receipt = issue(town)
    digest = " ".join([receipt.digest[:8].upper(), receipt.digest[8:16]])
    assert (
        confirm(town, receipt, number=receipt.number.lower().replace("-", " "), digest=digest).word
        == "genuine"
    )


def test_right_number_with_another_digest_tells_as_little_as_an_unknown_one(town: Town) -> None:
    receipt = issue(town)
    other = "0" * 64
    assert confirm(town, receipt, digest=other) == Confirmation(Word.UNKNOWN)
    unknown = new_number(random.Random(1).choice)
    assert confirm(town, receipt, number=unknown) == Confirmation(Word.UNKNOWN)
    last = "0" if receipt.digest[-1] != "0" else "1"
    assert confirm(town, receipt, digest=receipt.digest[:-1] + last) == Confirmation(Word.UNKNOWN)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"number": "7K3M-9QXT-04R"}, "number: number_slip"),
        ({"number": "%%%%-____-****"}, "number: number_slip"),
        ({"digest": "56e700ad"}, "digest: digest_short"),
        ({"digest": "%" * 16}, "digest: digest_short"),
        ({"digest": "0" * 65}, "digest: digest_short"),
    ],
)
def test_slip_of_the_hand_is_said_before_anything_is_looked_up(
    town: Town, changes: dict[str, str], refusal: str
) -> None:
    receipt = issue(town)
    with pytest.raises(InputError) as caught:
        confirm(town, receipt, **changes)
    assert str(caught.value) == refusal


def test_report_is_superseded_while_the_answers_are_back_and_after_the_next_submission(town: Town) -> None:
    first = issue(town)
    return_assessment(town.services, town.session, town.key, reason="again", by=town.officer, at=NOON)
    assert confirm(town, first) == Confirmation(Word.SUPERSEDED, first.at)
    submit(town)
    assert confirm(town, first).word is Word.SUPERSEDED
    assert confirm(town, newest(town)).word is Word.GENUINE


def test_report_of_a_withdrawn_assessment_is_superseded(town: Town) -> None:
    receipt = issue(town)
    withdraw_assessment(town.services, town.session, town.key, by=town.owner, at=NOON)
    assert confirm(town, receipt).word is Word.SUPERSEDED


def test_declared_report_is_superseded_by_the_verified_one(town: Town) -> None:
    declared = issue(town)
    assert printed(town) == declared.number
    confirm_all(town)
    assert confirm(town, declared).word is Word.GENUINE
    sign(town)
    verified = newest(town)
    assert (confirm(town, declared).word, confirm(town, verified).word) == (Word.SUPERSEDED, Word.GENUINE)
    assert printed(town, Basis.VERIFIED) == verified.number
    assert printed(town, Basis.DECLARED) is None


def test_preview_of_a_verified_result_prints_no_number(town: Town) -> None:
    issue(town)
    confirm_all(town)
    assert printed(town, Basis.VERIFIED) is None


def test_draft_and_returned_results_print_no_number(town: Town) -> None:
    fill(town)
    assert printed(town) is None
    submit(town)
    return_assessment(town.services, town.session, town.key, reason="again", by=town.officer, at=NOON)
    assert printed(town) is None


def test_practice_round_proves_nothing(town: Town) -> None:
    receipt = issue(town)
    town.round.practice = True
    town.session.flush()
    assert printed(town) is None
    assert confirm(town, receipt) == Confirmation(Word.UNKNOWN)


def test_what_is_told_holds_nothing_but_the_word_and_the_day(town: Town) -> None:
    assert {field.name for field in dataclasses.fields(confirm(town, issue(town)))} == {"word", "at"}

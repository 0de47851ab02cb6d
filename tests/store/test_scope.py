"""A guessed key finds nothing: who may see which firm, assessment, file and person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy.orm import Session

from readiness.assessment.permissions import Person, Role
from readiness.errors import NotFoundError
from readiness.store import assessments, evidence, firms, people, ranking, rounds
from readiness.store.database import Database
from readiness.store.rows import Assessment, Evidence, EvidenceFile, Firm, Round, User
from tests.factories import NOON, as_person, make_assessment, make_firm, make_login, make_round


@dataclass
class World:
    session: Session
    firms: dict[str, Firm]
    assessments: dict[str, Assessment]
    round: Round
    users: dict[str, User]
    people: dict[str, Person]


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    """Firm a in Suzhou (assigned to the consultant this year, not the last), firm b in Wuxi."""
    database = Database(database_url)
    with database.session(write=True) as session:
        users = {
            "a": make_login(session),
            "b": make_login(session),
            "consultant": make_login(session, Role.CONSULTANT),
            "officer": make_login(session, Role.OFFICER),
            "wuxi": make_login(session, Role.OFFICER, city="Wuxi"),
            "administrator": make_login(session, Role.ADMINISTRATOR),
        }
        found = {
            "a": make_firm(session, city="Suzhou", owner=users["a"]),
            "b": make_firm(session, city="Wuxi", owner=users["b"]),
        }
        asking = {name: as_person(session, user) for name, user in users.items()}
        this, last = make_round(session, "2026"), make_round(session, "2025", state="closed")
        made = {
            "a": make_assessment(
                session, found["a"], this, consultant=users["consultant"], by=asking["officer"]
            ),
            "b": make_assessment(session, found["b"], this),
            "a-last": make_assessment(session, found["a"], last),
        }
        yield World(session, found, made, this, users, asking)
    database.close()


FIRMS = {"a": "a", "b": "b", "consultant": "a", "officer": "ab", "wuxi": "b", "administrator": "ab"}
ASSESSMENTS = {
    "a": {"a", "a-last"},
    "b": {"b"},
    "consultant": {"a"},
    "officer": {"a", "b", "a-last"},
    "wuxi": {"b"},
    "administrator": {"a", "b", "a-last"},
}
USERS = {
    "a": {"a"},
    "b": {"b"},
    "consultant": {"consultant"},
    "officer": {"a", "b", "consultant", "officer"},
    "wuxi": {"b", "consultant", "wuxi"},
    "administrator": {"a", "b", "consultant", "officer", "wuxi", "administrator"},
}


@pytest.mark.parametrize("who", FIRMS)
def test_firms_by_key_and_list(world: World, who: str) -> None:
    person = world.people[who]
    for name, firm in world.firms.items():
        if name in FIRMS[who]:
            assert firms.get_firm(world.session, firm.key, person=person) is firm
        else:
            with pytest.raises(NotFoundError):
                firms.get_firm(world.session, firm.key, person=person)
    listed = firms.list_firms(world.session, person=person)
    assert {name for name, firm in world.firms.items() if firm in listed} == set(FIRMS[who])


@pytest.mark.parametrize("who", ASSESSMENTS)
def test_assessments_by_key_and_list(world: World, who: str) -> None:
    session, person = world.session, world.people[who]
    for name, row in world.assessments.items():
        if name in ASSESSMENTS[who]:
            assert assessments.get_assessment(session, row.key, person=person, lock=True) is row
        else:
            with pytest.raises(NotFoundError):
                assessments.get_assessment(session, row.key, person=person)
    listed = assessments.list_assessments(session, person=person)
    assert {name for name, row in world.assessments.items() if row in listed} == ASSESSMENTS[who]


def attached(world: World, assessment: Assessment, path: str) -> Evidence:
    by: dict[str, Any] = {"by_id": world.users["a"].id, "at": NOON}
    file = EvidenceFile(
        assessment_id=assessment.id, name="permit.pdf", size=10, media_type="application/pdf", sha256="0" * 64,
        path=path, **by,
    )  # fmt: skip
    return Evidence(assessment_id=assessment.id, code="Q1", file=file, **by)


@pytest.mark.parametrize("who", ASSESSMENTS)
def test_files_follow_their_assessment(world: World, who: str) -> None:
    session = world.session
    for name, row in world.assessments.items():
        file = attached(world, row, f"evidence/{name}")
        session.add(file)
        session.flush()
        if name in ASSESSMENTS[who]:
            assert evidence.get_evidence(session, file.key, person=world.people[who]) == (file, row)
        else:
            with pytest.raises(NotFoundError):
                evidence.get_evidence(session, file.key, person=world.people[who])


@pytest.mark.parametrize("who", USERS)
def test_people_by_key_and_list(world: World, who: str) -> None:
    session, person = world.session, world.people[who]
    for name, user in world.users.items():
        if name in USERS[who]:
            assert people.get_user(session, user.key, person=person) is user
        else:
            with pytest.raises(NotFoundError):
                people.get_user(session, user.key, person=person)
    listed = people.list_users(session, person=person)
    assert {name for name, user in world.users.items() if user in listed} == USERS[who]


def test_ranking_lists_submitted_firms_of_the_officers_city(world: World) -> None:
    for row in world.assessments.values():
        row.submitted_at = NOON
    world.session.flush()
    listed = ranking.list_ranking_keys(world.session, world.round, signed=(), person=world.people["wuxi"])
    assert [(row.credit_code, row.score) for row in listed] == [(world.firms["b"].credit_code, None)]


def test_round_that_is_being_prepared_is_hidden_from_firms(world: World) -> None:
    draft = make_round(world.session, "2027", state="draft")
    assert rounds.get_round(world.session, draft.key, person=world.people["officer"]) is draft
    with pytest.raises(NotFoundError):
        rounds.get_round(world.session, draft.key, person=world.people["a"])


def test_removed_file_is_gone_for_everybody(world: World) -> None:
    file = attached(world, world.assessments["a"], "evidence/x")
    file.removed_at = NOON
    world.session.add(file)
    world.session.flush()
    with pytest.raises(NotFoundError):
        evidence.get_evidence(world.session, file.key, person=world.people["a"])
    assert evidence.list_evidence(world.session, world.assessments["a"]) == []


def test_search_signs_are_letters_not_patterns(world: World) -> None:
    person = world.people["officer"]
    assert firms.list_firms(world.session, person=person, search="%") == []
    assert firms.list_firms(world.session, person=person, search=world.firms["a"].name) == [world.firms["a"]]

"""Files of before become files that can support many answers, and nothing of them is lost on the way there and back."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from readiness.store import migrate
from readiness.store.database import Database
from readiness.store.rows import Evidence, EvidenceFile
from tests.factories import NOON, make_assessment, make_firm, make_login, make_round

BEFORE = "0010"
OLD = sa.text(
    "INSERT INTO evidence "
    "(key, assessment_id, code, name, size, media_type, sha256, path, by_id, at, removed_by, removed_at) "
    "VALUES (:key, :assessment_id, :code, :name, 9, 'application/pdf', :sha256, :path, :by_id, :at, :by, :gone)"
).bindparams(sa.bindparam("at", type_=sa.DateTime(timezone=True)), sa.bindparam("gone", type_=sa.DateTime()))
PURGED = sa.text(
    "INSERT INTO event (at, by_id, action, subject, detail, previous, hash) "
    "VALUES (:at, NULL, 'purge_evidence', 'evidence:old', '{}', '', 'h')"
).bindparams(sa.bindparam("at", type_=sa.DateTime(timezone=True)))


def people(url: str) -> dict[str, Any]:
    database = Database(url)
    with database.transaction() as session:
        owner = make_login(session)
        assessment = make_assessment(session, make_firm(session, owner=owner), make_round(session))
        session.flush()
        found = {"assessment_id": assessment.id, "by_id": owner.id}
    database.close()
    return found


def rows(url: str, query: Any) -> list[tuple[Any, ...]]:
    with migrate.migration_engine(url) as engine, engine.connect() as connection:
        return [tuple(row) for row in connection.execute(query)]


def test_each_file_of_before_is_a_file_with_one_use_and_comes_back(database_url: str) -> None:
    given = people(database_url)
    migrate.downgrade(database_url, BEFORE)
    with migrate.migration_engine(database_url) as engine, engine.begin() as connection:
        for key, code, gone in (("old", "Q1", NOON), ("new", "Q2", None)):
            row = {
                "key": key,
                "code": code,
                "name": f"{key}.pdf",
                "sha256": key[0] * 64,
                "path": f"evidence/{key}",
            }
            by = given["by_id"] if gone else None
            connection.execute(
                OLD, {**row, **given, "at": NOON, "by": by, "gone": gone and gone.replace(tzinfo=None)}
            )
        connection.execute(PURGED, {"at": NOON})
    names = sa.text("SELECT key, code, name, path FROM evidence ORDER BY id")
    before = rows(database_url, names)
    migrate.upgrade(database_url)
    query = (
        sa.select(
            Evidence.key, EvidenceFile.name, EvidenceFile.path, Evidence.removed_by, EvidenceFile.deleted_at
        )
        .join(EvidenceFile, EvidenceFile.id == Evidence.file_id)
        .order_by(Evidence.id)
    )
    found = rows(database_url, query)
    assert [row[:4] for row in found] == [
        ("old", "old.pdf", "evidence/old", given["by_id"]),
        ("new", "new.pdf", "evidence/new", None),
    ]
    assert [row[4] is not None for row in found] == [True, False]
    migrate.downgrade(database_url, BEFORE)
    assert rows(database_url, names) == before
    assert len(before) == 2


def test_going_back_every_use_of_a_shared_file_keeps_its_row(database_url: str) -> None:
    given = people(database_url)
    database = Database(database_url)
    with database.transaction() as session:
        by = {"by_id": given["by_id"], "at": NOON, "assessment_id": given["assessment_id"]}
        file = EvidenceFile(
            name="iso.pdf", size=9, media_type="application/pdf", sha256="0" * 64, path="evidence/iso", **by
        )
        session.add_all(Evidence(code=code, file=file, **by) for code in ("Q1", "Q2"))
    database.close()
    migrate.downgrade(database_url, BEFORE)
    found = rows(database_url, sa.text("SELECT code, name, path FROM evidence ORDER BY id"))
    assert found[0] == ("Q1", "iso.pdf", "evidence/iso")
    assert found[1][:2] == ("Q2", "iso.pdf")
    assert len({row[2] for row in found}) == len(found)
    migrate.upgrade(database_url)
    assert migrate.check(database_url) == []

"""Migrations agree with the rows, go both ways with data present, and never do half."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa

from readiness.config import shipped
from readiness.errors import ConfigurationError
from readiness.store import migrate
from readiness.store.database import Database
from readiness.store.rows import Firm, Membership, metadata
from tests.factories import as_person, make_assessment, make_firm, make_login, make_round

HEAD = """
revision = "{name}"
down_revision = "{before}"
import sqlalchemy as sa
from alembic import op
"""
REBUILD = """
def upgrade():
    with op.batch_alter_table("firm") as batch:
        batch.alter_column("name_en", server_default="-")
def downgrade():
    with op.batch_alter_table("firm") as batch:
        batch.alter_column("name_en", server_default=None)
"""
FAIL_HALFWAY = """
def upgrade():
    op.create_table("half", sa.Column("id", sa.Integer(), primary_key=True))
    op.execute("INSERT INTO half VALUES (1)")
    op.execute("SELECT nonsense FROM nowhere")
def downgrade():
    pass
"""
ORPHAN = """
def upgrade():
    op.execute("DELETE FROM firm")
def downgrade():
    pass
"""


def with_migration(folder: Path, text: str) -> Path:
    """A copy of the migrations with one more at the end."""
    copy = folder / "migrations"
    shutil.copytree(shipped("migrations"), copy, ignore=shutil.ignore_patterns("__pycache__"))
    before = migrate.head(copy)
    (copy / "versions" / "9999_more.py").write_text(HEAD.format(name="9999", before=before) + text)
    return copy


def fill(url: str) -> None:
    database = Database(url)
    with database.transaction() as session:
        owner = make_login(session)
        firm = make_firm(session, owner=owner)
        make_assessment(session, firm, make_round(session))
        as_person(session, owner)
    database.close()


def tables(url: str) -> set[str]:
    with migrate.migration_engine(url) as engine:
        return set(sa.inspect(engine).get_table_names())


def count(url: str, row: type) -> int:
    database = Database(url)
    with database.session() as session:
        found = session.scalar(sa.select(sa.func.count()).select_from(row)) or 0
    database.close()
    return found


def refuses(connection: sa.Connection, statement: sa.Insert | sa.Update) -> bool:
    try:
        connection.execute(statement)
    except sa.exc.DBAPIError:
        return True
    return False


def test_rows_and_migrations_agree(database_url: str) -> None:
    assert migrate.differences(database_url) == []
    assert migrate.check(database_url) == []


def test_rows_and_migrations_agree_on_every_check(database_url: str, tmp_path: Path) -> None:
    with migrate.migration_engine(database_url) as engine:
        inspector = sa.inspect(engine)
        for name, table in metadata.tables.items():
            found = {check["name"] for check in inspector.get_check_constraints(name)}
            expected = {str(c.name) for c in table.constraints if isinstance(c, sa.CheckConstraint)}
            assert {f.removeprefix(f"ck_{name}_") for f in found} == {
                e.removeprefix(f"ck_{name}_") for e in expected
            }, name


def test_there_is_one_newest_migration_and_the_database_is_at_it(database_url: str) -> None:
    assert migrate.current(database_url) == migrate.head()
    migrate.require_current(database_url)


def test_empty_database_is_refused_with_the_way_on(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new.db"
    with pytest.raises(ConfigurationError, match="readiness db upgrade"):
        migrate.require_current(url)
    assert "readiness db upgrade" in migrate.check(url)[0]


def test_down_to_nothing_and_up_again_with_data_present(database_url: str) -> None:
    fill(database_url)
    migrate.downgrade(database_url, "base")
    assert tables(database_url) == {"alembic_version"}
    migrate.upgrade(database_url)
    assert migrate.check(database_url) == []
    assert count(database_url, Firm) == 0


def test_rebuilding_a_table_keeps_its_children_and_its_checks(database_url: str, tmp_path: Path) -> None:
    fill(database_url)
    folder = with_migration(tmp_path, REBUILD)
    migrate.upgrade(database_url, folder=folder)
    assert migrate.current(database_url) == "9999"
    assert (count(database_url, Firm), count(database_url, Membership)) == (1, 1)
    migrate.downgrade(database_url, "-1", folder=folder)
    assert (count(database_url, Firm), count(database_url, Membership)) == (1, 1)
    assert migrate.check(database_url) == []
    with migrate.migration_engine(database_url) as engine, engine.connect() as connection:
        too_long = sa.update(Firm).values(credit_code="9" * 19)
        assert refuses(connection, too_long)


def test_failed_migration_leaves_nothing_behind(database_url: str, tmp_path: Path) -> None:
    fill(database_url)
    with pytest.raises(sa.exc.DBAPIError):
        migrate.upgrade(database_url, folder=with_migration(tmp_path, FAIL_HALFWAY))
    assert migrate.check(database_url) == []
    assert "half" not in tables(database_url)


def test_migration_that_orphans_rows_is_undone(database_url: str, tmp_path: Path) -> None:
    fill(database_url)
    with pytest.raises((ConfigurationError, sa.exc.IntegrityError)):
        migrate.upgrade(database_url, folder=with_migration(tmp_path, ORPHAN))
    assert migrate.check(database_url) == []
    assert count(database_url, Firm) == 1


def test_folder_name_with_blank_percent_and_chinese_is_no_trouble(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/纺织 100%/data.db"
    migrate.upgrade(url)
    assert migrate.check(url) == []

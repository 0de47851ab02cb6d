"""Triggers that refuse to change or delete rows of a table, on both databases.

Rebuilding a table in SQLite (`batch_alter_table`) drops its triggers: call `make_append_only` again afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence

from alembic import op

FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def make_append_only(table: str, fixed: Sequence[str] = ()) -> None:
    """Only INSERT is possible from now on; with `fixed`, the columns not named there can still be changed."""
    columns = ", ".join(f'"{name}"' for name in fixed)
    update = f"UPDATE OF {columns}" if fixed else "UPDATE"
    if op.get_bind().dialect.name == "sqlite":
        for name, verb in (("update", update), ("delete", "DELETE")):
            op.execute(
                f"CREATE TRIGGER {table}_refuse_{name} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(FUNCTION)
    op.execute(
        f"CREATE TRIGGER {table}_refuse BEFORE {update} OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_refuse_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def forget_append_only() -> None:
    """Remove what no table needs once all of them are gone."""
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION IF EXISTS refuse_change()")

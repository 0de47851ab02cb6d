"""Triggers that refuse to change or delete rows of a table, on both databases.

Rebuilding a table in SQLite (`batch_alter_table`) drops its triggers: call `make_append_only` again afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
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


def allow_erasing(table: str, erased: Mapping[str, str], free: Sequence[str] = ()) -> None:
    """Instead of no change at all, one: `erased_at` is set and these columns get these values (SQL), once.

    `free` columns can be changed at any time, as before.
    """
    _drop_triggers(table)
    found = [str(column["name"]) for column in sa.inspect(op.get_bind()).get_columns(table)]
    fixed = [name for name in found if name not in free]
    allowed = ['OLD."erased_at" is null', 'NEW."erased_at" is not null']
    allowed += [_equals(name, value) for name, value in erased.items()]
    same = "is" if op.get_bind().dialect.name == "sqlite" else "is not distinct from"
    allowed += [
        f'NEW."{name}" {same} OLD."{name}"' for name in fixed if name not in erased and name != "erased_at"
    ]
    _refuse(table, fixed, f"NOT ({' AND '.join(allowed)})")


def refuse_all_again(table: str, fixed: Sequence[str] = ()) -> None:
    """Take `allow_erasing` back."""
    _drop_triggers(table)
    make_append_only(table, fixed)


def _equals(name: str, value: str) -> str:
    if value == "NULL":
        return f'NEW."{name}" is null'
    return f'CAST(NEW."{name}" AS TEXT) = {value}'


def _refuse(table: str, columns: Sequence[str], unless: str) -> None:
    named = ", ".join(f'"{name}"' for name in columns)
    update = f"UPDATE OF {named}"
    if op.get_bind().dialect.name == "sqlite":
        refusal = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        op.execute(f"CREATE TRIGGER {table}_refuse_update BEFORE {update} ON {table} WHEN {unless} {refusal}")
        op.execute(f"CREATE TRIGGER {table}_refuse_delete BEFORE DELETE ON {table} {refusal}")
        return
    refusal = "EXECUTE FUNCTION refuse_change()"
    op.execute(
        f"CREATE TRIGGER {table}_refuse_update BEFORE {update} ON {table} FOR EACH ROW WHEN ({unless}) {refusal}"
    )
    op.execute(f"CREATE TRIGGER {table}_refuse BEFORE DELETE ON {table} FOR EACH ROW {refusal}")
    op.execute(
        f"CREATE TRIGGER {table}_refuse_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refusal}"
    )


def _drop_triggers(table: str) -> None:
    on = "" if op.get_bind().dialect.name == "sqlite" else f" ON {table}"
    for name in ("refuse_update", "refuse_delete", "refuse", "refuse_truncate"):
        op.execute(f"DROP TRIGGER IF EXISTS {table}_{name}{on}")

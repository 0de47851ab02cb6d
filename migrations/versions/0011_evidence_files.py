"""A file is kept once and can support many answers; it has a date, a last good day, a note and a preview

Going back, only the first answer that a file supports keeps its bytes: each row names a path of its own there.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)
ROWS = "evidence_before"
SET_ASIDE = "CREATE TABLE evidence_before AS SELECT * FROM evidence"
FILES = """
INSERT INTO evidence_file (assessment_id, name, size, media_type, sha256, path, by_id, at, preview, note, deleted_at)
SELECT assessment_id, name, size, media_type, sha256, path, by_id, at, '', '',
  (SELECT max(event.at) FROM event
   WHERE event.subject = 'evidence:' || evidence_before.key AND event.action = 'purge_evidence')
FROM evidence_before ORDER BY id
"""
LINKS = """
INSERT INTO evidence (key, assessment_id, code, by_id, at, removed_by, removed_at, file_id)
SELECT b.key, b.assessment_id, b.code, b.by_id, b.at, b.removed_by, b.removed_at, f.id
FROM evidence_before b JOIN evidence_file f ON f.path = b.path ORDER BY b.id
"""
BACK = """
INSERT INTO evidence (
  key, assessment_id, code, by_id, at, removed_by, removed_at, name, size, media_type, sha256, path
)
SELECT b.key, b.assessment_id, b.code, b.by_id, b.at, b.removed_by, b.removed_at,
  f.name, f.size, f.media_type, f.sha256,
  CASE WHEN b.id = (SELECT min(id) FROM evidence_before WHERE file_id = f.id)
    THEN f.path ELSE f.path || '.' || b.id END
FROM evidence_before b JOIN evidence_file f ON f.id = b.file_id ORDER BY b.id
"""


def upgrade() -> None:
    set_aside()
    create_files()
    create_evidence(
        sa.Column("file_id", Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["evidence_file.id"], name=op.f("fk_evidence_file_id_evidence_file")
        ),
    )
    op.create_index(op.f("ix_evidence_file_id"), "evidence", ["file_id"])
    op.execute(FILES)
    op.execute(LINKS)
    op.drop_table(ROWS)


def downgrade() -> None:
    set_aside()
    create_evidence(*columns_of_files(), *limits_of_files("evidence"))
    op.execute(BACK)
    op.drop_table(ROWS)
    op.drop_table("evidence_file")


def set_aside() -> None:
    """The rows in a table without constraints, whose names the new tables need."""
    op.execute(SET_ASIDE)
    op.drop_table("evidence")


def create_evidence(*more: sa.Column | sa.Constraint) -> None:
    op.create_table(
        "evidence",
        sa.Column("id", Id, nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.Column("assessment_id", Id, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("by_id", Id, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("removed_by", Id, nullable=True),
        sa.Column("removed_at", Moment, nullable=True),
        sa.CheckConstraint('length("key") <= 22', name=op.f("ck_evidence_key_length")),
        sa.CheckConstraint("length(code) <= 40", name=op.f("ck_evidence_code_length")),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_evidence_assessment_id_assessment")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_evidence_by_id_user")),
        sa.ForeignKeyConstraint(["removed_by"], ["user.id"], name=op.f("fk_evidence_removed_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("key", name=op.f("uq_evidence_key")),
        *more,
    )
    op.create_index(op.f("ix_evidence_assessment_id"), "evidence", ["assessment_id"])


def create_files() -> None:
    op.create_table(
        "evidence_file",
        sa.Column("id", Id, nullable=False),
        sa.Column("assessment_id", Id, nullable=False),
        *columns_of_files(),
        sa.Column("preview", sa.String(length=200), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("by_id", Id, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("deleted_at", Moment, nullable=True),
        *limits_of_files("evidence_file"),
        sa.CheckConstraint("length(preview) <= 200", name=op.f("ck_evidence_file_preview_length")),
        sa.CheckConstraint("length(note) <= 1000", name=op.f("ck_evidence_file_note_length")),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_evidence_file_assessment_id_assessment")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_evidence_file_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_file")),
    )
    op.create_index(op.f("ix_evidence_file_assessment_id"), "evidence_file", ["assessment_id"])


def columns_of_files() -> list[sa.Column]:
    return [
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
    ]


def limits_of_files(table: str) -> list[sa.Constraint]:
    lengths = {"media_type": 100, "name": 200, "path": 200, "sha256": 64}
    return [
        *(
            sa.CheckConstraint(f"length({name}) <= {most}", name=op.f(f"ck_{table}_{name}_length"))
            for name, most in lengths.items()
        ),
        sa.CheckConstraint("size BETWEEN 0 AND 2147483647", name=op.f(f"ck_{table}_size_range")),
        sa.UniqueConstraint("path", name=op.f(f"uq_{table}_path")),
    ]

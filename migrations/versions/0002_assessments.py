"""Rounds, assessments, answers, verdicts, scorecards and jobs"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from readiness.store.append_only import make_append_only

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    create_rounds()
    create_answers()
    create_results()
    make_append_only("answer")
    make_append_only("verdict")


def downgrade() -> None:
    op.drop_table("job")
    op.drop_table("scorecard")
    op.drop_table("audit")
    op.drop_table("verdict")
    op.drop_table("evidence")
    op.drop_table("answer")
    op.drop_table("sheet")
    op.drop_table("assignment")
    op.drop_table("assessment")
    op.drop_table("invitation")
    op.drop_table("round")


def create_rounds() -> None:
    op.create_table(
        "round",
        sa.Column("id", Id, nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("questionnaire", sa.String(length=100), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("reference_year", sa.Integer(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("practice", sa.Boolean(), nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.CheckConstraint("state IN ('draft', 'open', 'closed')", name=op.f("ck_round_state_word")),
        sa.CheckConstraint('length("key") <= 22', name=op.f("ck_round_key_length")),
        sa.CheckConstraint("length(digest) <= 64", name=op.f("ck_round_digest_length")),
        sa.CheckConstraint("length(name) <= 100", name=op.f("ck_round_name_length")),
        sa.CheckConstraint("length(questionnaire) <= 100", name=op.f("ck_round_questionnaire_length")),
        sa.CheckConstraint("length(state) <= 10", name=op.f("ck_round_state_length")),
        sa.CheckConstraint("opens_on <= closes_on", name=op.f("ck_round_days_in_order")),
        sa.CheckConstraint(
            "reference_year BETWEEN 1990 AND 2200", name=op.f("ck_round_reference_year_range")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
        sa.UniqueConstraint("key", name=op.f("uq_round_key")),
        sa.UniqueConstraint("name", name=op.f("uq_round_name")),
    )

    op.create_table(
        "invitation",
        sa.Column("id", Id, nullable=False),
        sa.Column("firm_id", Id, nullable=False),
        sa.Column("round_id", Id, nullable=True),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("dimensions", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("created_by", Id, nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("expires_at", Moment, nullable=False),
        sa.Column("used_at", Moment, nullable=True),
        sa.CheckConstraint("kind IN ('owner', 'editor')", name=op.f("ck_invitation_kind_word")),
        sa.CheckConstraint("length(code_hash) <= 64", name=op.f("ck_invitation_code_hash_length")),
        sa.CheckConstraint("length(email) <= 254", name=op.f("ck_invitation_email_length")),
        sa.CheckConstraint("length(kind) <= 10", name=op.f("ck_invitation_kind_length")),
        sa.ForeignKeyConstraint(["created_by"], ["user.id"], name=op.f("fk_invitation_created_by_user")),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["firm.id"], name=op.f("fk_invitation_firm_id_firm"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_invitation_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_invitation_code_hash")),
    )
    op.create_index(op.f("ix_invitation_firm_id"), "invitation", ["firm_id"])

    op.create_table(
        "assessment",
        sa.Column("id", Id, nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.Column("firm_id", Id, nullable=False),
        sa.Column("round_id", Id, nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("consent", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("declared_by", sa.String(length=100), nullable=False),
        sa.Column("declared_at", Moment, nullable=True),
        sa.Column("submitted_at", Moment, nullable=True),
        sa.Column("on_hold", sa.Boolean(), nullable=False),
        sa.Column("disputed", sa.Boolean(), nullable=False),
        sa.Column("desk_reviewed_at", Moment, nullable=True),
        sa.Column("audit_seed", sa.String(length=32), nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'in_verification', 'returned', 'verified', 'final', 'withdrawn')",
            name=op.f("ck_assessment_state_word"),
        ),
        sa.CheckConstraint('length("key") <= 22', name=op.f("ck_assessment_key_length")),
        sa.CheckConstraint("length(declared_by) <= 100", name=op.f("ck_assessment_declared_by_length")),
        sa.CheckConstraint("length(audit_seed) <= 32", name=op.f("ck_assessment_audit_seed_length")),
        sa.CheckConstraint("length(state) <= 20", name=op.f("ck_assessment_state_length")),
        sa.CheckConstraint("revision BETWEEN 0 AND 2147483647", name=op.f("ck_assessment_revision_range")),
        sa.ForeignKeyConstraint(["firm_id"], ["firm.id"], name=op.f("fk_assessment_firm_id_firm")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_assessment_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
        sa.UniqueConstraint("firm_id", "round_id", name=op.f("uq_assessment_firm_id_round_id")),
        sa.UniqueConstraint("key", name=op.f("uq_assessment_key")),
    )
    op.create_index(op.f("ix_assessment_round_id"), "assessment", ["round_id"])

    op.create_table(
        "assignment",
        sa.Column("id", Id, nullable=False),
        sa.Column("assessment_id", Id, nullable=False),
        sa.Column("consultant_id", Id, nullable=False),
        sa.Column("by_id", Id, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_assignment_assessment_id_assessment")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_assignment_by_id_user")),
        sa.ForeignKeyConstraint(
            ["consultant_id"], ["user.id"], name=op.f("fk_assignment_consultant_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint(
            "assessment_id", "consultant_id", name=op.f("uq_assignment_assessment_id_consultant_id")
        ),
    )
    op.create_index(op.f("ix_assignment_consultant_id"), "assignment", ["consultant_id"])

    op.create_table(
        "sheet",
        sa.Column("assessment_id", Id, autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("document", sa.JSON(none_as_null=True), nullable=False),
        sa.CheckConstraint("revision BETWEEN 0 AND 2147483647", name=op.f("ck_sheet_revision_range")),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_sheet_assessment_id_assessment"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("assessment_id", name=op.f("pk_sheet")),
    )


def create_answers() -> None:
    op.create_table(
        "answer",
        sa.Column("id", Id, nullable=False),
        sa.Column("assessment_id", Id, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("value", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("by_id", Id, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("client_id", sa.String(length=100), nullable=True),
        sa.CheckConstraint(
            "state IN ('answered', 'not_measured', 'not_applicable', 'unanswered')",
            name=op.f("ck_answer_state_word"),
        ),
        sa.CheckConstraint("length(client_id) <= 100", name=op.f("ck_answer_client_id_length")),
        sa.CheckConstraint("length(code) <= 40", name=op.f("ck_answer_code_length")),
        sa.CheckConstraint("length(reason) <= 2000", name=op.f("ck_answer_reason_length")),
        sa.CheckConstraint("length(state) <= 20", name=op.f("ck_answer_state_length")),
        sa.CheckConstraint("revision BETWEEN 1 AND 2147483647", name=op.f("ck_answer_revision_range")),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_answer_assessment_id_assessment")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_answer_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint(
            "assessment_id", "client_id", "code", name=op.f("uq_answer_assessment_id_client_id_code")
        ),
        sa.UniqueConstraint(
            "assessment_id", "code", "revision", name=op.f("uq_answer_assessment_id_code_revision")
        ),
    )

    op.create_table(
        "evidence",
        sa.Column("id", Id, nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.Column("assessment_id", Id, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("by_id", Id, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("removed_by", Id, nullable=True),
        sa.Column("removed_at", Moment, nullable=True),
        sa.CheckConstraint('length("key") <= 22', name=op.f("ck_evidence_key_length")),
        sa.CheckConstraint("length(code) <= 40", name=op.f("ck_evidence_code_length")),
        sa.CheckConstraint("length(media_type) <= 100", name=op.f("ck_evidence_media_type_length")),
        sa.CheckConstraint("length(name) <= 200", name=op.f("ck_evidence_name_length")),
        sa.CheckConstraint("length(path) <= 200", name=op.f("ck_evidence_path_length")),
        sa.CheckConstraint("length(sha256) <= 64", name=op.f("ck_evidence_sha256_length")),
        sa.CheckConstraint("size BETWEEN 0 AND 2147483647", name=op.f("ck_evidence_size_range")),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_evidence_assessment_id_assessment")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_evidence_by_id_user")),
        sa.ForeignKeyConstraint(["removed_by"], ["user.id"], name=op.f("fk_evidence_removed_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("key", name=op.f("uq_evidence_key")),
        sa.UniqueConstraint("path", name=op.f("uq_evidence_path")),
    )
    op.create_index(op.f("ix_evidence_assessment_id"), "evidence", ["assessment_id"])

    op.create_table(
        "verdict",
        sa.Column("id", Id, nullable=False),
        sa.Column("assessment_id", Id, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=20), nullable=False),
        sa.Column("grade", sa.String(length=20), nullable=False),
        sa.Column("value", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("by_id", Id, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("client_id", sa.String(length=100), nullable=True),
        sa.CheckConstraint(
            "verdict IN ('confirmed', 'lowered', 'raised', 'not_verifiable')",
            name=op.f("ck_verdict_verdict_word"),
        ),
        sa.CheckConstraint("length(client_id) <= 100", name=op.f("ck_verdict_client_id_length")),
        sa.CheckConstraint("length(code) <= 40", name=op.f("ck_verdict_code_length")),
        sa.CheckConstraint("length(grade) <= 20", name=op.f("ck_verdict_grade_length")),
        sa.CheckConstraint("length(reason) <= 2000", name=op.f("ck_verdict_reason_length")),
        sa.CheckConstraint("length(verdict) <= 20", name=op.f("ck_verdict_verdict_length")),
        sa.CheckConstraint("revision BETWEEN 1 AND 2147483647", name=op.f("ck_verdict_revision_range")),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_verdict_assessment_id_assessment")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_verdict_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdict")),
        sa.UniqueConstraint(
            "assessment_id", "client_id", "code", name=op.f("uq_verdict_assessment_id_client_id_code")
        ),
        sa.UniqueConstraint(
            "assessment_id", "code", "revision", name=op.f("uq_verdict_assessment_id_code_revision")
        ),
    )


def create_results() -> None:
    op.create_table(
        "audit",
        sa.Column("assessment_id", Id, autoincrement=False, nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("signed_by", Id, nullable=False),
        sa.Column("independence", sa.Boolean(), nullable=False),
        sa.Column("statement", sa.String(length=2000), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.CheckConstraint("length(statement) <= 2000", name=op.f("ck_audit_statement_length")),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_audit_assessment_id_assessment")
        ),
        sa.ForeignKeyConstraint(["signed_by"], ["user.id"], name=op.f("fk_audit_signed_by_user")),
        sa.PrimaryKeyConstraint("assessment_id", name=op.f("pk_audit")),
    )

    op.create_table(
        "scorecard",
        sa.Column("id", Id, nullable=False),
        sa.Column("assessment_id", Id, nullable=False),
        sa.Column("basis", sa.String(length=10), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("index", sa.Double(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("level_by_points", sa.Integer(), nullable=False),
        sa.Column("standing", sa.String(length=10), nullable=False),
        sa.Column("reasons", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("pillars", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("dimensions", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("coverage", sa.Double(), nullable=False),
        sa.Column("over_claim", sa.Double(), nullable=False),
        sa.Column("integrity", sa.Boolean(), nullable=False),
        sa.Column("questionnaire_digest", sa.String(length=64), nullable=False),
        sa.Column("answers_digest", sa.String(length=64), nullable=False),
        sa.Column("engine", sa.String(length=20), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.CheckConstraint("basis IN ('declared', 'verified')", name=op.f("ck_scorecard_basis_word")),
        sa.CheckConstraint(
            "standing IN ('official', 'draft', 'hold', 'unranked')", name=op.f("ck_scorecard_standing_word")
        ),
        sa.CheckConstraint("length(answers_digest) <= 64", name=op.f("ck_scorecard_answers_digest_length")),
        sa.CheckConstraint("length(basis) <= 10", name=op.f("ck_scorecard_basis_length")),
        sa.CheckConstraint("length(engine) <= 20", name=op.f("ck_scorecard_engine_length")),
        sa.CheckConstraint(
            "length(questionnaire_digest) <= 64", name=op.f("ck_scorecard_questionnaire_digest_length")
        ),
        sa.CheckConstraint("length(standing) <= 10", name=op.f("ck_scorecard_standing_length")),
        sa.CheckConstraint("level BETWEEN 0 AND 100", name=op.f("ck_scorecard_level_range")),
        sa.CheckConstraint(
            "level_by_points BETWEEN 0 AND 100", name=op.f("ck_scorecard_level_by_points_range")
        ),
        sa.CheckConstraint("revision BETWEEN 0 AND 2147483647", name=op.f("ck_scorecard_revision_range")),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_scorecard_assessment_id_assessment"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scorecard")),
        sa.UniqueConstraint("assessment_id", "basis", name=op.f("uq_scorecard_assessment_id_basis")),
    )

    op.create_table(
        "job",
        sa.Column("id", Id, nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("payload", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("result", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("error", sa.String(length=2000), nullable=False),
        sa.Column("holder", sa.String(length=40), nullable=False),
        sa.Column("lease_until", Moment, nullable=True),
        sa.Column("run_after", Moment, nullable=False),
        sa.Column("by_id", Id, nullable=True),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("finished_at", Moment, nullable=True),
        sa.CheckConstraint(
            "state IN ('queued', 'running', 'done', 'failed')", name=op.f("ck_job_state_word")
        ),
        sa.CheckConstraint("attempts BETWEEN 0 AND 1000", name=op.f("ck_job_attempts_range")),
        sa.CheckConstraint('length("key") <= 22', name=op.f("ck_job_key_length")),
        sa.CheckConstraint("length(error) <= 2000", name=op.f("ck_job_error_length")),
        sa.CheckConstraint("length(holder) <= 40", name=op.f("ck_job_holder_length")),
        sa.CheckConstraint("length(kind) <= 40", name=op.f("ck_job_kind_length")),
        sa.CheckConstraint("length(state) <= 10", name=op.f("ck_job_state_length")),
        sa.CheckConstraint("progress BETWEEN 0 AND 100", name=op.f("ck_job_progress_range")),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_job_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("key", name=op.f("uq_job_key")),
    )
    op.create_index(op.f("ix_job_by_id"), "job", ["by_id"])
    op.create_index("ix_job_state_run_after", "job", ["state", "run_after"])

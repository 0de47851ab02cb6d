"""People, firms, sessions and the log of events"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from readiness.store.append_only import forget_append_only, make_append_only

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    create_people()
    create_sessions()
    create_events()
    make_append_only("event")


def downgrade() -> None:
    op.drop_table("event")
    op.drop_table("idempotency")
    op.drop_table("web_session")
    op.drop_table("token")
    op.drop_table("membership")
    op.drop_table("site")
    op.drop_table("firm")
    op.drop_table("user")
    forget_append_only()


def create_people() -> None:
    op.create_table(
        "user",
        sa.Column("id", Id, nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("password", sa.String(length=255), nullable=True),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("city", sa.String(length=60), nullable=True),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("confirmed_at", Moment, nullable=True),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("last_login_at", Moment, nullable=True),
        sa.Column("fs_uniquifier", sa.String(length=64), nullable=False),
        sa.Column("tf_primary_method", sa.String(length=64), nullable=True),
        sa.Column("tf_totp_secret", sa.String(length=255), nullable=True),
        sa.Column("mf_recovery_codes", sa.JSON(none_as_null=True), nullable=True),
        sa.CheckConstraint(
            "role IN ('firm', 'consultant', 'officer', 'administrator')", name=op.f("ck_user_role_word")
        ),
        sa.CheckConstraint('length("key") <= 22', name=op.f("ck_user_key_length")),
        sa.CheckConstraint("length(city) <= 60", name=op.f("ck_user_city_length")),
        sa.CheckConstraint("length(email) <= 254", name=op.f("ck_user_email_length")),
        sa.CheckConstraint("length(fs_uniquifier) <= 64", name=op.f("ck_user_fs_uniquifier_length")),
        sa.CheckConstraint("length(language) <= 10", name=op.f("ck_user_language_length")),
        sa.CheckConstraint("length(name) <= 100", name=op.f("ck_user_name_length")),
        sa.CheckConstraint("length(password) <= 255", name=op.f("ck_user_password_length")),
        sa.CheckConstraint("length(role) <= 20", name=op.f("ck_user_role_length")),
        sa.CheckConstraint("length(tf_primary_method) <= 64", name=op.f("ck_user_tf_primary_method_length")),
        sa.CheckConstraint("length(tf_totp_secret) <= 255", name=op.f("ck_user_tf_totp_secret_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("email", name=op.f("uq_user_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_user_fs_uniquifier")),
        sa.UniqueConstraint("key", name=op.f("uq_user_key")),
    )

    op.create_table(
        "firm",
        sa.Column("id", Id, nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.Column("credit_code", sa.String(length=18), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("city", sa.String(length=60), nullable=False),
        sa.Column("district", sa.String(length=60), nullable=False),
        sa.Column("sub_sector", sa.String(length=20), nullable=False),
        sa.Column("size", sa.String(length=20), nullable=False),
        sa.Column("confirmed_at", Moment, nullable=True),
        sa.Column("created_at", Moment, nullable=False),
        sa.CheckConstraint('length("key") <= 22', name=op.f("ck_firm_key_length")),
        sa.CheckConstraint("length(city) <= 60", name=op.f("ck_firm_city_length")),
        sa.CheckConstraint("length(credit_code) <= 18", name=op.f("ck_firm_credit_code_length")),
        sa.CheckConstraint("length(district) <= 60", name=op.f("ck_firm_district_length")),
        sa.CheckConstraint("length(name) <= 200", name=op.f("ck_firm_name_length")),
        sa.CheckConstraint("length(name_en) <= 200", name=op.f("ck_firm_name_en_length")),
        sa.CheckConstraint("length(size) <= 20", name=op.f("ck_firm_size_length")),
        sa.CheckConstraint("length(sub_sector) <= 20", name=op.f("ck_firm_sub_sector_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_firm")),
        sa.UniqueConstraint("credit_code", name=op.f("uq_firm_credit_code")),
        sa.UniqueConstraint("key", name=op.f("uq_firm_key")),
    )
    op.create_index(op.f("ix_firm_city"), "firm", ["city"])

    op.create_table(
        "site",
        sa.Column("id", Id, nullable=False),
        sa.Column("firm_id", Id, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.CheckConstraint("length(address) <= 300", name=op.f("ck_site_address_length")),
        sa.CheckConstraint("length(name) <= 200", name=op.f("ck_site_name_length")),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["firm.id"], name=op.f("fk_site_firm_id_firm"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
    )
    op.create_index(op.f("ix_site_firm_id"), "site", ["firm_id"])

    op.create_table(
        "membership",
        sa.Column("id", Id, nullable=False),
        sa.Column("firm_id", Id, nullable=False),
        sa.Column("user_id", Id, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("dimensions", sa.JSON(none_as_null=True), nullable=True),
        sa.CheckConstraint("kind IN ('owner', 'editor')", name=op.f("ck_membership_kind_word")),
        sa.CheckConstraint("length(kind) <= 10", name=op.f("ck_membership_kind_length")),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["firm.id"], name=op.f("fk_membership_firm_id_firm"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_membership_user_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("firm_id", "user_id", name=op.f("uq_membership_firm_id_user_id")),
    )
    op.create_index(op.f("ix_membership_user_id"), "membership", ["user_id"])


def create_sessions() -> None:
    op.create_table(
        "token",
        sa.Column("id", Id, nullable=False),
        sa.Column("user_id", Id, nullable=True),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("detail", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("expires_at", Moment, nullable=False),
        sa.Column("used_at", Moment, nullable=True),
        sa.CheckConstraint("purpose IN ('register', 'confirm', 'reset')", name=op.f("ck_token_purpose_word")),
        sa.CheckConstraint("length(hash) <= 64", name=op.f("ck_token_hash_length")),
        sa.CheckConstraint("length(purpose) <= 10", name=op.f("ck_token_purpose_length")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_token_user_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_token")),
        sa.UniqueConstraint("hash", name=op.f("uq_token_hash")),
    )
    op.create_index(op.f("ix_token_user_id"), "token", ["user_id"])

    op.create_table(
        "web_session",
        sa.Column("id_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", Id, nullable=True),
        sa.Column("data", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("seen_at", Moment, nullable=False),
        sa.CheckConstraint("length(id_hash) <= 64", name=op.f("ck_web_session_id_hash_length")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_web_session_user_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id_hash", name=op.f("pk_web_session")),
    )
    op.create_index(op.f("ix_web_session_seen_at"), "web_session", ["seen_at"])
    op.create_index(op.f("ix_web_session_user_id"), "web_session", ["user_id"])

    op.create_table(
        "idempotency",
        sa.Column("user_id", Id, nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("request_hash", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.CheckConstraint('length("key") <= 100', name=op.f("ck_idempotency_key_length")),
        sa.CheckConstraint("length(request_hash) <= 64", name=op.f("ck_idempotency_request_hash_length")),
        sa.CheckConstraint("status BETWEEN 100 AND 599", name=op.f("ck_idempotency_status_range")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_idempotency_user_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "key", name=op.f("pk_idempotency")),
    )
    op.create_index(op.f("ix_idempotency_at"), "idempotency", ["at"])


def create_events() -> None:
    op.create_table(
        "event",
        sa.Column("id", Id, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("by_id", Id, nullable=True),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=100), nullable=False),
        sa.Column("detail", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.CheckConstraint("length(action) <= 60", name=op.f("ck_event_action_length")),
        sa.CheckConstraint("length(hash) <= 64", name=op.f("ck_event_hash_length")),
        sa.CheckConstraint("length(previous) <= 64", name=op.f("ck_event_previous_length")),
        sa.CheckConstraint("length(subject) <= 100", name=op.f("ck_event_subject_length")),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_event_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("hash", name=op.f("uq_event_hash")),
        sa.UniqueConstraint("previous", name=op.f("uq_event_previous")),
    )
    op.create_index(op.f("ix_event_by_id"), "event", ["by_id"])
    op.create_index(op.f("ix_event_subject"), "event", ["subject"])

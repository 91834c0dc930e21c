"""Priority, transfers and times of a ticket, further procedures, breaks, presses, calls for help."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    # Column by column, each empty or with a constant: no table is copied, however many tickets there are.
    for column in (
        sa.Column("priority", sa.String(length=40), nullable=True),
        sa.Column("origin", sa.String(length=40), server_default="kiosk", nullable=False),
        sa.Column("for_desk", sa.String(length=40), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("sent_by", sa.String(length=500), nullable=True),
        sa.Column("sent_from", sa.String(length=40), nullable=True),
        sa.Column("since", MOMENT, nullable=True),
        sa.Column("waited_s", sa.Float(), server_default="0", nullable=False),
        sa.Column("served_s", sa.Float(), server_default="0", nullable=False),
        sa.Column("parked_s", sa.Float(), server_default="0", nullable=False),
        sa.Column("passed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("wrong_codes", sa.Integer(), server_default="0", nullable=False),
        sa.Column("revision", sa.Integer(), server_default="0", nullable=False),
    ):
        op.add_column("tickets", column)
    op.execute(f"UPDATE tickets SET waited_s = {_seconds('arrived_at', 'called_at')} WHERE called_at IS NOT NULL")
    op.execute(
        f"UPDATE tickets SET served_s = {_seconds('serving_at', 'ended_at')} "
        "WHERE serving_at IS NOT NULL AND state = 'finished'"
    )
    op.execute("UPDATE tickets SET since = COALESCE(ended_at, serving_at, called_at, arrived_at)")
    by_hand = sa.text("origin = 'slip'")
    op.create_index(
        "ix_tickets_by_hand", "tickets", ["site_id", "day", "series"], sqlite_where=by_hand, postgresql_where=by_hand
    )
    noted = sa.text("note IS NOT NULL")
    op.create_index("ix_tickets_noted", "tickets", ["site_id", "day"], sqlite_where=noted, postgresql_where=noted)
    op.add_column("openings", sa.Column("break_since", MOMENT, nullable=True))
    op.add_column("openings", sa.Column("break_until", MOMENT, nullable=True))
    _new_tables()


def _seconds(since: str, until: str) -> str:
    if op.get_bind().dialect.name == "sqlite":
        return f"ROUND((julianday({until}) - julianday({since})) * 86400.0, 3)"
    return f"EXTRACT(EPOCH FROM {until} - {since})"


def _new_tables() -> None:
    op.create_table(
        "ticket_procedures",
        sa.Column("id", KEY, nullable=False),
        sa.Column("site_id", KEY, nullable=False),
        sa.Column("ticket_id", KEY, nullable=False),
        sa.Column("procedure", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("dossier", sa.String(), nullable=True),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_ticket_procedures_site_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_procedures_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_procedures")),
    )
    op.create_index("ix_ticket_procedures_ticket", "ticket_procedures", ["ticket_id"])
    op.create_table(
        "presses",
        sa.Column("id", KEY, nullable=False),
        sa.Column("site_id", KEY, nullable=False),
        sa.Column("account_id", KEY, nullable=False),
        sa.Column("desk", sa.String(length=40), nullable=False),
        sa.Column("verb", sa.String(length=40), nullable=False),
        sa.Column("press_id", sa.String(), nullable=True),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("is_undoable", sa.Boolean(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_presses_account_id")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_presses_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presses")),
        sa.UniqueConstraint("site_id", "account_id", "press_id", name=op.f("uq_presses_site_id_account_id_press_id")),
    )
    op.create_index("ix_presses_desk", "presses", ["site_id", "desk", "id"])
    op.create_table(
        "help_calls",
        sa.Column("id", KEY, nullable=False),
        sa.Column("site_id", KEY, nullable=False),
        sa.Column("kiosk", sa.String(length=40), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_by", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_help_calls_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_calls")),
    )
    op.create_index(
        "uq_help_calls_kiosk_open",
        "help_calls",
        ["site_id", "kiosk"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )

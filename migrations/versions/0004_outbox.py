"""Paper knows its home, its claim and how it was settled; printers have a state."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0002"

OPEN = sa.text("state IN ('queued', 'not_sent', 'sending', 'doubtful') AND settled IS NULL")


def upgrade() -> None:
    op.drop_index("ix_print_jobs_due", table_name="print_jobs")
    op.add_column("print_jobs", sa.Column("home", sa.String(length=40), nullable=True))
    op.add_column("print_jobs", sa.Column("claim", sa.String(length=80), nullable=True))
    op.add_column("print_jobs", sa.Column("settled", sa.String(), nullable=True))
    op.add_column(
        "print_jobs", sa.Column("reprint_of", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
    )
    op.execute("UPDATE print_jobs SET home = printer, claim = ''")
    op.execute("UPDATE print_jobs SET settled = 'expired' WHERE detail = 'expired'")
    with op.batch_alter_table("print_jobs", schema=None) as batch_op:
        batch_op.alter_column("home", existing_type=sa.String(length=40), nullable=False)
        batch_op.alter_column("claim", existing_type=sa.String(length=80), nullable=False)
        batch_op.create_index(
            "ix_print_jobs_open",
            ["site_id", "printer", "id"],
            unique=False,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        )
    op.create_table(
        "printer_states",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("site_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("printer", sa.String(length=40), nullable=False),
        sa.Column("status", sa.JSON(), nullable=False),
        sa.Column("need", sa.String(), nullable=True),
        sa.Column("claim", sa.String(length=80), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_printer_states_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printer_states")),
        sa.UniqueConstraint("site_id", "printer", name=op.f("uq_printer_states_site_id_printer")),
    )

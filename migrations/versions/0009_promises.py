"""What a ticket was promised when it was issued, so that its truth can be measured; NULL where nothing was."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    # New columns may be empty, so neither database writes the old tickets anew.
    op.add_column("tickets", sa.Column("promised_ahead", sa.Integer(), nullable=True))
    op.add_column("tickets", sa.Column("promised_low_min", sa.Integer(), nullable=True))
    op.add_column("tickets", sa.Column("promised_high_min", sa.Integer(), nullable=True))
    op.add_column("tickets", sa.Column("expected_s", sa.Float(), nullable=True))

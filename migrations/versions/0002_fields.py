"""A ticket keeps its procedure's field, and a site the configuration that it last opened with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("tickets", sa.Column("field", sa.String(length=500), nullable=True))
    op.add_column("sites", sa.Column("config_digest", sa.String(length=64), nullable=True))
    # Those who wait while the office is brought up keep their desks.
    op.execute(
        "UPDATE tickets SET field = (SELECT procedures.field FROM procedures "
        "WHERE procedures.site_id = tickets.site_id AND procedures.key = tickets.procedure) "
        "WHERE procedure IS NOT NULL"
    )

"""What Alembic runs for each upgrade, on the connection that it is given: never on a URL in a file."""

from __future__ import annotations

from typing import Any

from alembic import context


def _migrate(connection: Any) -> None:
    context.configure(
        connection=connection,
        transactional_ddl=True,
        transaction_per_migration=False,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with context.begin_transaction():
        context.run_migrations()


if hasattr(context, "config"):  # not there where the module is only imported
    _migrate(context.config.attributes["connection"])

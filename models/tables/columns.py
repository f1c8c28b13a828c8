"""The column types and constraints that all tables share."""

import datetime as dt
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Column, DateTime, ForeignKeyConstraint, Identity, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field


def key() -> Any:
    """A generated 64-bit primary key."""
    return Field(default=None, sa_column=Column(BigInteger, Identity(), primary_key=True))


def big(**options: Any) -> Any:
    """A 64-bit number: Telegram ids do not fit 32 bits."""
    return Field(sa_type=BigInteger, **options)


def instant(**options: Any) -> Any:
    """A point in time, with zone, UTC."""
    return Field(sa_type=DateTime(timezone=True), **options)


def text(**options: Any) -> Any:
    """Text without a length limit in the database; limits are enforced where the text is received."""
    return Field(sa_type=Text, **options)


def json(**options: Any) -> Any:
    """A JSON document."""
    return Field(sa_type=JSONB(none_as_null=True), **options)


def text_list() -> Any:
    """A list of texts, empty by default."""
    return Field(default_factory=list, sa_column=Column(ARRAY(Text), nullable=False, server_default="{}"))


def one_of(column: str, *values: str) -> CheckConstraint:
    """`column` may hold only these values."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def same_workspace(table: str, column: str, target: str, **options: Any) -> ForeignKeyConstraint:
    """`column` references a `target` row of the same workspace, which enforces invariant I8 in the database."""
    return ForeignKeyConstraint(
        ["workspace_id", column],
        [f"{target}.workspace_id", f"{target}.id"],
        name=f"{table}_{column}_same_workspace",
        **options,
    )


Instant = dt.datetime

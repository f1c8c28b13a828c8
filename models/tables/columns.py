"""Columns: the few shapes that every table is built from."""

import datetime as dt
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Column, DateTime, ForeignKeyConstraint, Identity, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field


def key() -> Any:
    """A primary key the database counts up itself."""
    return Field(default=None, sa_column=Column(BigInteger, Identity(), primary_key=True))


def big(**options: Any) -> Any:
    """A 64-bit number: Telegram ids do not fit 32 bits."""
    return Field(sa_type=BigInteger, **options)


def instant(**options: Any) -> Any:
    """A point in time, with zone, UTC."""
    return Field(sa_type=DateTime(timezone=True), **options)


def text(**options: Any) -> Any:
    """Text without a length limit in the database; limits stand where the text comes in."""
    return Field(sa_type=Text, **options)


def json(**options: Any) -> Any:
    """A JSON document."""
    return Field(sa_type=JSONB(none_as_null=True), **options)


def words() -> Any:
    """A list of words, empty by default."""
    return Field(default_factory=list, sa_column=Column(ARRAY(Text), nullable=False, server_default="{}"))


def one_of(column: str, *values: str) -> CheckConstraint:
    """Only these words may stand in `column`."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def within(table: str, column: str, target: str, **options: Any) -> ForeignKeyConstraint:
    """`column` names a `target` row of the same workspace: the wall of invariant I8, in the database."""
    return ForeignKeyConstraint(
        ["workspace_id", column],
        [f"{target}.workspace_id", f"{target}.id"],
        name=f"{table}_{column}_same_workspace",
        **options,
    )


Instant = dt.datetime

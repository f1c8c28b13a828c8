"""Workspaces made up at random: rows of every table that an archive holds, with whatever their columns take."""

import datetime as dt
import random
import re
from itertools import count
from typing import Any

from sqlalchemy import CheckConstraint, Column, Table, insert
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.exc import DBAPIError
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.all_tables import METADATA
from tests.stores import OWNER
from worker.features.export.exported_rows import OWN, SHARED

_MOST_ROWS = 3
# Until a table has a row, and for each further one.
_FIRST_TRIES, _TRIES = 200, 4
_TWO = ("member", "task")
_YEAR = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


class RandomWorld:
    """Rows of one owner's workspace. A row that the database refuses (two things of one name, minutes below zero) is none."""

    def __init__(self, session: AsyncSession, seed: int, words: list[str]) -> None:
        self._session, self._chance, self._words = session, random.Random(seed), words
        self._numbers = count(1)
        self._rows: dict[str, list[dict[str, Any]]] = {}

    async def made(self) -> dict[str, int]:
        """Make it; how many rows there are, by table."""
        for table in METADATA.sorted_tables:
            if table.name in SHARED | OWN:
                await self._fill(table)
        return {name: len(rows) for name, rows in self._rows.items()}

    async def _fill(self, table: Table) -> None:
        kept = self._rows.setdefault(table.name, [])
        wanted = 1 if table.name == "workspace" else self._chance.randint(1, _MOST_ROWS)
        # A task is given by another person, and waits for another task.
        wanted = max(wanted, 2) if table.name in _TWO else wanted
        for attempt in range(_FIRST_TRIES):
            if len(kept) == wanted or (kept and table.name not in _TWO and attempt > _TRIES):
                return
            row = self._row(table, first=not kept)
            try:
                async with self._session.begin_nested():
                    made = await self._session.execute(insert(table).values(**row).returning(*table.c))
            except DBAPIError:
                continue
            kept.append(dict(made.mappings().one()))

    def _row(self, table: Table, *, first: bool) -> dict[str, Any]:
        row = {
            column.name: self._value(table, column)
            for column in table.columns
            if column.computed is None and column.identity is None
        }
        self._connect(table, row)
        if table.name == "member":
            row |= {"is_owner": first, "telegram_user_id": OWNER if first else row["telegram_user_id"]}
            row |= {"archived_at": None} if first else {}
        if table.name == "chat":
            row |= {"kind": "private", "zone": "Asia/Kathmandu"}
            row |= {"telegram_id": OWNER, "member_id": self._rows["member"][0]["id"]} if first else {}
        # Some rules tie columns together.
        if "settled_at" in row:
            row["settled_at"] = None if row["state"] == "open" else self._instant()
        if table.name == "task":
            row["done_at"] = self._instant() if row["status"] == "done" else None
            row |= dict.fromkeys(("estimate_minutes", "estimate_source", "actual_minutes", "actual_source"))
        for start, end in (("starts_at", "ends_at"), ("first_on", "last_on"), ("opens_at", "closes_at")):
            if start in row and row[start] > row[end]:
                row[start], row[end] = row[end], row[start]
        return row

    def _connect(self, table: Table, row: dict[str, Any]) -> None:
        """Let each reference lead to a row of this world, or nowhere."""
        if "workspace_id" in row:
            row["workspace_id"] = self._rows["workspace"][0]["id"]
        for constraint in table.foreign_key_constraints:
            parents = self._rows.get(constraint.referred_table.name, [])
            if constraint.referred_table.name in ("chat", "member") and table.name in OWN:
                # What is other people's own is in no archive of the owner's.
                parents = parents[:1]
            names = [
                c.name for c in constraint.columns if c.name != "workspace_id" or len(constraint.columns) == 1
            ]
            column = table.c[names[0]]
            known = constraint.referred_table.name in SHARED | OWN
            if known and parents and (not column.nullable or self._chance.random() < 0.6):
                row[column.name] = self._chance.choice(parents)["id"]
            elif column.nullable:
                row[column.name] = None

    def _value(self, table: Table, column: Column[Any]) -> Any:
        chance = self._chance
        if column.nullable and chance.random() < 0.4:
            return None
        if known := _known_values(table, column):
            return chance.choice(known)
        if table.name == "operation" and column.name == "reasons":
            # Quotes of what others said are not in the owner's archive.
            return None
        if isinstance(column.type, JSONB):
            return self._json(2)
        if isinstance(column.type, ARRAY):
            return chance.sample(self._words, min(2, len(self._words)))
        return self._plain(column)

    def _plain(self, column: Column[Any]) -> Any:
        chance, kind = self._chance, column.type.python_type
        if kind is str:
            # No two are alike: much is unique by its name.
            return "".join(chance.choices(self._words, k=2))[:30] + f"{next(self._numbers)}."
        if kind is bool:
            return chance.random() < 0.5
        if kind is int:
            return chance.randint(1, 6) if chance.random() < 0.7 else chance.randint(1, 2**31 - 1)
        if kind is dt.datetime:
            return self._instant()
        if kind is dt.date:
            return (_YEAR + dt.timedelta(days=chance.randint(0, 600))).date()
        assert kind is dt.time, column
        return dt.time(chance.randint(0, 23), chance.randint(0, 59))

    def _instant(self) -> dt.datetime:
        return _YEAR + dt.timedelta(
            minutes=self._chance.randint(0, 10**6), microseconds=self._chance.randint(0, 10**6)
        )

    def _json(self, depth: int) -> Any:
        chance = self._chance
        leaves = [None, True, -1, 2**40, 0.1, self._words[0], "\u2028", ""]
        made = {word: chance.choice(leaves) for word in self._words[:3]}
        return made if depth == 0 else made | {"in": [self._json(depth - 1)], "none": {}}


def _known_values(table: Table, column: Column[Any]) -> list[str]:
    """The values that a column may have, where the table lists them."""
    for constraint in table.constraints:
        if isinstance(constraint, CheckConstraint) and str(constraint.name or "").endswith(
            f"{column.name}_known"
        ):
            return re.findall(r"'([^']+)'", str(constraint.sqltext))
    return []

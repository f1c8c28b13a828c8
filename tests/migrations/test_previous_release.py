"""The release before runs on today's schema: all that it reads is there, and all that it writes is accepted."""

import asyncio
import re
import tomllib
from pathlib import Path

from sqlalchemy import Connection, text

from migrations.upgrade import migrate, revisions
from tests.migrations.connections import on

PREVIOUS = tomllib.loads((Path(__file__).parents[2] / "ops/release/previous.toml").read_text())
_COLUMNS = """
SELECT table_name, column_name, data_type, is_nullable = 'YES', column_default IS NOT NULL OR is_identity = 'YES'
FROM information_schema.columns WHERE table_schema = 'public'
"""
_CONSTRAINTS = """
SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint
WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'u', 'x')
"""
# New constraints on columns of the release before that refuse none of its rows.
_LOOSER = {
    ("plan_block", "EXCLUDE USING gist (of_plan WITH &&, during WITH &&) WHERE ((NOT fixed))"),
}


def columns(connection: Connection) -> dict[tuple[str, str], tuple[str, bool, bool]]:
    """Of each column of each table and view: its type, whether it takes NULL, whether it may be left out."""
    return {
        (table, name): (kind, nullable, nullable or given)
        for table, name, kind, nullable, given in connection.execute(text(_COLUMNS))
    }


def constraints(connection: Connection) -> set[tuple[str, str]]:
    return {tuple(row) for row in connection.execute(text(_CONSTRAINTS))}


async def test_all_that_the_release_before_reads_and_writes_still_fits(empty: str) -> None:
    assert PREVIOUS["revision"] in revisions()
    await asyncio.to_thread(migrate, empty, PREVIOUS["revision"])
    before, checked_before = await on(empty, columns), await on(empty, constraints)
    await asyncio.to_thread(migrate, empty)
    now, checked = await on(empty, columns), await on(empty, constraints)
    assert [column for column in before if column not in now] == []
    assert [column for column, (kind, *_) in before.items() if now[column][0] != kind] == []
    assert [column for column, (_, null, _) in before.items() if null and not now[column][1]] == []
    tables = {table for table, _ in before}
    added = {column for column in now if column[0] in tables and column not in before}
    assert [column for column in added if not now[column][2]] == []
    refusing = {
        (table, rule)
        for table, rule in checked - checked_before - _LOOSER
        if table in tables
        and not any(re.search(rf"\b{name}\b", rule) for of, name in added if of == table)
        and not _allows_more(rule, [old for of, old in checked_before if of == table])
    }
    assert refusing == set()


def _allows_more(rule: str, earlier: list[str]) -> bool:
    """Whether a list of allowed values has all values of the earlier list for the same column."""
    column, values = _allowed(rule)
    return any(name == column and allowed <= values for name, allowed in map(_allowed, earlier) if allowed)


def _allowed(rule: str) -> tuple[str, set[str]]:
    column = re.match(r"CHECK \(\((\w+) = ANY", rule)
    return (column[1], set(re.findall(r"'(\w+)'::text", rule))) if column else ("", set())

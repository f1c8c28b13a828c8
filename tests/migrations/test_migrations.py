"""Migrations: up from nothing, down to nothing, up again; nothing between models and migrations; two at once."""

import asyncio
import datetime as dt

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text

from migrations.upgrade import current, downgrade, head, migrate, revisions
from models.tables.all_tables import METADATA
from tests.migrations.connections import on

OURS = """
SELECT 'table ' || relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S')
UNION ALL SELECT 'type ' || typname FROM pg_type WHERE typnamespace = 'public'::regnamespace
  AND typtype IN ('e', 'd') UNION ALL SELECT 'function ' || proname FROM pg_proc p
  WHERE pronamespace = 'public'::regnamespace
  AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
"""


def things(connection: Connection) -> set[str]:
    return {name for (name,) in connection.execute(text(OURS))} - {"table alembic_version"}


def schema(connection: Connection) -> list[tuple]:
    columns = """SELECT table_name, column_name, data_type, is_nullable, column_default
                 FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2"""
    checks = """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
                WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2"""
    indexes = (
        "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2"
    )
    return [
        tuple(row) for statement in (columns, checks, indexes) for row in connection.execute(text(statement))
    ]


def differences(connection: Connection) -> list:
    options = {"compare_type": True, "compare_server_default": True}
    return compare_metadata(MigrationContext.configure(connection, opts=options), METADATA)


async def test_up_down_and_up_again_is_the_same_and_down_leaves_nothing(empty: str) -> None:
    await asyncio.to_thread(migrate, empty)
    assert await on(empty, current) == head()
    first = await on(empty, schema)
    assert len(await on(empty, things)) > 15
    await asyncio.to_thread(downgrade, empty)
    assert await on(empty, current) is None
    assert await on(empty, things) == set()
    await asyncio.to_thread(migrate, empty)
    assert await on(empty, schema) == first


async def test_each_step_goes_down_and_up_by_itself(empty: str) -> None:
    for revision in revisions():
        await asyncio.to_thread(migrate, empty, revision)
        before = await on(empty, schema)
        await asyncio.to_thread(downgrade, empty, "-1")
        await asyncio.to_thread(migrate, empty, revision)
        assert await on(empty, schema) == before, revision


async def test_models_and_migrations_do_not_differ(empty: str) -> None:
    await asyncio.to_thread(migrate, empty)
    assert await on(empty, differences) == []


async def test_the_checks_of_the_models_are_the_checks_of_the_database(empty: str) -> None:
    """Alembic does not compare checks: a schema made from the models is held against the migrated one, text by text."""
    await asyncio.to_thread(migrate, empty)
    migrated = await on(empty, _checks)
    await asyncio.to_thread(downgrade, empty)

    def make(connection: Connection) -> set[tuple]:
        connection.execute(text("CREATE EXTENSION IF NOT EXISTS vector"))
        METADATA.create_all(connection)
        found = _checks(connection)
        connection.rollback()
        return found

    made = await on(empty, make)
    assert made - migrated == set()
    assert migrated - made == set()


def _checks(connection: Connection) -> set[tuple]:
    statement = """SELECT conrelid::regclass::text, contype::text, pg_get_constraintdef(oid) FROM pg_constraint
                   WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'f', 'u', 'p', 'x')
                   AND conrelid::regclass::text <> 'alembic_version'"""
    return {tuple(row) for row in connection.execute(text(statement))}


async def test_two_that_migrate_at_once_wait_for_each_other(empty: str) -> None:
    await asyncio.gather(*(asyncio.to_thread(migrate, empty) for _ in range(3)))
    assert await on(empty, current) == head()
    assert await on(empty, differences) == []


async def test_migrating_what_is_migrated_changes_nothing(empty: str) -> None:
    await asyncio.to_thread(migrate, empty)
    before = await on(empty, schema)
    await asyncio.to_thread(migrate, empty)
    assert await on(empty, schema) == before


async def test_tasks_of_before_are_told_apart_as_plans_did(empty: str) -> None:
    await asyncio.to_thread(migrate, empty, "0016")
    insert = """INSERT INTO task (workspace_id, number, title, status, priority, deadline_on, deadline_at, estimate_minutes,
                estimate_source, version, created_at, updated_at)
                VALUES (1, :number, :title, 'open', 2, :on, :at, :minutes, :source, 1, now(), now())"""
    rows = [
        ("Call the bank", True, True, 20, "on"),
        ("Print the labels", True, True, 30, "on"),
        ("Приём у стоматолога", True, True, 120, "on"),
        ("Write the report", True, True, 180, "by"),
        ("Send the offer", True, False, None, "by"),
        ("Buy paper", False, False, None, None),
    ]

    def fill(connection: Connection) -> None:
        connection.execute(
            text("INSERT INTO workspace (id, name, created_at, last_task_number) VALUES (1, 'w', now(), 0)")
        )
        for number, (title, dated, timed, minutes, _) in enumerate(rows, start=1):
            values = {
                "number": number,
                "title": title,
                "minutes": minutes,
                "source": "stated" if minutes else None,
            }
            day, at = dt.date(2026, 12, 4), dt.datetime(2026, 12, 4, 14, tzinfo=dt.UTC)
            connection.execute(
                text(insert), values | {"on": day if dated else None, "at": at if timed else None}
            )
        connection.commit()

    await on(empty, fill)
    await asyncio.to_thread(migrate, empty)
    timings = await on(
        empty, lambda c: c.execute(text("SELECT timing FROM task ORDER BY number")).scalars().all()
    )
    assert timings == [timing for *_, timing in rows]
    await asyncio.to_thread(downgrade, empty, "0016")
    assert await on(empty, lambda c: c.execute(text("SELECT count(*) FROM task")).scalar_one()) == len(rows)


async def test_missed_and_passed_survive_a_way_back(empty: str) -> None:
    await asyncio.to_thread(migrate, empty)
    states = ["open", "dropped", "missed", "passed"]
    task = """INSERT INTO task (id, workspace_id, number, title, status, priority, version, created_at, updated_at)
              OVERRIDING SYSTEM VALUE VALUES (:id, 1, :number, 'A tasting', :state, 2, 1, now(), now())"""
    event = """INSERT INTO task_event (workspace_id, operation_id, task_id, after, created_at)
               VALUES (1, 1, :id, jsonb_build_object('status', CAST(:state AS text)), now())"""

    def fill(connection: Connection) -> None:
        run = lambda statement, **values: connection.execute(text(statement), values)  # noqa: E731
        run("INSERT INTO workspace (id, name, created_at, last_task_number) VALUES (1, 'w', now(), 0)")
        run("SET LOCAL session_replication_role = replica")  # no operation and chat for the events
        for number, state in enumerate(states, start=1):
            run(task, id=number, number=number, state=state)
            run(event, id=number, state=state)
        connection.commit()

    async def found() -> list[str]:
        statement = text("SELECT status FROM task ORDER BY number")
        return await on(empty, lambda c: list(c.execute(statement).scalars().all()))

    await on(empty, fill)
    await asyncio.to_thread(downgrade, empty, "0018")
    assert await found() == ["open", "dropped", "dropped", "dropped"]
    await asyncio.to_thread(migrate, empty)
    assert await found() == states

"""The clock's looks touch a handful of pages, however many tasks, digests and messages there are."""

from collections.abc import AsyncIterator
from itertools import groupby
from operator import attrgetter

import pytest
from sqlalchemy import event

from models.runtime.clock import now
from models.runtime.database import Database
from tests.planner import Stores, settings_for
from worker import scheduler

MANY = """
INSERT INTO workspace (id, name, last_task_number, created_at) OVERRIDING SYSTEM VALUE
  SELECT n, 'W' || n, 9, now() FROM generate_series(1, 2000) n;
INSERT INTO member (id, workspace_id, name, aliases, is_owner, created_at) OVERRIDING SYSTEM VALUE
  SELECT n, n, 'Owner', '{}', true, now() FROM generate_series(1, 2000) n;
INSERT INTO chat (id, telegram_id, workspace_id, member_id, kind, language, zone, zone_confirmed, created_at)
  OVERRIDING SYSTEM VALUE SELECT n, n, n, n, 'private', 'en', 'UTC', true, now() FROM generate_series(1, 2000) n;
INSERT INTO task (workspace_id, number, title, status, priority, deadline_on, version, followed_version, recurrence,
  reminder_minutes_before, created_at, updated_at)
  SELECT n, m, 'Task', 'open', 2, current_date + 9, 1, 1, 'FREQ=WEEKLY', 60, now(), now()
  FROM generate_series(1, 2000) n, generate_series(1, 5) m;
INSERT INTO schedule (workspace_id, chat_id, kind, local_time, weekdays, enabled, when_empty, next_on, next_run_at,
  created_at) SELECT n, n, 'morning_digest', '08:00', 127, true, 'silent', current_date, now() + interval '9 days',
  now() FROM generate_series(1, 2000) n;
INSERT INTO schedule_run (schedule_id, local_on, zone, due_at, enqueued_at, parts, alone, state, sent_at)
  SELECT id, current_date - d, 'UTC', now(), now(), 1, false, 'sent', now() FROM schedule, generate_series(1, 5) d;
INSERT INTO outbound_message (workspace_id, chat_telegram_id, purpose, method, payload, dedupe_key, trace_id,
  ephemeral, state, attempts, available_at, created_at, sent_at)
  SELECT n, n, 'digest', 'sendMessage', '{}', n || ':' || m, 'd', false, 'sent', 1, now(), now(), now()
  FROM generate_series(1, 2000) n, generate_series(1, 5) m
"""
SECONDS = attrgetter("seconds")
BEATS = [
    (seconds, list(ticks))
    for seconds, ticks in groupby(
        sorted((t for t in scheduler.TICKS if t.probe is not None), key=SECONDS), key=SECONDS
    )
]


@pytest.fixture
async def crowded(stores: Stores) -> AsyncIterator[Database]:
    """The product's own way to a database with 10,000 tasks, digests and messages."""
    name, url = stores.new_database()
    database = Database(settings_for(database_url=url).database_url)
    async with database.engine.begin() as connection:
        for statement in [*MANY.split(";"), "ANALYZE"]:
            await connection.exec_driver_sql(statement)
    yield database
    await database.close()
    stores.postgres.drop_database(name)


@pytest.mark.parametrize(("seconds", "ticks"), BEATS)
async def test_an_idle_look_reads_a_handful_of_pages_among_ten_thousand_tasks(
    crowded: Database, seconds: float, ticks: list[scheduler.ScheduledTick]
) -> None:
    sent: list[tuple[str, tuple]] = []
    async with crowded.read_session() as session:
        event.listen(
            (await session.connection()).sync_connection,
            "before_cursor_execute",
            lambda _, __, statement, parameters, *___: sent.append((statement, parameters)),
        )
        found = (await session.execute(scheduler.Beat(ticks).question, {"now": now()})).one()
        assert not any(found)
        question, parameters = sent[-1]
        connection = await session.connection()
        explained = await connection.exec_driver_sql(
            f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {question}", parameters
        )
        (plan,) = explained.scalar_one()
    assert plan["Plan"]["Shared Hit Blocks"] + plan["Plan"]["Shared Read Blocks"] <= 40

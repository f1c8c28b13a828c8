"""However many digests are due, only so many lie ready as will be sent soon; the rest is rendered as they go."""

from models.queue.jobs import RenderDigests
from tests.invariants.service_faults import rows, services_of
from tests.planner import Planner, Stores
from worker.jobs.render_digests import BATCH, render_digests

CHATS = 250
WORLD = (
    """INSERT INTO workspace (name, last_task_number, created_at)
       SELECT 'W' || n, 1, now() FROM generate_series(1, :n) n""",
    """INSERT INTO member (workspace_id, name, aliases, is_owner, created_at)
       SELECT id, 'Owner', '{}', true, now() FROM workspace""",
    """INSERT INTO chat (telegram_id, workspace_id, member_id, kind, language, zone, zone_confirmed, created_at)
       SELECT 10000 + id, workspace_id, id, 'private', 'en', 'UTC', true, now() FROM member""",
    """INSERT INTO task (workspace_id, number, title, status, priority, deadline_on, version, created_at, updated_at)
       SELECT id, 1, 'Call the bank', 'open', 2, current_date, 1, now(), now() FROM workspace""",
    """INSERT INTO schedule (workspace_id, chat_id, kind, local_time, weekdays, enabled, when_empty, next_on,
       next_run_at, created_at)
       SELECT workspace_id, id, 'morning_digest', '08:00', 127, true, 'silent', current_date + 1,
       now() + interval '1 day', now() FROM chat""",
    """INSERT INTO schedule_run (schedule_id, local_on, zone, due_at, enqueued_at, parts, alone, state)
       SELECT id, current_date, 'UTC', now(), now(), 0, false, 'enqueued' FROM schedule""",
)
OWED = "SELECT count(*) FROM outbound_message WHERE state = 'pending'"
SENT = "UPDATE outbound_message SET state = 'sent', sent_at = now() WHERE state = 'pending'"


async def test_rendering_keeps_a_little_ahead_of_sending_and_ends_with_all(stores: Stores) -> None:
    # Two a second: forty may lie ready, so one batch is enough for now.
    async with Planner.running(stores, workers=0, telegram_per_second=2) as planner:
        for statement in WORLD:
            await rows(planner, statement, **({"n": CHATS} if ":n" in statement else {}))
        lay_ready = []
        async with services_of(planner) as services:
            while True:
                await render_digests(services, RenderDigests())
                await render_digests(services, RenderDigests())
                lay_ready.append((await rows(planner, OWED))[0][0])
                if not lay_ready[-1]:
                    break
                await rows(planner, SENT)
        assert lay_ready == [BATCH, BATCH, CHATS - 2 * BATCH, 0]
        states = await rows(planner, "SELECT state, count(*) FROM schedule_run GROUP BY state")
        assert [tuple(row) for row in states] == [("rendered", CHATS)]

"""I12: everything is bounded: bodies and lanes (tests/api), messages, what is kept, and how long.

To see it fail: in worker/core/message_pages.py let `pages_of` return one page; in worker/retention.py leave a table
out of `_old`.
"""

from tests.invariants.service_faults import enter, message, one, post, rows, services_of
from tests.planner import OWNER, Planner
from worker.retention import prune_history


async def test_a_list_of_three_hundred_tasks_comes_in_messages_telegram_takes(planner: Planner) -> None:
    await enter(planner)
    await rows(
        planner,
        """INSERT INTO task (workspace_id, number, title, status, priority, deadline_on, version, created_at, updated_at)
           SELECT c.workspace_id, n, repeat('Long words about something ', 6) || n, 'open', 2,
                  (now() AT TIME ZONE 'Europe/Berlin')::date, 1, now(), now()
           FROM chat c, generate_series(1, 300) n""",
    )
    said = await planner.telegram.say("/today")
    await planner.settled()
    sent = [m for m in await planner.telegram.messages(after=said.id) if m.from_bot]
    assert sent
    assert len(sent) <= 20
    assert max(len(m.text) for m in sent) <= 4096
    assert await one(planner, "SELECT count(*) FROM outbound_message WHERE state <> 'sent'") == 0


async def test_the_longest_message_of_telegram_is_handled(planner: Planner) -> None:
    await enter(planner)
    assert await post(planner, message(("Buy bolts and nuts tomorrow. " * 160)[:4096])) == 200
    assert await post(planner, message("Buy gaskets")) == 200
    await planner.telegram.wait_for_bot_message(OWNER, contains="gaskets")
    assert await rows(planner, "SELECT * FROM dead_letter") == []
    assert await one(planner, "SELECT max(length(title)) FROM task") <= 200


async def test_what_is_older_than_the_history_is_dropped_and_nothing_younger(planner: Planner) -> None:
    await enter(planner)
    await planner.tell("Buy washers")
    young = {
        t: await one(planner, f"SELECT count(*) FROM {t}")
        for t in ("job_run", "inbound_update", "outbound_message")
    }
    await rows(
        planner,
        """INSERT INTO job_run (job_id, job_name, arguments, attempt, worker_id, state, enqueued_at, started_at)
           SELECT 'old:' || n, 'embed_tasks', '{}', 1, 'w', 'done', now() - interval '31 days', now() - interval '31 days'
           FROM generate_series(1, 12000) n""",
    )
    await rows(
        planner,
        """INSERT INTO inbound_update (update_id, kind, trace_id, attempts, received_at, started_at, handled_at, outcome)
           SELECT n, 'message', 'u', 1, now() - interval '31 days', now() - interval '31 days', now() - interval '31 days',
                  'done' FROM generate_series(1, 12000) n""",
    )
    await rows(
        planner,
        """INSERT INTO outbound_message (chat_telegram_id, purpose, method, payload, dedupe_key, trace_id, ephemeral, state,
             attempts, available_at, created_at, sent_at)
           SELECT 5, 'answer', 'sendMessage', '{}', 'old:' || n, 'u', false,
             (ARRAY['sent', 'failed', 'unknown'])[1 + n % 3], 1, now(), now() - interval '31 days', now()
           FROM generate_series(1, 300) n""",
    )
    async with services_of(planner) as services:
        await prune_history(services)
    assert {t: await one(planner, f"SELECT count(*) FROM {t}") for t in young} == young


async def test_an_update_dropped_from_history_stays_known_to_the_door_for_two_days(planner: Planner) -> None:
    """Telegram repeats for 24 h; the shortest history is a day: the door's own mark must outlive both."""
    await enter(planner)
    update = message("Buy washers")
    await post(planner, update)
    await planner.telegram.wait_for_bot_message(contains="washers")
    left = await planner.redis.pttl(f"planner:seen:{update['update_id']}")
    assert left > 47 * 3_600_000

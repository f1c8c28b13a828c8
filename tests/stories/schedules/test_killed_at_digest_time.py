"""Eight o'clock with 500 chats while workers are killed: 500 digests, none twice, what is not known is marked unknown.

`MORNING_CHATS` and `MORNING_KILLS` make it longer. To see it fail: let `claim` in worker/delivery/outbox.py forget
to look at the row's state again, or `end_lost_sends` in worker/reconciler.py owe posts again.
"""

import asyncio
import os
from collections import Counter

import pytest
from sqlalchemy import text

from tests.chaos.outcome_checks import query
from tests.chaos.programs import Site, own_site
from tests.chaos.traffic import let_in
from tests.patience import until
from tests.stories.killed_workers import kill_while_sending

CHATS = int(os.environ.get("MORNING_CHATS", "500"))
KILLS = int(os.environ.get("MORNING_KILLS", "2"))
# Telegram's limit is raised in the stand-in and in the workers: 500 digests in eight seconds leave room for the kills.
PER_SECOND = 60
SENT = "SELECT count(*), count(sent_at) FROM schedule_run"

PREPARED = """
INSERT INTO task (workspace_id, number, title, status, priority, deadline_on, version, created_at, updated_at)
  SELECT id, 1, 'Call the bank <' || id || '>', 'open', 2, (now() AT TIME ZONE 'UTC')::date, 1, now(), now() FROM workspace;
INSERT INTO schedule (workspace_id, chat_id, kind, local_time, weekdays, enabled, when_empty, next_on, next_run_at, created_at)
  SELECT workspace_id, id, 'morning_digest', (now() AT TIME ZONE 'UTC')::time, 127, true, 'silent',
  (now() AT TIME ZONE 'UTC')::date, now() + interval '2 seconds', now() - interval '1 day' FROM chat
"""


async def prepared(site: Site) -> None:
    """Chats that wrote to the bot once, each with a task of today and a digest due in two seconds."""
    chats = await let_in(site, CHATS)
    await asyncio.gather(*(site.telegram.say("Good morning", user=chat) for chat in chats))
    async with site.database.transaction() as session:
        for statement in PREPARED.split(";"):
            await session.execute(text(statement))


async def started(site: Site) -> None:
    """The api and two workers at a pace that stands for five minutes of the real one."""
    await site.api()
    for _ in range(2):
        await site.worker(TELEGRAM_PER_SECOND=str(PER_SECOND))


@pytest.mark.slow
async def test_each_of_500_chats_gets_its_digest_once_though_workers_die_over_eight() -> None:
    async with own_site(fast=True) as site:
        await site.telegram.inject("sendMessage", "slow", times=None, seconds=0.3)
        await asyncio.gather(prepared(site), started(site))
        # While digests are rendered, and whenever some more have been sent.
        await kill_while_sending(site, SENT, everything=CHATS, kills=KILLS)

        async def all_ended() -> bool:
            left = "SELECT count(*) FROM schedule_run WHERE state IN ('enqueued', 'rendered')"
            (ended,) = await query(site, "SELECT count(*) FROM schedule_run")
            return ended[0] == CHATS and (await query(site, left))[0][0] == 0

        await until(all_ended, what="an end for every digest")
        ledger = "SELECT c.telegram_id, r.state FROM schedule_run r JOIN schedule s ON s.id = r.schedule_id JOIN chat c ON c.id = s.chat_id"
        states = dict(await query(site, ledger))
        calls = await site.telegram.calls("sendMessage")
    seen = Counter(int(call["params"]["chat_id"]) for call in calls if call["status"] == 200)
    assert len(states) == CHATS
    assert set(states.values()) <= {"sent", "unknown"}
    assert {chat: seen[chat] for chat, state in states.items() if state == "sent" and seen[chat] != 1} == {}
    assert max(seen.values()) == 1, Counter(seen.values())
    # No more than what two workers have on their way can be unknown after their death (worker/delivery/bulk_sender.py).
    unknown = sum(state == "unknown" for state in states.values())
    assert 0 < unknown <= 2 * 20 * KILLS

"""Workers die by SIGKILL while reminders are written and sent: each arrives once, none twice, none is left waiting.

To see it fail: let `render_reminders` in worker/features/reminders/service.py leave the reminders waiting.
"""

import asyncio
import os
from collections import Counter

import pytest
from sqlalchemy import text

from tests.chaos.outcome_checks import query
from tests.chaos.programs import own_site
from tests.chaos.traffic import let_in
from tests.patience import until
from tests.stories.killed_workers import kill_while_sending

CHATS = int(os.environ.get("REMINDED_CHATS", "40"))
KILLS = int(os.environ.get("REMINDED_KILLS", "2"))
# In each chat an appointment that begins in ten minutes, of which it is reminded now, and a deadline with a stated lead.
REMINDED = """
INSERT INTO task (workspace_id, number, title, status, priority, timing, deadline_on, deadline_at, reminder_minutes_before,
  version, created_at, updated_at)
  SELECT c.workspace_id, n, 'Visit <' || n || '>', 'open', 2, 'on', (begins AT TIME ZONE c.zone)::date, begins, 60,
  1, now() - interval '1 day', now() - interval '1 day'
  FROM chat c, generate_series(1, 2) n, LATERAL (SELECT now() + interval '55 minutes' AS begins) b
"""
OF_REMINDERS = "FROM reminder r LEFT JOIN outbound_message m ON m.id = r.outbound_message_id"
SENT = f"SELECT count(*), count(m.sent_at) {OF_REMINDERS}"


@pytest.mark.slow
async def test_each_reminder_arrives_once_though_workers_die_in_the_middle() -> None:
    async with own_site(fast=True) as site:
        await site.telegram.inject("sendMessage", "slow", times=None, seconds=0.2)
        chats = await let_in(site, CHATS)
        await site.api()
        for _ in range(2):
            await site.worker(TELEGRAM_PER_SECOND="60")
        await asyncio.gather(*(site.telegram.say("Good morning", user=chat) for chat in chats))
        async with site.database.transaction() as session:
            await session.execute(text(REMINDED))
        await kill_while_sending(site, SENT, everything=2 * CHATS, kills=KILLS)

        async def all_ended() -> bool:
            ended = f"SELECT count(*) {OF_REMINDERS} WHERE m.state IN ('sent', 'unknown')"
            return (await query(site, ended))[0][0] == 2 * CHATS

        await until(all_ended, what="an end for every reminder")
        rows = await query(site, f"SELECT r.task_id, m.state, m.chat_telegram_id {OF_REMINDERS}")
        calls = await site.telegram.calls("sendMessage")
    told = [call["params"] for call in calls if call["status"] == 200 and "Visit" in str(call["params"])]
    seen = Counter((int(params["chat_id"]), params["text"]) for params in told)
    assert Counter(task for task, _, _ in rows) == dict.fromkeys((task for task, _, _ in rows), 1)
    assert max(seen.values()) == 1, seen
    by_chat = Counter(chat for chat, _ in seen)
    sent = Counter(chat for _, state, chat in rows if state == "sent")
    assert {chat: (sent[chat], by_chat[chat]) for chat in sent if by_chat[chat] < sent[chat]} == {}

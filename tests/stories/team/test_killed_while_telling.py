"""Workers die by SIGKILL while offers are written and sent: each executor is told once, none twice, none never.

To see it fail: let `tell_member` in worker/features/assignments/tell.py leave the notices waiting.
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

TEAMS = int(os.environ.get("TEAM_TEAMS", "24"))
KILLS = int(os.environ.get("TEAM_KILLS", "2"))
FIRST_EXECUTOR = 70_000
SENT = "SELECT count(*), count(sent_at) FROM outbound_message WHERE purpose = 'team'"
# In each workspace an executor with a chat, and two urgent tasks that the owner gives them at once.
GIVEN = f"""
INSERT INTO member (workspace_id, name, aliases, is_owner, telegram_user_id, created_at)
  SELECT id, 'Josh', '{{}}', false, {FIRST_EXECUTOR} + id, now() FROM workspace;
INSERT INTO chat (telegram_id, workspace_id, member_id, kind, language, zone, zone_confirmed, created_at)
  SELECT telegram_user_id, workspace_id, id, 'private', 'en', 'UTC', true, now() FROM member WHERE NOT is_owner;
INSERT INTO operation (workspace_id, chat_id, kind, reader, trace_id, doubts, created_at)
  SELECT c.workspace_id, c.id, 'capture', 'person', 'given-' || c.id, '{{}}', now()
  FROM chat c JOIN member m ON m.id = c.member_id WHERE m.is_owner;
INSERT INTO task (workspace_id, number, title, status, priority, assignee_id, version, created_at, updated_at)
  SELECT m.workspace_id, n, 'Shut valve ' || n, 'open', 1, m.id, 1, now(), now()
  FROM member m, generate_series(1, 2) n WHERE NOT m.is_owner;
INSERT INTO task_event (workspace_id, operation_id, task_id, after, created_at)
  SELECT t.workspace_id, o.id, t.id, jsonb_build_object('assignee_id', t.assignee_id), now()
  FROM task t JOIN operation o ON o.workspace_id = t.workspace_id
"""


async def given(site: Site) -> None:
    """Everything in one transaction, once the executors have written to the bot: the workers find it all at once."""
    workspaces = [row[0] for row in await query(site, "SELECT id FROM workspace")]
    await asyncio.gather(*(site.telegram.say("Hello", user=FIRST_EXECUTOR + each) for each in workspaces))
    async with site.database.transaction() as session:
        for statement in GIVEN.split(";"):
            await session.execute(text(statement))


@pytest.mark.slow
async def test_each_executor_is_told_once_though_workers_die_in_the_middle() -> None:
    async with own_site(fast=True) as site:
        await site.telegram.inject("sendMessage", "slow", times=None, seconds=0.2)
        await let_in(site, TEAMS)
        await site.api()
        for _ in range(2):
            await site.worker(TELEGRAM_PER_SECOND="60")
        await given(site)
        await kill_while_sending(site, SENT, everything=TEAMS, kills=KILLS)

        async def all_ended() -> bool:
            ended = "SELECT count(*) FROM outbound_message WHERE purpose = 'team' AND state IN ('sent', 'unknown')"
            return (await query(site, ended))[0][0] == TEAMS

        await until(all_ended, what="an end for every offer")
        rows = await query(
            site, "SELECT chat_telegram_id, state FROM outbound_message WHERE purpose = 'team'"
        )
        assignments = await query(site, "SELECT count(*), count(DISTINCT task_id) FROM assignment")
        calls = await site.telegram.calls("sendMessage")
    told = [call["params"] for call in calls if call["status"] == 200 and "Shut valve" in str(call["params"])]
    seen = Counter(int(params["chat_id"]) for params in told)
    # One message with both tasks for each executor, in the outbox and on the way.
    assert Counter(chat for chat, _ in rows) == dict.fromkeys((chat for chat, _ in rows), 1)
    assert len(rows) == TEAMS
    assert assignments == [(2 * TEAMS, 2 * TEAMS)]
    assert {chat: seen[chat] for chat, state in rows if state == "sent" and seen[chat] != 1} == {}
    assert max(seen.values()) == 1

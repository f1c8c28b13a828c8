"""What is sent can be paused, to one chat or to all: the outbox keeps it, everybody is told so, and it is sent once."""

from sqlalchemy import func
from sqlmodel import col, select

from models.console.operator_context import OperatorContext
from models.console.postgres_pool import PostgresPool
from models.tables.inbound_update import InboundUpdate
from models.tables.outbox import OutboundMessage
from ops.jobs.actions import pause_chat, resume_chat
from ops.jobs.queries import list_paused_deliveries
from tests.api.dashboard.conftest import Visit
from tests.invariants.service_faults import rows
from tests.planner import OWNER, Planner
from tests.stories.groups.group_steps import DIMA, peopled
from worker.features.digests.enqueue_due import enqueue_waiting
from worker.reconciler import enqueue_due_deliveries

REMINDER = """INSERT INTO outbound_message (chat_telegram_id, purpose, ephemeral, method, payload, dedupe_key, trace_id, state,
                attempts, available_at, created_at)
              VALUES (:chat, 'reminder', false, 'sendMessage', '{"text": "Ring ring"}', 'r1', 'r1', 'pending', 0, now(), now())"""


async def handled(planner: Planner, count: int) -> None:
    """Wait until so many updates have had their effect and no job runs, whatever is still to be sent."""
    done = select(func.count()).select_from(InboundUpdate).where(col(InboundUpdate.handled_at).is_not(None))
    await planner.eventually(done.having(func.count() >= count))
    await planner.jobs_ended()


async def texts(planner: Planner, chat: int) -> list[str]:
    return [seen.text for seen in await planner.telegram.messages(chat) if seen.from_bot]


async def test_what_is_sent_is_paused_kept_and_sent_once_when_resumed(visit: Visit) -> None:
    planner = visit.planner
    await peopled(planner)
    services = planner.workers[0].services
    (count,) = await planner.rows(select(func.count()).select_from(InboundUpdate))
    before = {chat: await texts(planner, chat) for chat in (OWNER, DIMA)}
    context = OperatorContext(PostgresPool(planner.settings.database_url), planner.redis)

    # One chat, from a terminal: the others are answered.
    assert (await pause_chat(context, DIMA, "he asked for quiet")).outcome == "done"
    assert (await pause_chat(context, DIMA, "")).outcome == "nothing"
    await planner.telegram.say("/today", user=DIMA)
    await handled(planner, count + 1)
    await planner.telegram.say("Call Boris")
    await handled(planner, count + 2)
    to_owner = select(OutboundMessage).where(
        OutboundMessage.chat_telegram_id == OWNER, OutboundMessage.state != "sent"
    )
    while await planner.rows(to_owner):
        await planner.tick()
    answered = await texts(planner, OWNER)
    assert len(answered) == len(before[OWNER]) + 1
    assert await texts(planner, DIMA) == before[DIMA]

    # All, on the dashboard: nothing is sent and nobody looks for it in vain each second.
    page = await visit.log_in()
    await visit.open("/outbox")
    await page.click("summary:has-text('Pause what is sent to all chats')")
    await page.fill('details input[name="reason"]', "moving to another token")
    await visit.follow("button:has-text('Pause all')")
    assert "Nothing is sent to all chats until you resume it" in await visit.said()
    for words in ("Call Vera", "Call Gleb", "/today"):
        await planner.telegram.say(words)
    await rows(planner, REMINDER, chat=OWNER)
    await handled(planner, count + 5)
    assert await enqueue_due_deliveries(services) == 0
    await enqueue_waiting(services)
    await planner.jobs_ended()
    assert await planner.redis.zcard("arq:queue") == 0
    assert await texts(planner, OWNER) == answered
    kept = [each.waiting for each in await list_paused_deliveries(context)]
    assert kept == [5, 1]
    words = await (await visit.open("/outbox")).inner_text("main")
    assert "Sending to all chats is paused by operator" in words
    assert "moving to another token" in words
    await visit.open()
    # The verdict is up to five seconds old; the page brings the next one itself.
    await page.wait_for_selector(".verdict :text('all chats')")
    lines = await page.inner_text(".verdict")
    assert "Down What is sent to all chats is paused by operator" in lines.replace("\n", " ")
    assert "not been sent for" not in lines

    # Resumed: everything once, in its order; the one chat is resumed on its own page.
    await visit.open("/outbox")
    await visit.follow("button:has-text('Resume all')")
    while await planner.rows(to_owner):
        await planner.tick()
    now = await texts(planner, OWNER)
    new = now[len(answered) :]
    assert sorted(text.split("\n")[0] for text in new if "Ring" in text) == ["Ring ring"]
    cards = [text for text in new if "Ring" not in text]
    assert len(cards) == 3
    assert [name in card for name, card in zip(("Vera", "Gleb"), cards, strict=False)] == [True, True]
    assert await texts(planner, DIMA) == before[DIMA]
    await visit.open(f"/lanes/chat:{DIMA}")
    assert "he asked for quiet" in await page.inner_text("main")
    await visit.follow("button:has-text('Resume sending')")
    await planner.settled()
    assert len(await texts(planner, DIMA)) == len(before[DIMA]) + 1
    await visit.follow("button:has-text('Pause what is sent to this chat')")
    assert (await resume_chat(context, DIMA)).outcome == "done"
    assert (await resume_chat(context, DIMA)).outcome == "nothing"
    assert await list_paused_deliveries(context) == []
    recorded = await rows(
        planner, "SELECT action, target, via FROM operator_action WHERE action <> 'login' ORDER BY id"
    )
    assert [(row.action, row.target, row.via) for row in recorded] == [
        ("deliveries_pause", f"chat {DIMA}", "terminal"),
        ("deliveries_pause", f"chat {DIMA}", "terminal"),
        ("deliveries_pause", "all chats", "dashboard"),
        ("deliveries_resume", "all chats", "dashboard"),
        ("deliveries_resume", f"chat {DIMA}", "dashboard"),
        ("deliveries_pause", f"chat {DIMA}", "dashboard"),
        ("deliveries_resume", f"chat {DIMA}", "terminal"),
        ("deliveries_resume", f"chat {DIMA}", "terminal"),
    ]
    await context.postgres.close()
